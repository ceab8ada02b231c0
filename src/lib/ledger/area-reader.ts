import type { AreaCode } from '#lib/domain/area.ts';
import type { Position } from '#lib/geo/coordinates.ts';
import type { Cells } from './cells.ts';
import type { Places } from './places.ts';
import type { Profile } from './profile.ts';
import type { SourceRecord } from './records.ts';

export type AreaFound = { code: AreaCode; isMissing: boolean } | { field: string; value: string; problem: string };

/** A code that a spreadsheet turned into a number: its last digits are gone for good. */
const DAMAGED = /^\d(\.\d+)?e\+?\d+$/i;
const CODE = /^[0-9A-Z]{2,24}$/;

/** Finds the area of a row: by code, by name (or a path of names), by position where a name repeats or none is given. */
export class AreaReader {
	readonly #cells: Cells;
	readonly #area: Profile['area'];
	readonly #places: Places;
	readonly #given: AreaCode | null;
	/** Files name few areas, many times each. */
	readonly #known = new Map<string, AreaCode[] | 'damaged'>();

	/** `given`: the area that every row lies in, where somebody named one. */
	constructor(profile: Profile, cells: Cells, places: Places, given: AreaCode | null) {
		this.#cells = cells;
		this.#area = profile.area;
		this.#places = places;
		this.#given = given;
	}

	/** What the row says of its area, without a look at its position: for the coordinate doctor. */
	named(record: SourceRecord): AreaCode | null {
		const names = this.#names(record);
		const codes = names.length > 0 ? this.#codes(names) : [];
		return codes.length === 1 && codes !== 'damaged' ? (codes[0] as AreaCode) : null;
	}

	find(record: SourceRecord, position: Position | null): AreaFound {
		const names = this.#names(record);
		if (names.length === 0) return this.#unnamed(position);
		const problem = (code: string): AreaFound => ({
			field: (this.#area?.columns ?? []).join(' + '),
			value: names.join(' '),
			problem: code
		});
		const codes = this.#codes(names);
		if (codes === 'damaged') return problem('damaged_code');
		const [code, ...others] = codes.length > 1 && position ? codes.filter((one) => this.#places.contains(one, position) === true) : codes;
		if (!code) return problem(codes.length > 1 ? 'ambiguous_area' : 'unknown_area');
		if (others.length > 0) return problem('ambiguous_area');
		if (this.#given && !code.startsWith(this.#given)) return problem('other_area');
		const refined = this.#area?.isRefined && position ? this.#places.at(position, code) : null;
		return { code: refined ?? code, isMissing: false };
	}

	#unnamed(position: Position | null): AreaFound {
		const code = (position && this.#places.at(position, this.#given ?? undefined)) ?? this.#given;
		if (code) return { code, isMissing: this.#area !== undefined };
		return { field: (this.#area?.columns ?? []).join(' + ') || 'area', value: '', problem: 'missing_area' };
	}

	#names(record: SourceRecord): string[] {
		return (this.#area?.columns ?? []).map((column) => this.#cells.text(record, column)).filter((name) => name !== '');
	}

	#codes(names: string[]): AreaCode[] | 'damaged' {
		const key = names.join('\n');
		let codes = this.#known.get(key);
		if (!codes) {
			codes = this.#look(names);
			this.#known.set(key, codes);
		}
		return codes;
	}

	#look(names: string[]): AreaCode[] | 'damaged' {
		const last = (names.at(-1) ?? '').normalize('NFKC');
		if (DAMAGED.test(last)) return 'damaged';
		const mapped = this.#area?.is?.[last];
		const code = mapped ?? (CODE.test(last.toUpperCase()) ? last : null);
		const found = code ? this.#places.byCode(code) : null;
		return found ? [found] : this.#places.byNames(names);
	}
}
