import type { AreaCode } from '#lib/domain/area.ts';
import type { Position } from '#lib/geo/coordinates.ts';
import type { Phase } from '#lib/domain/task.ts';

/** A row on its way into the ledger, in the words of `import_stage`. Moments are ISO 8601, geometry is WGS-84. */
export interface Draft {
	row: number;
	ref: string | null;
	layer: string;
	kind: string;
	title: string;
	description: string | null;
	area: AreaCode;
	geometry: GeoJSON.Geometry | null;
	stage: string;
	outcome: string | null;
	reported_at: string | null;
	filed_at: string | null;
	due_at: string | null;
	closed_at: string | null;
	/** Whether an open case without a due moment gets the limit of its kind. */
	clock: boolean;
	reason: string | null;
	code: string | null;
	department: string | null;
	quantity_target: number | null;
	quantity_done: number | null;
	attributes: Record<string, unknown>;
	/** What the source said, by its own headings. */
	raw: Record<string, unknown>;
	photos: { phase: Phase; url: string }[];
	crs: string;
}

/** What is wrong with a row: which of its fields (by the file's own heading), the value, and why. */
export interface RowIssue {
	row: number;
	field: string;
	value: string;
	code: string;
}

/** Known faults that a row survives; a batch counts them by name. */
export const NOTES = [
	'default_point',
	'missing_position',
	'missing_address',
	'missing_due',
	'missing_closed',
	'missing_area',
	'outside_named_area',
	'closed_before_reported',
	'damaged_text',
	'shortened'
] as const;
export type Note = (typeof NOTES)[number];

export interface MappedRow {
	/** Null when there are issues. */
	draft: Draft | null;
	issues: RowIssue[];
	notes: Note[];
	/** Where it lies, WGS-84, also of a row that is wrong in something else. */
	anchor: Position | null;
}
