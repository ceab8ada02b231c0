import type { CompoundSpec } from './compounds.ts';
import { Plane, type Point, type Ring } from './plane.ts';
import { curve, type Street } from './plan/draft.ts';
import { Random } from './random.ts';
import { EAST_WEST, NORTH_SOUTH, RIVERS, type StreetName } from './words/streets.ts';

const SETBACK_M = 4;
/** Columns and rows taken by one to five compounds; row 0 is the northernmost. */
const SLOTS: Point[] = [
	[1, 1],
	[2, 1],
	[0, 1],
	[1, 2],
	[2, 2]
];

export interface Block {
	compound: CompoundSpec | null;
	column: number;
	row: number;
	/** South-west corner on the neighbourhood's plane. */
	origin: Point;
	width: number;
	height: number;
}

/** Streets and blocks round the compounds of a community, all on one plane turned with the streets. */
export interface Neighbourhood {
	community: string;
	plane: Plane;
	blocks: Block[];
	streets: (Street & { names: StreetName | null })[];
	rail: Point[] | null;
	river: { outline: Ring; name: StreetName } | null;
	contours: { line: Point[]; isMajor: boolean }[];
}

/** Lays the streets of a community so that its compounds come to lie inside its outline. */
export function layNeighbourhood(
	community: string,
	settlement: Point,
	compounds: CompoundSpec[],
	contains: (position: Point) => boolean
): Neighbourhood {
	const random = new Random(`streets:${community}`);
	const bearing = random.between(-11, 11);
	const sizes = compounds.map((compound, index) => ({ compound, slot: SLOTS[index] as Point }));
	const widthOf = (column: number): number =>
		Math.max(...sizes.filter(({ slot }) => slot[0] === column).map(({ compound }) => compound.size[0] + 2 * SETBACK_M), 0) ||
		random.between(130, 190);
	const heightOf = (row: number): number =>
		Math.max(...sizes.filter(({ slot }) => slot[1] === row).map(({ compound }) => compound.size[1] + 2 * SETBACK_M), 0) ||
		random.between(110, 160);
	const widths = [0, 1, 2].map(widthOf);
	const heights = [0, 1, 2].map(heightOf);
	const lanesX = Array.from({ length: 4 }, (_, index) => (index === 1 || index === 2 ? random.between(12, 16) : random.between(10, 13)));
	const lanesY = Array.from({ length: 4 }, (_, index) => (index === 2 ? random.between(16, 20) : random.between(10, 14)));
	const [lefts, totalX] = spread(widths, lanesX);
	const [tops, totalY] = spread(heights, lanesY);
	const shift: Point = [-totalX / 2, totalY / 2];
	const blocks: Block[] = [];
	for (const row of [0, 1, 2]) {
		for (const column of [0, 1, 2]) {
			const compound = sizes.find(({ slot }) => slot[0] === column && slot[1] === row)?.compound ?? null;
			const [width, height] = compound ? compound.size : [(widths[column] ?? 0) - 2 * SETBACK_M, (heights[row] ?? 0) - 2 * SETBACK_M];
			const left = (lefts[column] ?? 0) + ((widths[column] ?? 0) - width) / 2 + shift[0];
			const bottom = shift[1] - (tops[row] ?? 0) - ((heights[row] ?? 0) + height) / 2;
			blocks.push({ compound, column, row, origin: [left, bottom], width, height });
		}
	}
	const plane = fit(settlement, bearing, blocks, contains, random);
	const edges = [shift[0] - 140, shift[0] + totalX + 140, shift[1] - totalY - 140, shift[1] + 140] as const;
	const district = community.slice(0, 6);
	const fits = (name: StreetName): boolean => name.in?.includes(district) ?? true;
	const names = { across: random.shuffled(EAST_WEST.filter(fits)), along: random.shuffled(NORTH_SOUTH.filter(fits)) };
	const streets = [
		...lanesY.map((widthM, index) => {
			const y = shift[1] - middleOf(tops, heights, lanesY, index);
			return {
				line: [
					[edges[0], y],
					[edges[1], y]
				] as Point[],
				widthM,
				names: index === 1 || index === 2 ? (names.across[index] ?? null) : null
			};
		}),
		...lanesX.map((widthM, index) => {
			const x = shift[0] + middleOf(lefts, widths, lanesX, index);
			return {
				line: [
					[x, edges[2]],
					[x, edges[3]]
				] as Point[],
				widthM,
				names: index === 1 || index === 2 ? (names.along[index] ?? null) : null
			};
		})
	];
	const hasRail = community === '220602003003' || random.chance(0.14);
	const north = shift[1] + 16;
	return {
		community,
		plane,
		blocks,
		streets,
		rail: hasRail
			? [
					[edges[0], north - 6],
					[edges[1], north + 10]
				]
			: null,
		river:
			random.chance(0.42) || community === '220602003003'
				? { outline: riverSouth(shift[1] - totalY - 26, edges, random), name: RIVERS[district] as StreetName }
				: null,
		contours: hasRail || random.chance(0.5) ? hillNorth(north + (hasRail ? 22 : 6), edges, random) : []
	};
}

function spread(sizes: number[], lanes: number[]): [number[], number] {
	let at = 0;
	const starts = sizes.map((size, index) => {
		at += lanes[index] ?? 0;
		const start = at;
		at += size;
		return start;
	});
	return [starts, at + (lanes.at(-1) ?? 0)];
}

function middleOf(starts: number[], sizes: number[], lanes: number[], index: number): number {
	const start = index < starts.length ? (starts[index] ?? 0) - (lanes[index] ?? 0) : (starts.at(-1) ?? 0) + (sizes.at(-1) ?? 0);
	return start + (lanes[index] ?? 0) / 2;
}

/** Moves the streets a little until the compounds lie in the community. */
function fit(settlement: Point, bearing: number, blocks: Block[], contains: (position: Point) => boolean, random: Random): Plane {
	let best = new Plane(settlement, bearing);
	let most = -1;
	const corners = blocks
		.filter((block) => block.compound)
		.flatMap(({ origin: [x, y], width, height }): Point[] => [
			[x, y],
			[x + width, y],
			[x, y + height],
			[x + width, y + height],
			[x + width / 2, y + height / 2]
		]);
	for (let tried = 0; tried < 120 && most < corners.length; tried++) {
		const reach = tried * 6;
		const plane = new Plane(best.center, bearing);
		const moved = new Plane(
			tried === 0 ? settlement : new Plane(settlement).toLngLat([random.between(-reach, reach), random.between(-reach, reach)]),
			plane.bearing
		);
		const inside = corners.filter((corner) => contains(moved.toLngLat(corner))).length;
		if (inside > most) [best, most] = [moved, inside];
	}
	return best;
}

type Edges = readonly [number, number, number, number];

function riverSouth(y: number, [left, right]: Edges, random: Random): Ring {
	const bank = (base: number): Point[] =>
		curve(Array.from({ length: 7 }, (_, step): Point => [left + ((right - left) * step) / 6, base + random.between(-9, 9)]));
	const widthM = random.between(52, 84);
	return [...bank(y), ...bank(y - widthM).reverse()];
}

function hillNorth(y: number, [left, right]: Edges, random: Random): Neighbourhood['contours'] {
	const tilt = random.between(-0.16, 0.16);
	const wave = Array.from({ length: 7 }, () => random.between(-14, 14));
	return Array.from({ length: 11 }, (_, index) => ({
		isMajor: index % 5 === 2,
		line: curve(
			wave.map((swell, step): Point => {
				const x = left + ((right - left) * step) / 6;
				return [x, y + 12 + index * 11 + tilt * (x - left) * (0.3 + index * 0.06) + swell * (1 + index * 0.12)];
			})
		)
	}));
}
