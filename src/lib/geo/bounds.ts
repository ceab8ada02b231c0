import type { Position } from './coordinates.ts';

/** [west, south, east, north] in degrees. */
export type Bounds = [west: number, south: number, east: number, north: number];

/** Every position of a geometry. */
export function* positionsOf(shape: GeoJSON.Geometry): Generator<Position> {
	if (shape.type === 'GeometryCollection') for (const part of shape.geometries) yield* positionsOf(part);
	else yield* nested(shape.coordinates);
}

function* nested(coordinates: unknown): Generator<Position> {
	const list = coordinates as unknown[];
	if (typeof list[0] === 'number') yield list as unknown as Position;
	else for (const inner of list) yield* nested(inner);
}

/** The smallest bounds around all of them; null around nothing. */
export function boundsOf(shapes: Iterable<GeoJSON.Geometry | null>): Bounds | null {
	let bounds: Bounds | null = null;
	for (const shape of shapes) {
		if (!shape) continue;
		for (const [lng, lat] of positionsOf(shape)) {
			if (!bounds) bounds = [lng, lat, lng, lat];
			else {
				if (lng < bounds[0]) bounds[0] = lng;
				if (lat < bounds[1]) bounds[1] = lat;
				if (lng > bounds[2]) bounds[2] = lng;
				if (lat > bounds[3]) bounds[3] = lat;
			}
		}
	}
	return bounds;
}

/** Bounds grown by a share of their size on each side; a single point gets `leastDegrees`. */
export function padBounds([west, south, east, north]: Bounds, share: number, leastDegrees = 0.0005): Bounds {
	const x = Math.max((east - west) * share, leastDegrees);
	const y = Math.max((north - south) * share, leastDegrees);
	return [west - x, south - y, east + x, north + y];
}

export function isInBounds([lng, lat]: Position, [west, south, east, north]: Bounds): boolean {
	return lng >= west && lng <= east && lat >= south && lat <= north;
}
