import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBackend } from '#lib/server/backend/index.ts';
import { startChild } from './child.ts';
import { copyGround, pause, remove, type Ground } from './ground.ts';
import type { Scenario } from './scenario.ts';
import { countLost, countTorn, query } from './truth.ts';
import { Writers } from './writers.ts';

/** Kills in a row before a start is left in peace and looked at. */
const IN_A_ROW = 8;

/** Row 25: killed again and again while it recovers, and while a new directory is made. */
export const start = (ground: Ground) =>
	({
		name: 'start',
		about: 'row 25: kill -9 at random moments of a start, in turn while it recovers from a kill and while a new directory is made',
		rounds: { short: 6, full: 200 },
		async run(rounds, say) {
			const figures = { kills: 0, opened: 0, failedOpens: 0, acknowledged: 0, lost: 0, torn: 0, slowestOpenMs: 0 };
			const used = copyGround(ground);
			try {
				let writers = await leaveInDisorder(used, ground);
				for (let group = 0; figures.kills < rounds; group++) {
					const isNew = group % 2 === 1;
					const data = isNew ? mkdtempSync(join(tmpdir(), 'zhantu-new-')) : used;
					for (let n = 0; n < Math.min(IN_A_ROW, rounds / 2) && figures.kills < rounds; n++) {
						const child = startChild(data);
						await pause(50 + Math.random() * Math.max(figures.slowestOpenMs, 4_000));
						child.process.kill('SIGKILL');
						await child.ended;
						figures.kills++;
					}
					const child = startChild(data);
					try {
						figures.slowestOpenMs = Math.max(figures.slowestOpenMs, await child.ready);
						figures.opened++;
						const backend = await openBackend({ data, mayShare: true });
						if (isNew) await query(backend, 'select count(*) from public.areas');
						else {
							figures.acknowledged += writers.acknowledged.length;
							figures.lost += await countLost(backend, writers.sent);
							figures.torn += await countTorn(backend);
						}
					} catch {
						figures.failedOpens++;
					}
					child.process.kill('SIGTERM');
					await child.ended;
					if (isNew) remove(data);
					else writers = await leaveInDisorder(used, ground);
					say(`${figures.kills} kills: ${figures.opened} opened, ${figures.failedOpens} not, ${figures.lost} lost`);
				}
				return figures;
			} finally {
				remove(used);
			}
		},
		some: ['opened', 'acknowledged'],
		sound: { failedOpens: 0, lost: 0, torn: 0 }
	}) satisfies Scenario<Record<string, number>>;

/** Writes for a while and is killed, so that the next start has something to recover. */
async function leaveInDisorder(data: string, ground: Ground): Promise<Writers> {
	const child = startChild(data);
	await child.ready;
	const writers = new Writers(await openBackend({ data, mayShare: true }), ground.cadres).start();
	await pause(2_000);
	child.process.kill('SIGKILL');
	await child.ended;
	await writers.stop();
	return writers;
}
