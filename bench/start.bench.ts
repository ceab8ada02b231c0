import type { Bench } from './bench.ts';
import { removeData, startApplication } from './application.ts';

const ROUNDS = 3;

/** From the command until the first page is answered, on an empty directory and on one that is there. */
export const bench: Bench = {
	name: 'start',
	about: 'cold: an empty data directory with the cached demo; warm: the same directory again',
	async run(say) {
		const cold: number[] = [];
		const warm: number[] = [];
		let memory = 0;
		for (let round = 0; round < ROUNDS; round++) {
			const first = await startApplication();
			cold.push(first.startMs);
			await first.stop();
			const again = await startApplication(first.data);
			warm.push(again.startMs);
			memory = Math.max(memory, again.memoryMB());
			await again.stop();
			removeData(first.data);
			say(`round ${round + 1}: cold ${Math.round(first.startMs)} ms, warm ${Math.round(again.startMs)} ms`);
		}
		return [
			{ what: 'cold start', value: Math.min(...cold), unit: 'ms' },
			{ what: 'warm start', value: Math.min(...warm), unit: 'ms' },
			{ what: 'memory after a warm start, server and database', value: memory, unit: 'MB' }
		];
	}
};
