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

/** Weights of an evaluation (DOMAIN section 3, from a running system), in points of a hundred. */
export const EVALUATION_WEIGHTS = { volume: 10, closing: 30, onTime: 30, noRework: 30 } as const;

export interface Evaluation {
	score: number;
	grade: Grade;
	/** What it is made of, each between 0 and 1 before it is weighted. */
	parts: Record<keyof typeof EVALUATION_WEIGHTS, number>;
}

/**
 * Evaluation of an area: filing volume 10 %, closing rate 30 %, on-time rate 30 %, 1 − rework rate 30 %.
 * Volume is full from `usualFiled` on, the median of its peers: the rule wants problems to be found, not
 * areas to be large. Null while nothing could be judged: no case was filed, or none is closed and none late.
 * For areas, compounds and companies, never for people.
 */
export function evaluate(figures: Figures, usualFiled: number): Evaluation | null {
	const closing = closingRate(figures);
	if (closing === null || (figures.closed === 0 && figures.overdue === 0)) return null;
	const parts = {
		volume: Math.min(1, share(filedCount(figures), usualFiled) ?? 1),
		closing,
		onTime: onTimeRate(figures) ?? 0,
		noRework: 1 - (reworkRate(figures) ?? 0)
	};
	const score = (Object.keys(EVALUATION_WEIGHTS) as (keyof typeof parts)[]).reduce(
		(sum, part) => sum + EVALUATION_WEIGHTS[part] * parts[part],
		0
	);
	return { score, grade: gradeOf(score), parts };
}

/** Median of the filed cases of areas that have any: what an area usually takes on. */
export function usualFiled(peers: readonly Figures[]): number {
	const counts = peers
		.map(filedCount)
		.filter((count) => count > 0)
		.sort((a, b) => a - b);
	const middle = (counts.length - 1) / 2;
	return ((counts[Math.floor(middle)] ?? 0) + (counts[Math.ceil(middle)] ?? 0)) / 2;
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
