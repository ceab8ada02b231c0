import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import type { Position } from './coordinates.ts';

type Areal = GeoJSON.Polygon | GeoJSON.MultiPolygon;

/** Whether the position lies in the area or on its edge. */
export function isInside(position: Position, area: Areal): boolean {
	return booleanPointInPolygon(position, area);
}

/**
 * Where a pin stands for a geometry: a point itself, else the centroid of the largest part, moved
 * inside along its parallel when it falls into a hole or a bay. The same rule everywhere, so that a
 * grid reference is the same in list, phone and print.
 */
export function anchorOf(shape: GeoJSON.Point | Areal): Position {
	if (shape.type === 'Point') return shape.coordinates as Position;
	const parts = shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates;
	const largest = parts.reduce((best, part) => (Math.abs(ringArea(part[0])) > Math.abs(ringArea(best[0])) ? part : best));
	const center = ringCentroid(largest[0] ?? []);
	if (isInside(center, { type: 'Polygon', coordinates: largest })) return center;
	return widestCrossing(largest, center[1]) ?? center;
}

/** Signed area of a ring in square degrees; only for comparing. */
function ringArea(ring: GeoJSON.Position[] = []): number {
	let sum = 0;
	for (const [[x1 = 0, y1 = 0], [x2 = 0, y2 = 0]] of edges(ring)) sum += x1 * y2 - x2 * y1;
	return sum / 2;
}

function ringCentroid(ring: GeoJSON.Position[]): Position {
	const [originX = 0, originY = 0] = ring[0] ?? [];
	let x = 0;
	let y = 0;
	let doubled = 0;
	for (const [[ax = 0, ay = 0], [bx = 0, by = 0]] of edges(ring)) {
		// Relative to the first vertex: degrees of six digits would eat the precision of the products.
		const cross = (ax - originX) * (by - originY) - (bx - originX) * (ay - originY);
		x += (ax + bx - 2 * originX) * cross;
		y += (ay + by - 2 * originY) * cross;
		doubled += cross;
	}
	if (doubled === 0) return [originX, originY];
	return [originX + x / (3 * doubled), originY + y / (3 * doubled)];
}

/** The middle of the longest stretch of the parallel that lies inside. */
function widestCrossing(rings: GeoJSON.Position[][], lat: number): Position | null {
	const crossings: number[] = [];
	for (const ring of rings) {
		for (const [[x1 = 0, y1 = 0], [x2 = 0, y2 = 0]] of edges(ring)) {
			if (y1 > lat !== y2 > lat) crossings.push(x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1));
		}
	}
	crossings.sort((a, b) => a - b);
	let best: Position | null = null;
	let width = 0;
	for (let index = 0; index + 1 < crossings.length; index += 2) {
		const from = crossings[index] ?? 0;
		const to = crossings[index + 1] ?? 0;
		if (to - from > width) {
			width = to - from;
			best = [(from + to) / 2, lat];
		}
	}
	return best;
}

function* edges(ring: GeoJSON.Position[]): Generator<[GeoJSON.Position, GeoJSON.Position]> {
	for (let index = 0; index + 1 < ring.length; index++) {
		const from = ring[index];
		const to = ring[index + 1];
		if (from && to) yield [from, to];
	}
}
