/** Round values from 0 to at least `most`, three to five of them, for the lines of a chart. */
export function roundTicks(most: number): number[] {
	const raw = Math.max(most, 1) / 4;
	const power = 10 ** Math.floor(Math.log10(raw));
	const step = Math.max(1, ([1, 2, 2.5, 5, 10].find((one) => one * power >= raw - 1e-9) ?? 10) * power);
	const ticks: number[] = [];
	for (let at = 0; at < Math.max(most, 1) + step - 1e-9; at += step) ticks.push(Math.round(at * 100) / 100);
	return ticks;
}

/** Firsts of months inside the span, thinned to at most `count`. Days are YYYY-MM-DD, both included. */
export function monthTicks(from: string, to: string, count: number): string[] {
	const months: string[] = [];
	let [year = 0, month = 1] = from.split('-').map(Number);
	if (!from.endsWith('-01')) month += 1;
	for (;;) {
		if (month > 12) [year, month] = [year + 1, 1];
		const day = `${year}-${String(month).padStart(2, '0')}-01`;
		if (day > to) break;
		months.push(day);
		month += 1;
	}
	const every = Math.ceil(months.length / Math.max(1, count));
	return months.filter((_, index) => index % every === 0);
}

/** Moves labels apart so that none is nearer than `gap` to the next, each as little as needed downwards or up. */
export function spreadLabels(wanted: readonly number[], gap: number, low: number, high: number): number[] {
	const order = wanted.map((at, index) => ({ at, index })).toSorted((a, b) => a.at - b.at);
	let last = low - gap;
	for (const label of order) last = label.at = Math.max(label.at, last + gap);
	let next = high + gap;
	for (const label of order.toReversed()) next = label.at = Math.min(label.at, next - gap);
	return order.toSorted((a, b) => a.index - b.index).map((label) => label.at);
}
