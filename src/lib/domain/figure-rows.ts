import { filedCount, type Figures } from './figures.ts';
import type { CaseFilter } from './paths.ts';
import { OPEN_STAGES, type Stage } from './stage.ts';

/** Stages of the cases that were taken on, whatever becomes of them: see {@link filedCount}. */
export const FILED_STAGES: readonly Stage[] = [...OPEN_STAGES.filter((stage) => stage !== 'reported'), 'closed'];

/**
 * Every count on a leader's page with the rows that make it: pages link by it, and tests hold that
 * the list is as long as the number says.
 */
export const FIGURE_ROWS = {
	open: { count: (f: Figures) => f.open, filter: { stages: [...OPEN_STAGES] } },
	dueSoon: { count: (f: Figures) => f.dueSoon, filter: { light: 'due_soon' } },
	overdue: { count: (f: Figures) => f.overdue, filter: { light: 'overdue' } },
	waiting: { count: (f: Figures) => f.stages.submitted ?? 0, filter: { stages: ['submitted'] } },
	closed: { count: (f: Figures) => f.closed, filter: { stages: ['closed'] } },
	filed: { count: filedCount, filter: { stages: [...FILED_STAGES] } },
	onTime: { count: (f: Figures) => f.onTime, filter: { light: 'on_time' } },
	reworked: { count: (f: Figures) => f.reworked, filter: { reworked: true, stages: [...FILED_STAGES] } }
} as const satisfies Record<string, { count: (figures: Figures) => number; filter: CaseFilter }>;

export type FigureName = keyof typeof FIGURE_ROWS;

/** The open stage in which most cases stand, and how many. */
export function fullestStage(figures: Figures): { stage: Stage; count: number } | null {
	let fullest: { stage: Stage; count: number } | null = null;
	for (const stage of OPEN_STAGES) {
		const count = figures.stages[stage] ?? 0;
		if (count > (fullest?.count ?? 0)) fullest = { stage, count };
	}
	return fullest;
}
