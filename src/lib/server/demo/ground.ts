import { readSeats, readTree, type RealArea } from './baishan.ts';
import { distance, isInside, Plane, type Point, type Ring } from './plane.ts';
import { Random } from './random.ts';
import { tessellate, type Seed } from './tessellate.ts';

/** A real area with the outline that the demo draws of it, WGS-84. Cut to its parent when it is written. */
export interface GroundArea extends RealArea {
	outline: GeoJSON.Polygon | null;
	/** Where its settlement lies, WGS-84. */
	center: Point | null;
	isOutlineGenerated: boolean;
}

export interface Ground {
	areas: GroundArea[];
	/** Whether a position lies in a community, after its outline is cut to its ancestors. */
	contains(community: string, position: Point): boolean;
}

/** Town subdistricts that make up the built-up area around the seat; the others lie farther out. */
const CORE = new Set(
	['220602001', '220602002', '220602003', '220602004', '220602005', '220602006', '220605001', '220605002'].concat(
		['220621100', '220622100', '220623100'],
		['220681001', '220681002', '220681003', '220681005']
	)
);
const SPACING_M = 2500;

/**
 * The ground of the city: real outlines of the six districts, and drawn ones below them: small
 * subdistricts around the seat, wide townships, communities inside.
 */
export function layGround(): Ground {
	const tree = readTree();
	const seats = readSeats();
	const laid = new Map<string, GroundArea>(
		tree.map((area) => [area.code, { ...area, outline: area.boundary, center: null, isOutlineGenerated: false }])
	);
	for (const district of tree.filter((area) => area.level === 'district')) {
		const seat = seats.get(district.code);
		if (!seat || !district.boundary) throw new Error(`${district.name} has no seat or no outline`);
		layDistrict(district, seat, laid);
	}
	const rings = new Map<string, Point[]>();
	for (const area of laid.values()) if (area.outline) rings.set(area.code, area.outline.coordinates[0] as Point[]);
	return {
		areas: [...laid.values()],
		contains: (community, position) =>
			[community, community.slice(0, 9), community.slice(0, 6)].every((code) => isInside(position, rings.get(code) ?? []))
	};
}

function layDistrict(district: RealArea, seat: Point, laid: Map<string, GroundArea>): void {
	const plane = new Plane(seat);
	const border = coarse(
		(district.boundary?.coordinates[0] ?? []).map((at) => plane.toPlane(at as Point)),
		120
	);
	const random = new Random(`ground:${district.code}`);
	const children = [...laid.values()].filter((area) => area.parentCode === district.code);
	const seeds = placeSubdistricts(children, border, random);
	draw(seeds, boxOf(border), new Random(`borders:${district.code}`), plane, laid);
	for (const seed of seeds) {
		const outline = laid.get(seed.code)?.outline?.coordinates[0]?.map((at) => plane.toPlane(at as Point)) ?? [];
		const own = coarse(outline, 60);
		const members = [...laid.values()].filter((area) => area.parentCode === seed.code);
		const inner = placeCommunities(members, seed, own, border, new Random(`ground:${seed.code}`));
		draw(inner, boxOf(outline), new Random(`borders:${seed.code}`), plane, laid);
	}
}

function draw(seeds: Seed[], box: [number, number, number, number], random: Random, plane: Plane, laid: Map<string, GroundArea>): void {
	const shapes = tessellate(seeds, box, random);
	for (const seed of seeds) {
		const area = laid.get(seed.code);
		const rings = shapes.get(seed.code);
		if (!area || !rings?.length) throw new Error(`no outline came out for ${seed.code}`);
		area.outline = plane.polygon(...rings);
		area.center = plane.toLngLat(seed.at);
		area.isOutlineGenerated = true;
	}
}

/** The core in two rows along a valley, the others as far from everything as there is room. */
function placeSubdistricts(areas: GroundArea[], border: Ring, random: Random): Seed[] {
	const axis = random.between(0.35, 0.75);
	const core = areas.filter((area) => CORE.has(area.code));
	const columns = Math.ceil(core.length / 2);
	const seeds: Seed[] = core.map((area, index) => {
		const along = (Math.floor(index / 2) - (columns - 1) / 2) * SPACING_M * 1.15 + random.between(-250, 250);
		const across = core.length === 1 ? 0 : ((index % 2) - 0.5) * SPACING_M + random.between(-250, 250);
		return {
			code: area.code,
			at: [along * Math.cos(axis) - across * Math.sin(axis), along * Math.sin(axis) + across * Math.cos(axis)],
			weight: 0.55
		};
	});
	for (const area of areas.filter((one) => !CORE.has(one.code))) {
		const isNear = /街道$/.test(area.name);
		const at = farthest(seeds, border, random, (point) => !isNear || Math.hypot(...point) < 11_000);
		seeds.push({ code: area.code, at, weight: isNear ? 0.8 : 1 });
	}
	return seeds;
}

/** 社区 close to the settlement of a town, villages spread over the rest. */
function placeCommunities(areas: GroundArea[], parent: Seed, own: Ring, border: Ring, random: Random): Seed[] {
	const isUrban = parent.weight < 0.6;
	const seeds: Seed[] = [];
	const inside = (point: Point): boolean => isInside(point, own);
	const urban = areas.filter((area) => /社区$/.test(area.name));
	for (const area of urban) {
		const reach = isUrban ? 3000 : 500 + 350 * urban.length;
		const at = farthest(seeds, border, random, inside, own, around(parent.at, reach));
		seeds.push({ code: area.code, at, weight: isUrban ? 1 : 0.55 });
	}
	for (const area of areas.filter((one) => !urban.includes(one))) {
		seeds.push({ code: area.code, at: farthest(seeds, border, random, inside, own), weight: 1 });
	}
	return seeds;
}

/** Of some random places inside the border the one that is farthest from all seeds and not at the edge. */
function farthest(
	seeds: Seed[],
	border: Ring,
	random: Random,
	isAllowed: (point: Point) => boolean,
	within: Ring = border,
	box = boxOf(within)
): Point {
	const [minX, minY, maxX, maxY] = box;
	let best: Point | null = null;
	let most = -1;
	for (let tried = 0, found = 0; found < 28 && tried < 3000; tried++) {
		const point: Point = [random.between(minX, maxX), random.between(minY, maxY)];
		if (!isAllowed(point) || !isInside(point, border)) continue;
		found++;
		const room = Math.min(
			...seeds.map((seed) => distance(point, seed.at) / seed.weight),
			2.2 * toBorder(point, within),
			2.2 * toBorder(point, border)
		);
		if (room > most) [best, most] = [point, room];
	}
	if (!best) throw new Error('no room for a seed');
	return best;
}

/** About so many corners of a ring: enough to place things by. */
function coarse(ring: Ring, corners: number): Ring {
	const step = Math.max(1, Math.floor(ring.length / corners));
	return ring.filter((_, index) => index % step === 0);
}

function around([x, y]: Point, reach: number): [number, number, number, number] {
	return [x - reach, y - reach, x + reach, y + reach];
}

function toBorder(point: Point, ring: Ring): number {
	return Math.min(...ring.map((corner) => distance(point, corner)));
}

function boxOf(ring: Ring): [number, number, number, number] {
	return [
		Math.min(...ring.map(([x]) => x)),
		Math.min(...ring.map(([, y]) => y)),
		Math.max(...ring.map(([x]) => x)),
		Math.max(...ring.map(([, y]) => y))
	];
}
