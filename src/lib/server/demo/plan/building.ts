import type { Point, Ring } from '../plane.ts';
import { turned, type Building, type BuildingUse } from './draft.ts';

const TOOTH_WIDTH_M = 3.4;
const TOOTH_DEPTH_M = 1.5;

export interface SlabOptions {
	center: Point;
	units: number;
	unitM: number;
	depthM: number;
	/** Counter-clockwise against the block, radians. */
	turn?: number;
	/** The side with the stairwells: north of a slab that faces south; south for the upper side of a courtyard's lower row. */
	doors?: 'north' | 'south';
	floors?: number;
}

/** A slab of flats: a body that faces south, stairwells standing out on the other side, seams between its units. */
export function slab(options: SlabOptions): Building {
	const { center, units, unitM, depthM, turn = 0, doors = 'north', floors = 6 } = options;
	const [halfLength, halfDepth] = [(units * unitM) / 2, depthM / 2];
	const side = doors === 'north' ? 1 : -1;
	const at = (x: number, y: number): Point => turned([x, y * side], turn, center);
	const outline: Ring = [at(-halfLength, -halfDepth), at(halfLength, -halfDepth), at(halfLength, halfDepth)];
	const parts: Ring[] = [];
	const seams: [Point, Point][] = [];
	const doorways: Point[] = [];
	for (let index = units - 1; index >= 0; index--) {
		const from = -halfLength + index * unitM;
		const middle = from + unitM / 2;
		outline.push(
			at(middle + TOOTH_WIDTH_M / 2, halfDepth),
			at(middle + TOOTH_WIDTH_M / 2, halfDepth + TOOTH_DEPTH_M),
			at(middle - TOOTH_WIDTH_M / 2, halfDepth + TOOTH_DEPTH_M),
			at(middle - TOOTH_WIDTH_M / 2, halfDepth)
		);
		parts.unshift([at(from, -halfDepth), at(from + unitM, -halfDepth), at(from + unitM, halfDepth), at(from, halfDepth)]);
		doorways.unshift(at(middle, halfDepth + TOOTH_DEPTH_M + 1.2));
		if (index > 0) seams.unshift([at(from, -halfDepth), at(from, halfDepth)]);
	}
	outline.push(at(-halfLength, halfDepth));
	return {
		number: null,
		name: '',
		use: 'residential',
		outline: side === 1 ? outline : outline.reverse(),
		center,
		half: [halfLength, halfDepth],
		turn,
		units: parts,
		seams,
		doors: doorways,
		floors
	};
}

/** A tower: four wings round a core, two flats deep. */
export function tower(center: Point, size: number, turn = 0, floors = 18): Building {
	const [out, notch] = [size / 2, size * 0.17];
	const corners: Point[] = [];
	for (const quarter of [0, 1, 2, 3]) {
		const angle = (quarter * Math.PI) / 2;
		for (const corner of [
			[out, -out * 0.62],
			[out, -notch * 0.45],
			[out - notch, -notch * 0.45],
			[out - notch, notch * 0.45],
			[out, notch * 0.45],
			[out, out * 0.62],
			[out * 0.62, out * 0.62]
		] as Point[]) {
			corners.push(turned(turned(corner, angle), turn, center));
		}
	}
	return {
		number: null,
		name: '',
		use: 'residential',
		outline: corners,
		center,
		half: [out, out],
		turn,
		units: [corners],
		seams: [],
		doors: [turned([0, out + 1.5], turn, center)],
		floors
	};
}

/** A plain house of some use: service station, kindergarten, shop row, boiler house, shed. */
export function house(name: string, use: BuildingUse, center: Point, size: [number, number], turn = 0, floors = 1): Building {
	const [halfLength, halfDepth] = [size[0] / 2, size[1] / 2];
	const at = (x: number, y: number): Point => turned([x, y], turn, center);
	return {
		number: null,
		name,
		use,
		outline: [at(-halfLength, -halfDepth), at(halfLength, -halfDepth), at(halfLength, halfDepth), at(-halfLength, halfDepth)],
		center,
		half: [halfLength, halfDepth],
		turn,
		units: [],
		seams: [],
		doors: [at(0, -halfDepth - 1)],
		floors
	};
}

/** A point beside a building: `along` −1 … 1 of its length, `off` metres outside its south (−) or north (+) face. */
export function beside(building: Building, along: number, off: number): Point {
	const y = off >= 0 ? building.half[1] + off : -building.half[1] + off;
	return turned([along * building.half[0], y], building.turn, building.center);
}

/** A point beyond the west (−) or east (+) end of a building. */
export function beyondEnd(building: Building, off: number, across = 0): Point {
	const x = off >= 0 ? building.half[0] + off : -building.half[0] + off;
	return turned([x, across * building.half[1]], building.turn, building.center);
}
