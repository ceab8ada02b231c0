import type { Cells } from './cells.ts';
import type { Choice } from './profile.ts';
import type { SourceRecord } from './records.ts';

export type Chosen = { id: string | null } | { field: string; value: string };

/** A value as it is compared: one width, one case, no outer spaces. */
export function plainValue(text: string): string {
	return text.normalize('NFKC').trim().toLowerCase();
}

/** Looks up a layer, kind, stage or outcome in the columns that the profile names for it. */
export class ChoiceReader {
	readonly #cells: Cells;
	readonly #rules: { column: string; is: Map<string, string>; startsWith: [string, string][]; filled: string | undefined }[];
	readonly #choice: Choice;

	constructor(choice: Choice, cells: Cells) {
		this.#cells = cells;
		this.#choice = choice;
		this.#rules = (choice.from ?? []).map(({ column, is = {}, startsWith = [], filled }) => ({
			column,
			is: new Map(Object.entries(is).map(([value, id]) => [plainValue(value), id])),
			startsWith: startsWith.map(([start, id]) => [plainValue(start), id]),
			filled
		}));
	}

	/** The id, null where nothing says anything, or the value that no rule knows. */
	read(record: SourceRecord): Chosen {
		let unknown: { field: string; value: string } | null = null;
		for (const { column, is, startsWith, filled } of this.#rules) {
			const text = this.#cells.text(record, column);
			if (text === '') continue;
			const plain = plainValue(text);
			const id = is.get(plain) ?? startsWith.find(([start]) => plain.startsWith(start))?.[1] ?? filled;
			if (id) return { id };
			unknown ??= { field: column, value: text };
		}
		if (unknown && !this.#choice.isOpen) return unknown;
		return { id: this.#choice.default ?? null };
	}
}
