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

/** Metres around the outside of a polygon or of all parts of several; holes are not counted. */
export function perimeterM(shape: GeoJSON.Polygon | GeoJSON.MultiPolygon): number {
	const parts = shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates;
	return parts.reduce((sum, [ring]) => sum + lengthM(ring ?? []), 0);
}

/** Metres between two positions. */
export function distanceM(from: Position, to: Position): number {
	return lengthM([from, to]);
}

/** What can be said of a shape in metres. */
export type Measured =
	| { type: 'point'; position: Position }
	| { type: 'line'; lengthM: number; /** The stretch that was drawn last. */ lastM: number }
	| { type: 'area'; areaM2: number; perimeterM: number };

export function measureShape(shape: GeoJSON.Point | GeoJSON.LineString | GeoJSON.Polygon | GeoJSON.MultiPolygon): Measured {
	switch (shape.type) {
		case 'Point':
			return { type: 'point', position: shape.coordinates as Position };
		case 'LineString':
			return { type: 'line', lengthM: lengthM(shape.coordinates), lastM: lengthM(shape.coordinates.slice(-2)) };
		default:
			return { type: 'area', areaM2: areaM2(shape), perimeterM: perimeterM(shape) };
	}
}
