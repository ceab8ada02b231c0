import { FIGURE_ROWS } from '#lib/domain/figure-rows.ts';
import {
	closingRate,
	evaluate,
	onTimeRate,
	reworkRate,
	share,
	usualFiled,
	type Evaluation,
	type Figures,
	type Share
} from '#lib/domain/figures.ts';
import type { ChildOverview } from '#lib/domain/overview.ts';
import type { CaseFilter, OverviewView } from '#lib/domain/paths.ts';
import type { Template } from '#lib/domain/template.ts';

/** Figures that colour the map: rates only, never counts. Each with the rows that make it. */
export const MAP_FIGURES = {
	closing: { share: closingRate, filter: FIGURE_ROWS.closed.filter },
	on_time: { share: onTimeRate, filter: FIGURE_ROWS.onTime.filter },
	rework: { share: reworkRate, filter: FIGURE_ROWS.reworked.filter },
	overdue: { share: (figures: Figures) => share(figures.overdue, figures.open), filter: FIGURE_ROWS.overdue.filter }
} as const satisfies Record<string, { share: (figures: Figures) => Share; filter: CaseFilter }>;
export type MapFigure = keyof typeof MAP_FIGURES;

export const COLUMNS = ['name', 'open', 'overdue', 'on_time', 'rework', 'closing', 'grade'] as const;
export type Column = (typeof COLUMNS)[number];

/** What a leader chose to see, read from the address: it survives a reload and can be sent to somebody. */
export interface View {
	domain: string | undefined;
	figure: MapFigure;
	column: Column;
	isDescending: boolean;
	stuck: 'due' | 'still';
	hasAllRows: boolean;
}

/** The part of the view that decides what is asked of the server. */
export function readAsked(query: Pick<URLSearchParams, 'get'>, template: Template): Pick<View, 'domain' | 'stuck'> {
	return {
		domain: template.domains.find((one) => one.id === query.get('domain'))?.id,
		stuck: query.get('stuck') === 'still' ? 'still' : 'due'
	};
}

export function readView(query: Pick<URLSearchParams, 'get'>, template: Template): View {
	const sort = query.get('sort') ?? 'closing';
	const column = COLUMNS.find((one) => one === sort.replace(/^-/, '')) ?? 'closing';
	const figure = query.get('figure') ?? '';
	return {
		...readAsked(query, template),
		figure: figure in MAP_FIGURES ? (figure as MapFigure) : 'closing',
		column,
		isDescending: sort.startsWith('-'),
		hasAllRows: query.get('rows') === 'all'
	};
}

/** The view as it stands in the address: what is as usual is left out. */
export function writeView(view: View): OverviewView {
	const sort = `${view.isDescending ? '-' : ''}${view.column}`;
	return {
		domain: view.domain,
		figure: view.figure === 'closing' ? undefined : view.figure,
		sort: sort === 'closing' ? undefined : sort,
		stuck: view.stuck === 'due' ? undefined : view.stuck,
		rows: view.hasAllRows ? 'all' : undefined
	};
}

export interface AreaRow extends ChildOverview {
	evaluation: Evaluation | null;
}

/** The table of the areas below, graded among each other; areas without a case come last. */
export function sortRows(children: readonly ChildOverview[], view: View, nameOf: (child: ChildOverview) => string): AreaRow[] {
	const usual = usualFiled(children.map((child) => child.figures));
	const rows = children.map((child): AreaRow => ({ ...child, evaluation: evaluate(child.figures, usual) }));
	const value = (row: AreaRow): number | null => {
		switch (view.column) {
			case 'name':
				return 0;
			case 'open':
				return row.figures.open;
			case 'overdue':
				return row.figures.overdue;
			case 'grade':
				return row.evaluation?.score ?? null;
			default:
				return MAP_FIGURES[view.column].share(row.figures);
		}
	};
	const turn = view.isDescending ? -1 : 1;
	return rows.toSorted((a, b) => {
		const [left, right] = [value(a), value(b)];
		if (left === null || right === null) return Number(left === null) - Number(right === null);
		return (
			turn * (left - right || (view.column === 'name' ? nameOf(a).localeCompare(nameOf(b), 'zh-CN') : 0)) || a.code.localeCompare(b.code)
		);
	});
}
