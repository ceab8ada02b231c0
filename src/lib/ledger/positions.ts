import { parseAngle } from '#lib/geo/angles.ts';
import type { Position } from '#lib/geo/coordinates.ts';
import { anchorOf } from '#lib/geo/inside.ts';
import type { ToWgs84 } from '#lib/geo/systems.ts';
import { fieldName, type Cells } from './cells.ts';
import type { Profile } from './profile.ts';
import type { SourceRecord } from './records.ts';

export type Shape = GeoJSON.Point | GeoJSON.Polygon | GeoJSON.MultiPolygon;

/** Where a row lies: a shape in WGS-84, nothing (with the reason), or what is wrong with what it says. */
export type Placed =
	| { type: 'shape'; shape: Shape; anchor: Position }
	| { type: 'none'; because: 'missing_position' | 'default_point' }
	| { type: 'wrong'; field: string; value: string; code: string };

const MOST_VERTICES = 100_000;
/** 0.1 mm. */
const EXACT = 1e9;
const SAME = 1e-7;
const NUMBERS = /[+-]?\d+(?:\.\d+)?/g;

/** Reads the position of a row: its geometry, a column with one, a column with a pair, or two columns. */
export class PositionReader {
	readonly #cells: Cells;
	readonly #columns: Profile['columns'];
	readonly #defaults: [number, number][];

	constructor(profile: Profile, cells: Cells) {
		this.#cells = cells;
		this.#columns = profile.columns;
		this.#defaults = profile.defaultPoints ?? [];
	}

	/** The numbers of the row before any system is known: what the coordinate doctor looks at. */
	pairOf(record: SourceRecord): { east: number; north: number } | null {
		const said = this.#said(record);
		if (said.type === 'pair') return this.#isDefault(said.east, said.north) || isZero(said.east, said.north) ? null : said;
		const first = said.type === 'geometry' ? firstPosition(said.geometry) : null;
		return first ? { east: first[0] ?? Number.NaN, north: first[1] ?? Number.NaN } : null;
	}

	/** The position, once it is known what the file's numbers mean. */
	read(record: SourceRecord, toWgs84: ToWgs84): Placed {
		const said = this.#said(record);
		if (said.type === 'pair') return this.#point(said, toWgs84);
		return said.type === 'geometry' ? this.#shape(said, toWgs84) : said;
	}

	#said(record: SourceRecord): Said {
		if (record.geometry) return { type: 'geometry', geometry: record.geometry, field: 'geometry' };
		const { geometry, position, east, north } = this.#columns;
		if (geometry) {
			const text = this.#cells.joined(record, geometry);
			if (text) return parseGeometry(text, fieldName(geometry, 'geometry'));
		}
		if (position) {
			const text = this.#cells.joined(record, position);
			if (text) return parsePair(text, fieldName(position, 'position'));
		}
		return east && north ? this.#twoColumns(record, fieldName(east, 'east'), fieldName(north, 'north')) : NOWHERE;
	}

	#twoColumns(record: SourceRecord, eastColumn: string, northColumn: string): Said {
		const [eastText, northText] = [this.#cells.text(record, eastColumn), this.#cells.text(record, northColumn)];
		if (!eastText && !northText) return NOWHERE;
		if (!eastText || !northText) return wrong(eastText ? northColumn : eastColumn, '', 'half_position');
		const [east, north] = [parseAngle(eastText), parseAngle(northText)];
		if (east === null) return wrong(eastColumn, eastText, 'not_a_number');
		if (north === null) return wrong(northColumn, northText, 'not_a_number');
		return { type: 'pair', east, north, field: `${eastColumn} + ${northColumn}`, text: `${eastText}, ${northText}` };
	}

	#point({ east, north, field, text }: Pair, toWgs84: ToWgs84): Placed {
		if (this.#isDefault(east, north)) return { type: 'none', because: 'default_point' };
		if (isZero(east, north)) return wrong(field, text, 'zero_position');
		const position = toWgs84(east, north);
		if (!position) return wrong(field, text, 'out_of_range');
		const coordinates = rounded(position);
		return { type: 'shape', shape: { type: 'Point', coordinates }, anchor: coordinates };
	}

	#shape({ geometry, field }: Given, toWgs84: ToWgs84): Placed {
		const single = singlePoint(geometry);
		if (single) {
			const [east = Number.NaN, north = Number.NaN] = single;
			return this.#point({ type: 'pair', east, north, field, text: `${east}, ${north}` }, toWgs84);
		}
		if (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') return wrong(field, geometry.type, 'wrong_geometry');
		const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
		const count = polygons.flat().reduce((sum, ring) => sum + ring.length, 0);
		if (count > MOST_VERTICES) return wrong(field, String(count), 'too_many_vertices');
		if (!polygons.length || !polygons.every(isClosed)) return wrong(field, geometry.type, 'bad_geometry');
		const moved: Position[][][] = [];
		for (const rings of polygons) {
			const movedRings: Position[][] = [];
			for (const ring of rings) {
				const positions = ring.map(([east = Number.NaN, north = Number.NaN]) => toWgs84(east, north));
				const at = positions.indexOf(null);
				if (at >= 0) return wrong(field, String(ring[at]), 'out_of_range');
				movedRings.push(positions.map((position) => rounded(position as Position)));
			}
			moved.push(movedRings);
		}
		const shape: Shape =
			geometry.type === 'Polygon' ? { type: 'Polygon', coordinates: moved[0] ?? [] } : { type: 'MultiPolygon', coordinates: moved };
		return { type: 'shape', shape, anchor: anchorOf(shape) };
	}

	#isDefault(east: number, north: number): boolean {
		return this.#defaults.some(([x, y]) => Math.abs(x - east) < SAME && Math.abs(y - north) < SAME);
	}
}

type Pair = { type: 'pair'; east: number; north: number; field: string; text: string };
type Given = { type: 'geometry'; geometry: GeoJSON.Geometry; field: string };
type Said = Pair | Given | Extract<Placed, { type: 'none' | 'wrong' }>;

const NOWHERE: Said = { type: 'none', because: 'missing_position' };

function wrong(field: string, value: string, code: string): Extract<Placed, { type: 'wrong' }> {
	return { type: 'wrong', field, value, code };
}

function parseGeometry(text: string, field: string): Said {
	try {
		const geometry = JSON.parse(text) as GeoJSON.Geometry;
		if (typeof geometry === 'object' && 'coordinates' in geometry && Array.isArray(geometry.coordinates)) {
			return { type: 'geometry', geometry, field };
		}
	} catch {
		// Said below.
	}
	return wrong(field, text, 'bad_geometry');
}

/** "126.4, 41.9", "(42.36, -71.06)", "POINT(126.4 41.9)", "[126.4,41.9]", "126°26′E 41°56′N". */
function parsePair(text: string, field: string): Said {
	const halves = text.split(/[,，;；]/);
	const marked =
		halves.length === 2 ? halves.map((half) => parseAngle(half.replace(/[()（）[\]]/g, ''))) : (text.match(NUMBERS) ?? []).map(Number);
	const [east, north] = marked;
	if (marked.length !== 2 || typeof east !== 'number' || typeof north !== 'number') return wrong(field, text, 'not_a_pair');
	return { type: 'pair', east, north, field, text };
}

function isZero(east: number, north: number): boolean {
	return east === 0 && north === 0;
}

/** A point, or a multi-point of one. */
function singlePoint(geometry: GeoJSON.Geometry): GeoJSON.Position | null {
	if (geometry.type === 'Point') return geometry.coordinates;
	return geometry.type === 'MultiPoint' && geometry.coordinates.length === 1 ? (geometry.coordinates[0] ?? null) : null;
}

function isClosed(rings: GeoJSON.Position[][]): boolean {
	return (
		rings.every((ring) => ring.length >= 4 && ring[0]?.[0] === ring.at(-1)?.[0] && ring[0]?.[1] === ring.at(-1)?.[1]) && rings.length > 0
	);
}

function firstPosition(geometry: GeoJSON.Geometry): GeoJSON.Position | null {
	let inner: unknown = geometry.type === 'GeometryCollection' ? null : geometry.coordinates;
	while (Array.isArray(inner) && Array.isArray(inner[0])) inner = inner[0];
	const [east, north] = Array.isArray(inner) ? (inner as unknown[]) : [];
	return typeof east === 'number' && typeof north === 'number' ? [east, north] : null;
}

function rounded([lng, lat]: Position): Position {
	return [Math.round(lng * EXACT) / EXACT, Math.round(lat * EXACT) / EXACT];
}
