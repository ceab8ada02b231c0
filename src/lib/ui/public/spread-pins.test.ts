import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Position } from '#lib/geo/coordinates.ts';
import { tangentPlane } from '#lib/geo/tangent-plane.ts';
import { spreadPins } from './spread-pins.ts';

const HOME: Position = [126.43, 41.94];
const distanceM = (a: Position, b: Position): number => Math.hypot(...tangentPlane(a).toPlane(b));

test('pins that share a place come to lie beside each other, around it', () => {
	const spread = spreadPins([HOME, HOME, HOME], 20);
	for (const [index, a] of spread.entries()) {
		for (const b of spread.slice(index + 1)) expect(distanceM(a, b)).toBeGreaterThan(19.9);
		expect(distanceM(HOME, a)).toBeLessThan(25);
	}
});

test('pins far enough apart stay exactly where they are', () => {
	const places: Position[] = [HOME, [126.431, 41.94], [126.43, 41.941]];
	for (const [index, place] of spreadPins(places, 20).entries()) expect(distanceM(place, places[index] as Position)).toBeLessThan(0.001);
});

test('a few pins anywhere on the grid never lie on each other', () => {
	const place = fc
		.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 8 }))
		.map(([x, y]): Position => [126.43 + x * 0.0002, 41.94 + y * 0.0002]);
	fc.assert(
		fc.property(fc.array(place, { maxLength: 12 }), (places) => {
			const spread = spreadPins(places, 15);
			expect(spread).toHaveLength(places.length);
			for (const [index, a] of spread.entries()) for (const b of spread.slice(index + 1)) expect(distanceM(a, b)).toBeGreaterThan(9);
		})
	);
});
