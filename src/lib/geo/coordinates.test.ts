import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { convertGeometry, convertPosition, fromWgs84, toWgs84, type Position } from './coordinates.ts';

interface Seat {
	name: string;
	WGS84: Position;
	GCJ02: Position;
	BD09: Position;
}
const { baishan } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../tests/fixtures/baishan-seats.json'), 'utf8')) as {
	baishan: Seat[];
};

/** Metres between two near positions; good to a per mille over a few kilometres. */
function apartM(a: Position, b: Position): number {
	const eastM = (a[0] - b[0]) * 111_320 * Math.cos((a[1] * Math.PI) / 180);
	return Math.hypot(eastM, (a[1] - b[1]) * 111_132);
}

const inChina = fc.tuple(
	fc.double({ min: 75, max: 135, noNaN: true }),
	fc.double({ min: 5, max: 53, noNaN: true })
) as fc.Arbitrary<Position>;

test.each(baishan)('$name lies where the reference puts it, in every system', (seat) => {
	expect(apartM(fromWgs84(seat.WGS84, 'GCJ02'), seat.GCJ02)).toBeLessThan(0.001);
	expect(apartM(fromWgs84(seat.WGS84, 'BD09'), seat.BD09)).toBeLessThan(0.001);
	expect(apartM(toWgs84(seat.GCJ02, 'GCJ02'), seat.WGS84)).toBeLessThan(0.001);
	expect(apartM(toWgs84(seat.BD09, 'BD09'), seat.WGS84)).toBeLessThan(0.001);
});

test('a position shifted onto GCJ-02 and back is where it was, within a millimetre, anywhere in China', () => {
	fc.assert(
		fc.property(inChina, (position) => {
			expect(apartM(toWgs84(fromWgs84(position, 'GCJ02'), 'GCJ02'), position)).toBeLessThan(0.001);
		}),
		{ numRuns: 2000 }
	);
});

test('a click on a GCJ-02 basemap, shifted back and drawn again, lies under the pointer', () => {
	fc.assert(
		fc.property(inChina, (clicked) => {
			expect(apartM(fromWgs84(toWgs84(clicked, 'GCJ02'), 'GCJ02'), clicked)).toBeLessThan(0.001);
		}),
		{ numRuns: 2000 }
	);
});

test('BD-09 goes there and back too', () => {
	fc.assert(
		fc.property(inChina, (position) => {
			expect(apartM(toWgs84(fromWgs84(position, 'BD09'), 'BD09'), position)).toBeLessThan(0.001);
		}),
		{ numRuns: 1000 }
	);
});

test('CGCS2000 in degrees is taken as WGS-84', () => {
	expect(convertPosition([126.4146, 41.9427], 'CGCS2000', 'WGS84')).toEqual([126.4146, 41.9427]);
});

test('outside China nothing moves', () => {
	expect(fromWgs84([9.52, 47.14], 'GCJ02')).toEqual([9.52, 47.14]);
});

test('a geometry is converted vertex by vertex and the original is left alone', () => {
	const ring: Position[] = [
		[126.43, 41.94],
		[126.434, 41.94],
		[126.434, 41.944],
		[126.43, 41.94]
	];
	const shape: GeoJSON.MultiPolygon = { type: 'MultiPolygon', coordinates: [[ring]] };
	const before = structuredClone(shape);
	const shifted = convertGeometry(shape, 'WGS84', 'GCJ02');
	expect(shape).toEqual(before);
	expect(shifted.coordinates[0]?.[0]).toEqual(ring.map((position) => fromWgs84(position, 'GCJ02')));
});
