import type { SheetGrid } from '#lib/domain/area.ts';
import type { Plan } from '#lib/domain/plan.ts';
import type { CompoundSpec } from '../compounds.ts';
import type { Block, Neighbourhood } from '../neighbourhood.ts';
import { Plane, type Point, type Ring } from '../plane.ts';
import { Random } from '../random.ts';
import { composePlan } from './compose.ts';
import { drawCourt } from './court.ts';
import { emptyDraft, type Building, type Draft } from './draft.ts';
import { drawOld } from './old.ts';
import { drawRows } from './rows.ts';
import { drawTerrace } from './terrace.ts';
import { drawTowers } from './towers.ts';

/** A compound as drawn: plan, outline and everything that sites can be put at. */
export interface Drawn {
	spec: CompoundSpec;
	draft: Draft;
	plan: Plan;
	boundary: GeoJSON.Polygon;
	center: Point;
	sheet: SheetGrid;
	/** Numbered buildings with their area codes. */
	buildings: { code: string; building: Building; outline: GeoJSON.Polygon; units: GeoJSON.Polygon[] }[];
	/** From the metres of the block to WGS-84. */
	toLngLat(point: Point): Point;
}

const FAMILIES = { rows: drawRows, court: drawCourt, towers: drawTowers, old: drawOld, terrace: drawTerrace } as const;

export function drawCompound(place: Neighbourhood, block: Block, spec: CompoundSpec): Drawn {
	const random = new Random(`plan:${spec.code}`);
	const draft = emptyDraft(block.width, block.height, outlineOf(block, random));
	FAMILIES[spec.family](draft, random);
	number(draft);
	const codes = new Map(
		draft.buildings.filter((one) => one.number !== null).map((one) => [one, `${spec.code}${String(one.number).padStart(3, '0')}`])
	);
	const on = ([x, y]: Point): Point => [x + block.origin[0], y + block.origin[1]];
	const { plane } = place;
	return {
		spec,
		draft,
		plan: composePlan(place, block, draft, (building) => codes.get(building) ?? null),
		boundary: plane.polygon(draft.boundary.map(on)),
		center: plane.toLngLat(on([block.width / 2, block.height / 2])),
		sheet: sheetOf(draft.boundary.map((corner) => plane.toLngLat(on(corner)))),
		buildings: [...codes].map(([building, code]) => ({
			code,
			building,
			outline: plane.polygon(building.outline.map(on)),
			units: building.units.map((unit) => plane.polygon(unit.map(on)))
		})),
		toLngLat: (point) => plane.toLngLat(on(point))
	};
}

/** The block with a bend in some sides, as parcels have. Bends go outwards, so that nothing inside is cut. */
function outlineOf({ width, height }: Block, random: Random): Ring {
	const bend = (chance: number): number => (random.chance(chance) ? random.between(1.2, 3.4) : 0);
	const sides: [Point, Point, Point][] = [
		[
			[0, 0],
			[width, 0],
			[0, -1]
		],
		[
			[width, 0],
			[width, height],
			[1, 0]
		],
		[
			[width, height],
			[0, height],
			[0, 1]
		],
		[
			[0, height],
			[0, 0],
			[-1, 0]
		]
	];
	const ring: Ring = [];
	for (const [from, to, out] of sides) {
		ring.push(from);
		const off = bend(0.6);
		if (off === 0) continue;
		const share = random.between(0.3, 0.7);
		ring.push([from[0] + (to[0] - from[0]) * share + out[0] * off, from[1] + (to[1] - from[1]) * share + out[1] * off]);
	}
	return ring;
}

/** Numbers run from the north row to the south, west to east. */
function number(draft: Draft): void {
	const flats = draft.buildings.filter((one) => one.use === 'residential');
	flats.sort((a, b) => Math.round((b.center[1] - a.center[1]) / 16) || a.center[0] - b.center[0]);
	flats.forEach((building, index) => {
		building.number = index + 1;
		building.name = `${index + 1}号楼`;
	});
}

/** A north-up grid of square cells over the compound and a margin, at most 6 by 6. */
export function sheetOf(corners: Point[], marginM = 34): SheetGrid {
	const west = Math.min(...corners.map(([lng]) => lng));
	const north = Math.max(...corners.map(([, lat]) => lat));
	const plane = new Plane([west, north]);
	const [east, south] = plane.toPlane([Math.max(...corners.map(([lng]) => lng)), Math.min(...corners.map(([, lat]) => lat))]);
	const [width, height] = [east + 2 * marginM, -south + 2 * marginM];
	const step = Math.max(width, height) > 1200 ? 50 : 10;
	const cellM = Math.ceil(Math.max(width, height) / 6 / step) * step;
	const [columns, rows] = [Math.ceil(width / cellM), Math.ceil(height / cellM)];
	const origin = plane.toLngLat([-marginM - (columns * cellM - width) / 2, marginM + (rows * cellM - height) / 2]);
	return { origin, cellM, columns, rows, bearing: 0 };
}
