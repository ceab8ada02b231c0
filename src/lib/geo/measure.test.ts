import { expect, test } from 'vitest';
import { areaM2, distanceM, lengthM, measureShape, perimeterM } from './measure.ts';

/** A square of about 100 m at 41.94° north. */
const LAT = 41.94;
const METRE_LNG = 1 / (111_195 * Math.cos((LAT * Math.PI) / 180));
const METRE_LAT = 1 / 111_195;
const at = (eastM: number, northM: number): [number, number] => [126.43 + eastM * METRE_LNG, LAT + northM * METRE_LAT];
const ring = (sizeM: number, from = 0): [number, number][] =>
	[
		[0, 0],
		[1, 0],
		[1, 1],
		[0, 1],
		[0, 0]
	].map(([x = 0, y = 0]) => at(from + x * sizeM, from + y * sizeM));

test('a hundred metres are a hundred metres, east and north', () => {
	expect(distanceM(at(0, 0), at(100, 0))).toBeCloseTo(100, 1);
	expect(distanceM(at(0, 0), at(0, 100))).toBeCloseTo(100, 1);
	expect(lengthM([at(0, 0)])).toBe(0);
});

test('a square of a hundred metres has a hectare and four hundred metres around it', () => {
	const square: GeoJSON.Polygon = { type: 'Polygon', coordinates: [ring(100)] };
	expect(areaM2(square) / 10_000).toBeCloseTo(1, 2);
	expect(perimeterM(square)).toBeCloseTo(400, 0);
	expect(measureShape(square)).toMatchObject({ type: 'area' });
});

test('a hole takes from the area and not from the outline', () => {
	const pierced: GeoJSON.Polygon = { type: 'Polygon', coordinates: [ring(100), ring(50, 25)] };
	expect(areaM2(pierced) / 7_500).toBeCloseTo(1, 2);
	expect(perimeterM(pierced)).toBeCloseTo(400, 0);
});

test('parts of one shape are counted together', () => {
	const parts: GeoJSON.MultiPolygon = { type: 'MultiPolygon', coordinates: [[ring(100)], [ring(50, 200)]] };
	expect(measureShape(parts)).toMatchObject({ type: 'area', perimeterM: expect.closeTo(600, 0) as number });
});

test('of a line the whole and its last stretch are told', () => {
	const measured = measureShape({ type: 'LineString', coordinates: [at(0, 0), at(100, 0), at(100, 30)] });
	expect(measured).toMatchObject({ type: 'line', lengthM: expect.closeTo(130, 0) as number, lastM: expect.closeTo(30, 0) as number });
});
