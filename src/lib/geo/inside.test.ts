import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anchorOf, isInside } from './inside.ts';

const square: GeoJSON.Polygon = {
	type: 'Polygon',
	coordinates: [
		[
			[126.43, 41.94],
			[126.434, 41.94],
			[126.434, 41.944],
			[126.43, 41.944],
			[126.43, 41.94]
		]
	]
};

test('a square is anchored in its middle', () => {
	const [lng, lat] = anchorOf(square);
	expect(lng).toBeCloseTo(126.432, 9);
	expect(lat).toBeCloseTo(41.942, 9);
});

test('the largest part carries the pin', () => {
	const small = square.coordinates.map((ring) => ring.map(([x = 0, y = 0]) => [(x - 126) / 10 + 126, (y - 41) / 10 + 41]));
	expect(anchorOf({ type: 'MultiPolygon', coordinates: [small, square.coordinates] })).toEqual(anchorOf(square));
});

test('the anchor of a ring-shaped or bent area lies inside it', () => {
	const bent: GeoJSON.Polygon = {
		type: 'Polygon',
		coordinates: [
			[
				[0, 0],
				[4, 0],
				[4, 1],
				[1, 1],
				[1, 3],
				[4, 3],
				[4, 4],
				[0, 4],
				[0, 0]
			]
		]
	};
	const holed: GeoJSON.Polygon = {
		type: 'Polygon',
		coordinates: [
			[
				[0, 0],
				[4, 0],
				[4, 4],
				[0, 4],
				[0, 0]
			],
			[
				[1, 1],
				[1, 3],
				[3, 3],
				[3, 1],
				[1, 1]
			]
		]
	};
	for (const shape of [bent, holed]) expect(isInside(anchorOf(shape), shape)).toBe(true);
});

test('any star-shaped polygon has its anchor inside', () => {
	fc.assert(
		fc.property(fc.array(fc.double({ min: 0.2, max: 1, noNaN: true }), { minLength: 3, maxLength: 24 }), (radii) => {
			const ring = radii.map((radius, index) => {
				const angle = (index / radii.length) * 2 * Math.PI;
				return [126.4 + 0.01 * radius * Math.cos(angle), 41.9 + 0.01 * radius * Math.sin(angle)];
			});
			const shape: GeoJSON.Polygon = { type: 'Polygon', coordinates: [[...ring, ring[0] ?? []]] };
			expect(isInside(anchorOf(shape), shape)).toBe(true);
		})
	);
});
