import type { MappedRow, Note, RowIssue } from './draft.ts';

const KEPT_ISSUES = 1000;

/** Counts by id, for a summary. */
export type Counts = Record<string, number>;

export interface Summary {
	/** Rows of the file, blank ones apart. */
	read: number;
	rejected: number;
	/** Known faults of rows that are good enough, by name. */
	notes: Partial<Record<Note, number>>;
	layers: Counts;
	kinds: Counts;
	stages: Counts;
	areas: Counts;
	/** Rows without a position (未定位). */
	unlocated: number;
	/** The first thousand. */
	issues: RowIssue[];
	/** All of them, by code. */
	issueCounts: Counts;
}

/** Adds up what became of the rows of a file; keeps no row. */
export class Tally {
	readonly summary: Summary = {
		read: 0,
		rejected: 0,
		notes: {},
		layers: {},
		kinds: {},
		stages: {},
		areas: {},
		unlocated: 0,
		issues: [],
		issueCounts: {}
	};

	add({ draft, issues, notes }: Pick<MappedRow, 'draft' | 'issues' | 'notes'>): void {
		const { summary } = this;
		summary.read++;
		if (!draft) return this.reject(issues);
		for (const note of notes) summary.notes[note] = (summary.notes[note] ?? 0) + 1;
		count(summary.layers, draft.layer);
		count(summary.kinds, draft.kind);
		count(summary.stages, draft.stage);
		count(summary.areas, draft.area);
		if (!draft.geometry) summary.unlocated++;
	}

	/** A row that was read before turned out to be wrong. */
	reject(issues: RowIssue[]): void {
		this.summary.rejected++;
		for (const issue of issues) {
			count(this.summary.issueCounts, issue.code);
			if (this.summary.issues.length < KEPT_ISSUES) this.summary.issues.push(issue);
		}
	}
}

function count(counts: Counts, id: string): void {
	counts[id] = (counts[id] ?? 0) + 1;
}
