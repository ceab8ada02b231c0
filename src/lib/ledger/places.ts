import { withoutZeros, type AreaCode, type Level } from '#lib/domain/area.ts';
import { boundsOf, isInBounds, type Bounds } from '#lib/geo/bounds.ts';
import type { Position } from '#lib/geo/coordinates.ts';
import type { Ground } from '#lib/geo/doctor.ts';
import { isInside } from '#lib/geo/inside.ts';

/** An area as rows of a file may name it. */
export interface Place {
	code: AreaCode;
	level: Level;
	name: string;
	nameEn: string | null;
	boundary: GeoJSON.Polygon | GeoJSON.MultiPolygon | null;
}

type Outline = { code: AreaCode; bounds: Bounds; shape: GeoJSON.Polygon | GeoJSON.MultiPolygon };

const SEPARATORS = /[\s/\\>·,，、\-—|]+/gu;

/** The areas of a campaign, to be found by code, by name or by position. Names repeat: nothing here guesses. */
export class Places implements Ground {
	readonly #byCode = new Map<AreaCode, Place>();
	readonly #byName = new Map<string, Place[]>();
	/** Deepest first. */
	readonly #outlines: Outline[];
	readonly #outlineOf: Map<AreaCode, Outline>;
	readonly #scope: AreaCode;

	/** `scope`: where the rows lie; areas above it are known by name, so that a full path can be read. */
	constructor(places: Place[], scope: AreaCode) {
		this.#scope = scope;
		for (const place of places) {
			this.#byCode.set(place.code, place);
			for (const name of [place.name, place.nameEn]) {
				if (!name) continue;
				const key = plainName(name);
				const known = this.#byName.get(key);
				if (!known) this.#byName.set(key, [place]);
				else if (!known.includes(place)) known.push(place);
			}
		}
		this.#outlines = places
			.flatMap(({ code, boundary: shape }) => {
				const bounds = shape ? boundsOf([shape]) : null;
				return shape && bounds && code.startsWith(scope) ? [{ code, shape, bounds }] : [];
			})
			.sort((a, b) => b.code.length - a.code.length);
		this.#outlineOf = new Map(this.#outlines.map((outline) => [outline.code, outline]));
	}

	get(code: AreaCode): Place | null {
		return this.#byCode.get(code) ?? null;
	}

	/** The area of an official code, written with or without the zeros that stand for "as a whole". */
	byCode(text: string): AreaCode | null {
		const code = text.toUpperCase();
		if (this.#byCode.has(code)) return code;
		// 220602000000 is the district 220602, 220600000000 the city 2206.
		const cut = withoutZeros(code);
		if (this.#byCode.has(cut)) return cut;
		const city = cut.replace(/00$/, '');
		return this.#byCode.has(city) ? city : null;
	}

	/** Areas of the scope that the names fit, widest first given; several where a name repeats. */
	byNames(names: string[]): AreaCode[] {
		const last = names.at(-1) ?? '';
		const above = names.slice(0, -1).map(plainName);
		const named = this.#byName.get(plainName(last)) ?? this.#byPath(plainName(last));
		return named.filter(({ code }) => code.startsWith(this.#scope) && this.#liesIn(code, above)).map(({ code }) => code);
	}

	/** The deepest area of the scope whose boundary holds the position. */
	at(position: Position, within: AreaCode = this.#scope): AreaCode | null {
		return this.#outlines.find((outline) => outline.code.startsWith(within) && holds(outline, position))?.code ?? null;
	}

	/**
	 * Whether the position lies in the area: by its own boundary, else by the nearest one above it, else
	 * by those below it; null where no boundary tells.
	 */
	contains(area: AreaCode | null, position: Position): boolean | null {
		const code = area ?? this.#scope;
		for (let length = code.length; length >= this.#scope.length; length--) {
			const outline = this.#outlineOf.get(code.slice(0, length));
			if (outline) return holds(outline, position);
		}
		const below = this.#outlines.filter((outline) => outline.code.startsWith(code));
		return below.length > 0 ? below.some((outline) => holds(outline, position)) : null;
	}

	/** The box round every boundary of the scope; null where there is none. */
	get bounds(): Bounds | null {
		return boundsOf(this.#outlines.map(({ shape }) => shape));
	}

	/** "浑江区新建街道江北社区": the name at the end, and before it only names of areas above. */
	#byPath(text: string): Place[] {
		for (let from = 1; from < text.length - 1; from++) {
			const named = this.#byName.get(text.slice(from)) ?? [];
			const found = named.filter(({ code }) => this.#isPathOf(code, text.slice(0, from)));
			if (found.length > 0) return found;
		}
		return [];
	}

	#isPathOf(code: AreaCode, before: string): boolean {
		let rest = before;
		for (const name of this.#namesAbove(code)) if (rest.startsWith(name)) rest = rest.slice(name.length);
		return rest === '';
	}

	#liesIn(code: AreaCode, above: string[]): boolean {
		const names = this.#namesAbove(code);
		return above.every((name) => name === '' || names.includes(name));
	}

	/** Plain names of the areas above, widest first. */
	#namesAbove(code: AreaCode): string[] {
		return Array.from({ length: code.length - 1 }, (_, at) => this.#byCode.get(code.slice(0, at + 1))).flatMap((place) =>
			place ? [plainName(place.name)] : []
		);
	}
}

function holds({ bounds, shape }: Outline, position: Position): boolean {
	return isInBounds(position, bounds) && isInside(position, shape);
}

/** Without spaces and signs between its parts, in one width and case. */
function plainName(name: string): string {
	return name.normalize('NFKC').toLowerCase().replace(SEPARATORS, '');
}
