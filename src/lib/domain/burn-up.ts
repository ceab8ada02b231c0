import { quantile } from './finish.ts';
import type { DayFigures } from './overview.ts';

const DAY_MS = 86_400_000;
/** The forecast looks back this many whole weeks, and says nothing with fewer than half of them. */
const LOOK_BACK_WEEKS = 8;

export interface BurnUpPoint {
	day: string;
	/** Filed and closed up to and including the day. */
	filed: number;
	closed: number;
}

/** Closed by the end of the campaign if the coming weeks are like the slower or the faster ones of late. */
export interface Forecast {
	endsOn: string;
	low: number;
	high: number;
	/** Cases a week from which it comes: the lower and the upper quartile of the last weeks. */
	perWeek: [low: number, high: number];
	weeks: number;
}

export interface BurnUp {
	/** One point a day on which something happened, from the start (or the first day, when earlier) to today. */
	points: BurnUpPoint[];
	from: string;
	to: string;
	/** An even plan: from nothing at the start to everything filed by now, at the end. */
	plan: { startsOn: string; endsOn: string; total: number; today: number };
	forecast: Forecast | null;
}

/** The burn-up of an area from its days, in any order. Days are local, YYYY-MM-DD. */
export function burnUp(days: readonly DayFigures[], startsOn: string, endsOn: string, today: string): BurnUp {
	const sorted = days.filter(([day]) => day <= today).toSorted((a, b) => (a[0] < b[0] ? -1 : 1));
	const from = sorted[0] && sorted[0][0] < startsOn ? sorted[0][0] : startsOn;
	const points: BurnUpPoint[] = [{ day: dayAfter(from, -1), filed: 0, closed: 0 }];
	let filed = 0;
	let closed = 0;
	for (const [day, filedThen, closedThen] of sorted) {
		filed += filedThen;
		closed += closedThen;
		points.push({ day, filed, closed });
	}
	if (points.at(-1)?.day !== today && today > from) points.push({ day: today, filed, closed });
	const passed = Math.min(1, Math.max(0, (Date.parse(today) - Date.parse(startsOn)) / (Date.parse(endsOn) - Date.parse(startsOn))));
	return {
		points,
		from,
		to: endsOn > today ? endsOn : today,
		plan: { startsOn, endsOn, total: filed, today: Math.round(filed * passed) },
		forecast: forecast(sorted, { filed, closed, endsOn, today })
	};
}

/**
 * Only what the throughput says: quartiles of the closings of the last whole weeks, carried to the end
 * of the campaign and never past what is filed by now. Null when the campaign is over, everything is
 * closed, or too few weeks are there to speak of a range.
 */
function forecast(days: readonly DayFigures[], now: { filed: number; closed: number; endsOn: string; today: string }): Forecast | null {
	const { filed, closed, endsOn, today } = now;
	const weeks = weeklyClosings(days, today);
	if (today >= endsOn || closed >= filed || weeks.length < LOOK_BACK_WEEKS / 2) return null;
	const left = (Date.parse(endsOn) - Date.parse(today)) / DAY_MS / 7;
	const perWeek: [number, number] = [quantile(weeks, 0.25), quantile(weeks, 0.75)];
	const reach = (pace: number): number => Math.min(filed, Math.round(closed + pace * left));
	return { endsOn, low: reach(perWeek[0]), high: reach(perWeek[1]), perWeek, weeks: weeks.length };
}

/** Closings of each of the last weeks, newest first, none from before the first day on which something happened. */
function weeklyClosings(days: readonly DayFigures[], today: string): number[] {
	const first = days[0]?.[0];
	if (!first) return [];
	const weeks: number[] = [];
	for (let week = 0; week < LOOK_BACK_WEEKS; week++) {
		const last = dayAfter(today, -7 * week);
		const start = dayAfter(last, -6);
		if (start < first) break;
		weeks.push(days.filter(([day]) => day >= start && day <= last).reduce((sum, [, , count]) => sum + count, 0));
	}
	return weeks;
}

function dayAfter(day: string, days: number): string {
	return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** A month of the burn-up, as its table tells it. */
export interface BurnUpMonth {
	/** First and last local day that count. */
	from: string;
	to: string;
	filed: number;
	closed: number;
	filedSoFar: number;
	closedSoFar: number;
}

export function burnUpMonths(days: readonly DayFigures[]): BurnUpMonth[] {
	const months = new Map<string, { filed: number; closed: number }>();
	for (const [day, filed, closed] of days.toSorted((a, b) => (a[0] < b[0] ? -1 : 1))) {
		const month = months.get(day.slice(0, 7)) ?? { filed: 0, closed: 0 };
		months.set(day.slice(0, 7), { filed: month.filed + filed, closed: month.closed + closed });
	}
	let filedSoFar = 0;
	let closedSoFar = 0;
	return [...months].map(([month, { filed, closed }]) => {
		filedSoFar += filed;
		closedSoFar += closed;
		const [year = 0, number = 1] = month.split('-').map(Number);
		const last = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
		return { from: `${month}-01`, to: last, filed, closed, filedSoFar, closedSoFar };
	});
}
