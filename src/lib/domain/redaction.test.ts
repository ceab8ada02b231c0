import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boxBetween, isDrawn, MIN_SIDE, moveBox, pixelsOf, resizeBox, type Box } from './redaction.ts';

const point = fc.record({ x: fc.double({ min: -0.5, max: 1.5, noNaN: true }), y: fc.double({ min: -0.5, max: 1.5, noNaN: true }) });
const step = fc.double({ min: -1, max: 1, noNaN: true });
const drawn = fc
	.tuple(point, point)
	.map(([a, b]) => boxBetween(a, b))
	.filter(isDrawn);

const isInside = (box: Box): boolean =>
	box.x >= 0 && box.y >= 0 && box.x + box.width <= 1 + 1e-9 && box.y + box.height <= 1 + 1e-9 && box.width >= 0 && box.height >= 0;

describe('a box', () => {
	test('stays inside the picture whichever way it is drawn, moved or resized', () => {
		fc.assert(
			fc.property(drawn, step, step, (box, dx, dy) => {
				for (const one of [box, moveBox(box, dx, dy), resizeBox(box, dx, dy)]) expect(isInside(one)).toBe(true);
			})
		);
	});

	test('keeps its size when moved and its corner when resized', () => {
		fc.assert(
			fc.property(drawn, step, step, (box, dx, dy) => {
				expect(moveBox(box, dx, dy)).toMatchObject({ width: box.width, height: box.height });
				expect(resizeBox(box, dx, dy)).toMatchObject({ x: box.x, y: box.y });
			})
		);
	});

	test('never shrinks to something that cannot be grabbed', () => {
		expect(resizeBox({ x: 0.2, y: 0.2, width: 0.5, height: 0.5 }, -1, -1)).toMatchObject({ width: MIN_SIDE, height: MIN_SIDE });
	});

	test('covers whole pixels, none of them left out at its edges', () => {
		fc.assert(
			fc.property(drawn, fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 1, max: 4000 }), (box, width, height) => {
				const pixels = pixelsOf(box, width, height);
				if (!pixels) return;
				expect(pixels.left).toBeLessThanOrEqual(box.x * width);
				expect(pixels.left + pixels.width).toBeGreaterThanOrEqual(Math.min(width, (box.x + box.width) * width - 1e-6));
				expect(pixels.left + pixels.width).toBeLessThanOrEqual(width);
				expect(pixels.top + pixels.height).toBeLessThanOrEqual(height);
			})
		);
	});
});
