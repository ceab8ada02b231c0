/** What a bench hands back: plain figures with their unit, ratios preferred to times. */
export interface Figure {
	what: string;
	value: number;
	unit: 'ms' | 's' | 'bytes' | 'MB' | 'rows/s' | 'pages/s' | 'ratio' | 'count';
}

export interface Bench {
	name: string;
	/** What is compared with what, and why it matters. */
	about: string;
	run(say: (line: string) => void): Promise<Figure[]>;
}

/** Runs `work` once to warm up, then `rounds` times; answers the sorted milliseconds. */
export async function timed(rounds: number, work: () => Promise<unknown>): Promise<number[]> {
	await work();
	const times: number[] = [];
	for (let round = 0; round < rounds; round++) {
		const started = performance.now();
		await work();
		times.push(performance.now() - started);
	}
	return times.sort((a, b) => a - b);
}

export function median(sorted: number[]): number {
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
