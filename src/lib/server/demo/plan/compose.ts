import { PLAN_KINDS, type Plan, type PlanFeature, type PlanProperties } from '#lib/domain/plan.ts';
import type { Block, Neighbourhood } from '../neighbourhood.ts';
import type { Point } from '../plane.ts';
import { Random } from '../random.ts';
import { named } from '../words/plan-names.ts';
import { rectangle, type Building, type Draft } from './draft.ts';

/** How far the surroundings are drawn beyond the block, metres. */
const AROUND_M = 175;

/** The plan of a compound with what lies around it, in WGS-84, bottom first. */
export function composePlan(place: Neighbourhood, block: Block, draft: Draft, codeOf: (building: Building) => string | null): Plan {
	const features: PlanFeature[] = [...surroundings(place, block), ...inside(place, block, draft, codeOf)];
	const order = new Map(PLAN_KINDS.map((kind, index) => [kind, index]));
	return {
		type: 'FeatureCollection',
		features: features.sort((a, b) => (order.get(a.properties.kind) ?? 0) - (order.get(b.properties.kind) ?? 0))
	};
}

function inside(place: Neighbourhood, block: Block, draft: Draft, codeOf: (building: Building) => string | null): PlanFeature[] {
	const { plane } = place;
	const on = ([x, y]: Point): Point => [x + block.origin[0], y + block.origin[1]];
	const features: PlanFeature[] = [];
	const add = (geometry: GeoJSON.Geometry, properties: PlanProperties): void => {
		features.push({ type: 'Feature', geometry, properties: { ...properties, isInside: true } });
	};
	for (const { outline, name } of draft.greens) add(plane.polygon(outline.map(on)), { kind: 'green', ...named(name) });
	for (const outline of draft.ponds) add(plane.polygon(outline.map(on)), { kind: 'water' });
	for (const { outline, name } of draft.plazas) add(plane.polygon(outline.map(on)), { kind: 'plaza', ...named(name) });
	for (const { line, widthM } of draft.roads) add(plane.line(line.map(on)), { kind: 'road', widthM: metres(widthM) });
	for (const { line, widthM } of draft.paths) add(plane.line(line.map(on)), { kind: 'path', widthM: metres(widthM) });
	for (const { outline, bays, name } of draft.lots) {
		add(plane.polygon(outline.map(on)), { kind: 'parking', ...named(name) });
		add(plane.lines(bays.map((bay) => bay.map(on))), { kind: 'parking' });
	}
	for (const line of draft.walls) add(plane.line(line.map(on)), { kind: 'wall' });
	for (const building of draft.buildings) {
		const code = codeOf(building);
		add(plane.polygon(building.outline.map(on)), {
			kind: 'building',
			...named(building.name),
			...(code ? { code } : {}),
			bearing: upright(plane.bearing - (building.turn * 180) / Math.PI + 90),
			use: building.use,
			floors: building.floors
		});
		for (const seam of building.seams) add(plane.line(seam.map(on)), { kind: 'seam' });
	}
	for (const { at, radiusM } of draft.trees) add(plane.point(on(at)), { kind: 'tree', radiusM: metres(radiusM) });
	for (const gate of draft.gates) {
		const [ox, oy] = gate.out;
		const post = (side: number): Point[] =>
			[-2.6, 2.6].map((off) =>
				on([gate.at[0] - oy * side * (gate.widthM / 2) + ox * off, gate.at[1] + ox * side * (gate.widthM / 2) + oy * off])
			);
		add(plane.lines([post(-1), post(1)]), { kind: 'gate' });
		const outward = (Math.atan2(ox, oy) * 180) / Math.PI + plane.bearing;
		add(plane.point(on(gate.at)), { kind: 'gate', ...named(gate.name), bearing: metres((outward + 360) % 360) });
	}
	return features;
}

/** Streets, neighbouring blocks, river, railway and slope near the block. */
function surroundings(place: Neighbourhood, block: Block): PlanFeature[] {
	const { plane } = place;
	const [left, right] = [block.origin[0] - AROUND_M, block.origin[0] + block.width + AROUND_M];
	const [low, high] = [block.origin[1] - AROUND_M, block.origin[1] + block.height + AROUND_M];
	const features: PlanFeature[] = [];
	const add = (geometry: GeoJSON.Geometry, properties: PlanProperties): void => {
		features.push({ type: 'Feature', geometry, properties });
	};
	const clipX = (line: Point[]): Point[] => line.filter(([x]) => x > left - 40 && x < right + 40);
	for (const { line, widthM, names } of place.streets) {
		const [from, to] = [line[0] as Point, line.at(-1) as Point];
		const isAcross = from[1] === to[1];
		if (isAcross ? from[1] < low || from[1] > high : from[0] < left || from[0] > right) continue;
		const cut: Point[] = isAcross
			? [
					[Math.max(from[0], left), from[1]],
					[Math.min(to[0], right), to[1]]
				]
			: [
					[from[0], Math.max(from[1], low)],
					[to[0], Math.min(to[1], high)]
				];
		add(plane.line(cut), { kind: 'road', widthM: metres(widthM), ...(names ? { name: names.zh, nameEn: names.en } : {}) });
	}
	for (const other of place.blocks) {
		if (other.compound || Math.abs(other.column - block.column) > 1 || Math.abs(other.row - block.row) > 1) continue;
		for (const outline of neighbourBlock(place, other)) add(plane.polygon(outline), { kind: 'neighbour' });
	}
	if (place.river && block.row >= 1) {
		add(plane.polygon(place.river.outline), { kind: 'water', name: place.river.name.zh, nameEn: place.river.name.en });
		const bank = clipX(place.river.outline.slice(0, place.river.outline.length / 2));
		for (const [x, y] of bank.filter((_, index) => index % 2 === 0)) add(plane.point([x, y + 5]), { kind: 'tree', radiusM: 2 });
	}
	if (place.rail && block.row <= 1) add(plane.line(place.rail), { kind: 'rail' });
	if (block.row <= 1) {
		for (const { line, isMajor } of place.contours) add(plane.line(clipX(line)), { kind: 'contour', ...(isMajor ? { isMajor } : {}) });
	}
	return features;
}

function neighbourBlock(place: Neighbourhood, block: Block): Point[][] {
	const random = new Random(`block:${place.community}:${block.column}:${block.row}`);
	const rows = Math.max(1, Math.floor((block.height - 8) / 34));
	const columns = Math.max(1, Math.round((block.width - 8) / 66));
	const [cellWidth, cellHeight] = [(block.width - 8) / columns, (block.height - 8) / rows];
	const outlines: Point[][] = [];
	for (let row = 0; row < rows; row++) {
		for (let column = 0; column < columns; column++) {
			if (random.chance(0.1)) continue;
			const length = cellWidth * random.between(0.68, 0.9);
			outlines.push(
				rectangle(
					block.origin[0] + 4 + column * cellWidth + random.between(1, cellWidth - length - 1),
					block.origin[1] + 4 + row * cellHeight + (cellHeight - 12) / 2 + random.between(-3, 3),
					length,
					random.between(10.5, 13)
				)
			);
		}
	}
	return outlines;
}

/** Degrees clockwise from north, turned so that a label along it reads from left to right. */
function upright(degrees: number): number {
	const turned = ((degrees % 180) + 180) % 180;
	return metres(turned);
}

function metres(value: number): number {
	return Math.round(value * 100) / 100;
}
