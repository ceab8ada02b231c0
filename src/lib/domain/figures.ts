import type { Stage } from './stage.ts';

/** Counts of an area as the database keeps them. */
export interface Figures {
	stages: Partial<Record<Stage, number>>;
	open: number;
	closed: number;
	/** Closed cases that met their limit. */
	onTime: number;
	/** Cases sent back at least once. */
	reworked: number;
	overdue: number;
	dueSoon: number;
}

/** A share between 0 and 1, or null when there is nothing to divide by. */
export type Share = number | null;

export function share(part: number, whole: number): Share {
	return whole > 0 ? part / whole : null;
}

/** Filed cases: everything that was taken on, whatever became of it. */
export function filedCount(figures: Figures): number {
	return figures.open + figures.closed - (figures.stages.reported ?? 0);
}

export function closingRate(figures: Figures): Share {
	return share(figures.closed, filedCount(figures));
}

export function onTimeRate(figures: Figures): Share {
	return share(figures.onTime, figures.closed);
}

export function reworkRate(figures: Figures): Share {
	return share(figures.reworked, filedCount(figures));
}

export type Grade = 'A' | 'B' | 'C' | 'D' | 'E';

/**
 * Evaluation of an area (DOMAIN section 3, from a running system): filing volume 10 %, closing rate
 * 30 %, on-time rate 30 %, 1 − rework rate 30 %. `volume` is the area's filed cases against the
 * largest among its peers. For areas, compounds and companies, never for people.
 */
export function evaluate(figures: Figures, largestFiled: number): { score: number; grade: Grade } | null {
	const closing = closingRate(figures);
	if (closing === null) return null;
	const volume = share(filedCount(figures), largestFiled) ?? 0;
	const score = 100 * (0.1 * volume + 0.3 * closing + 0.3 * (onTimeRate(figures) ?? 0) + 0.3 * (1 - (reworkRate(figures) ?? 0)));
	return { score, grade: gradeOf(score) };
}

/** A 90–100, B 75–90, C 60–75, D 40–60, E below 40. */
export function gradeOf(score: number): Grade {
	if (score >= 90) return 'A';
	if (score >= 75) return 'B';
	if (score >= 60) return 'C';
	if (score >= 40) return 'D';
	return 'E';
}

/** Share of the campaign's time that has passed on a local day, both ends included. */
export function plannedShare(startsOn: string, endsOn: string, today: string): number {
	const start = Date.parse(startsOn);
	const end = Date.parse(endsOn);
	return Math.min(1, Math.max(0, (Date.parse(today) - start) / (end - start)));
}
