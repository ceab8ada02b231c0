const DAY_MS = 86_400_000;
/** The forecast looks back this many whole weeks, and says nothing with fewer than half of them. */
const LOOK_BACK_WEEKS = 8;
/** A pace that takes longer than this is no date worth writing down. */
const FARTHEST_DAYS = 730;

/** When what is open now will be done, if the coming weeks are like the faster or the slower ones of late. */
export interface FinishForecast {
	/** Local days, YYYY-MM-DD; `latest` is null where the slower weeks would take years. */
	earliest: string;
	latest: string | null;
	/** Cases a week: the upper and the lower quartile of the last weeks. */
	perWeek: [fast: number, slow: number];
	weeks: number;
}

/**
 * From an area's own throughput: quartiles of the closings of the last whole weeks. What comes in
 * meanwhile is not counted, and whoever shows this says so. Null where nothing is open, nothing was
 * closed of late, or too few weeks are there. `closedAt` are ISO moments, `first` the moment from
 * which there could have been any.
 */
export function finishForecast(closedAt: readonly string[], open: number, first: string | null, now: Date): FinishForecast | null {
	if (open === 0 || first === null) return null;
	const weeks: number[] = [];
	for (let week = 0; week < LOOK_BACK_WEEKS; week++) {
		const until = now.getTime() - 7 * DAY_MS * week;
		const from = until - 7 * DAY_MS;
		if (from < Date.parse(first)) break;
		weeks.push(closedAt.filter((at) => Date.parse(at) > from && Date.parse(at) <= until).length);
	}
	if (weeks.length < LOOK_BACK_WEEKS / 2) return null;
	const [slow, fast] = [quantile(weeks, 0.25), quantile(weeks, 0.75)];
	if (fast <= 0) return null;
	const dayAfter = (perWeek: number): string | null => {
		const days = Math.ceil((open / perWeek) * 7);
		return days <= FARTHEST_DAYS ? new Date(now.getTime() + days * DAY_MS).toISOString().slice(0, 10) : null;
	};
	const earliest = dayAfter(fast);
	return earliest ? { earliest, latest: slow > 0 ? dayAfter(slow) : null, perWeek: [fast, slow], weeks: weeks.length } : null;
}

/** Linear between the two nearest ranks. */
export function quantile(values: readonly number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	const at = (sorted.length - 1) * share;
	const low = sorted[Math.floor(at)] ?? 0;
	const high = sorted[Math.ceil(at)] ?? low;
	return low + (high - low) * (at - Math.floor(at));
}
