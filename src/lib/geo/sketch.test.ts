import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pathOf, roomOf, sketchOf } from './sketch.ts';

const box = (west: number, south: number, width: number, height: number): GeoJSON.MultiPolygon => ({
	type: 'MultiPolygon',
	coordinates: [
		[
			[
				[west, south],
				[west + width, south],
				[west + width, south + height],
				[west, south + height],
				[west, south]
			]
		]
	]
});

describe('sketch', () => {
	test('has north above, west on the left, and metres the same both ways', () => {
		const sketch = sketchOf([box(126, 41, 2, 1)], 400, 400);
		const [left, bottom] = sketch?.project([126, 41]) ?? [0, 0];
		const [right, top] = sketch?.project([128, 42]) ?? [0, 0];
		expect(left).toBeLessThan(right);
		expect(top).toBeLessThan(bottom);
		expect((right - left) / (bottom - top)).toBeCloseTo(2 * Math.cos((41.5 * Math.PI) / 180), 6);
	});

	test('keeps every shape inside the margin and touches it on two sides', () => {
		const boxes = fc.array(
			fc.tuple(
				fc.double({ min: 125, max: 129, noNaN: true }),
				fc.double({ min: 40, max: 43, noNaN: true }),
				fc.double({ min: 0.01, max: 1, noNaN: true })
			),
			{ minLength: 1, maxLength: 8 }
		);
		fc.assert(
			fc.property(boxes, (sizes) => {
				const shapes = sizes.map(([west, south, size]) => box(west, south, size, size));
				const sketch = sketchOf(shapes, 356, 240, 8);
				if (!sketch) throw new Error('nothing to show');
				for (const position of shapes.flatMap((shape) => shape.coordinates.flat(2))) {
					const [x, y] = sketch.project(position);
					expect(x).toBeGreaterThanOrEqual(8 - 1e-6);
					expect(x).toBeLessThanOrEqual(348 + 1e-6);
					expect(y).toBeGreaterThanOrEqual(8 - 1e-6);
					expect(y).toBeLessThanOrEqual(232 + 1e-6);
				}
			})
		);
	});

	test('draws rings as closed paths to a tenth of a pixel and knows which shape is roomier', () => {
		const shapes = [box(0, 0, 1, 1), box(1, 0, 2, 1)] as const;
		const sketch = sketchOf(shapes, 316, 116, 8);
		if (!sketch) throw new Error('nothing to show');
		expect(pathOf(sketch, shapes[0])).toBe('M8 108L108 108L108 8L8 8L8 108Z');
		expect(roomOf(sketch, shapes[1])).toBeGreaterThan(roomOf(sketch, shapes[0]));
	});

	test('shows nothing of nothing', () => expect(sketchOf([], 10, 10)).toBeNull());
});
