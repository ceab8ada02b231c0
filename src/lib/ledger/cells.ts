import type { Columns } from './profile.ts';
import { columnsOf } from './profile.ts';
import type { SourceRecord } from './records.ts';
import { unguard } from './formula-guard.ts';

/** Reads cells of records by heading, and collects what is wrong with them. */
export class Cells {
	readonly #index: Map<string, number>;
	readonly #isGuarded: boolean;
	readonly #isExact: boolean;

	constructor(columns: string[], { isGuarded, isExact }: { isGuarded?: boolean; isExact?: boolean } = {}) {
		this.#index = new Map(columns.map((column, index) => [column, index]));
		this.#isGuarded = isGuarded ?? false;
		this.#isExact = isExact ?? false;
	}

	/** The cell's text, trimmed unless the file is exact; empty where the row is short. */
	text({ cells }: SourceRecord, column: string): string {
		const index = this.#index.get(column);
		const cell = index === undefined ? '' : (cells[index] ?? '');
		const plain = this.#isGuarded ? unguard(cell) : cell;
		return this.#isExact ? plain : plain.trim();
	}

	/** The text of one or several columns, empty ones left out. */
	joined(record: SourceRecord, columns: Columns | undefined): string {
		if (columns === undefined) return '';
		if (typeof columns === 'string') return this.text(record, columns);
		const texts = columns.columns.map((column) => this.text(record, column)).filter((text) => text !== '');
		return texts.join(columns.join ?? ' ');
	}
}

/** How an issue names the columns that a field was read from. */
export function fieldName(columns: Columns | undefined, field: string): string {
	return columnsOf(columns).join(' + ') || field;
}
