import { area } from '@turf/area';
import { length } from '@turf/length';
import type { Position } from './coordinates.ts';

/** Square metres on the sphere (Turf). 0 for what has no area. */
export function areaM2(shape: GeoJSON.Geometry): number {
	return area(shape);
}

/** Metres along the positions, by great circles (Turf). */
export function lengthM(positions: GeoJSON.Position[]): number {
	if (positions.length < 2) return 0;
	return length({ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: positions } }, { units: 'meters' });
}

/** Metres around a polygon, holes not counted. */
export function perimeterM(shape: GeoJSON.Polygon): number {
	return lengthM(shape.coordinates[0] ?? []);
}

/** Metres between two positions. */
export function distanceM(from: Position, to: Position): number {
	return lengthM([from, to]);
}
