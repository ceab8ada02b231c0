import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeLabels } from './labels.ts';

const wish = (id: string, x: number, y: number, weight = 1) => ({ id, x, y, weight, name: '三道沟镇', value: '57' });

test('the roomier area keeps its name, its neighbour only the value, and what has no room says nothing', () => {
	const placed = placeLabels([wish('small', 100, 124), wish('large', 100, 100, 9), wish('hidden', 100, 108)], 200, 200);
	expect(placed.map(({ id, form }) => [id, form])).toEqual([
		['large', 'full'],
		['small', 'value']
	]);
});

test('where its own place is taken a label moves as far as its area allows, and keeps its name', () => {
	const placed = placeLabels([wish('large', 100, 100, 9000), wish('neighbour', 112, 118, 3600)], 300, 300);
	expect(placed.map(({ id, form }) => [id, form])).toEqual([
		['large', 'full'],
		['neighbour', 'full']
	]);
	const moved = placed[1];
	expect(Math.hypot((moved?.x ?? 0) - 112, (moved?.y ?? 0) - 118)).toBeLessThan(60 * 0.36 + 1);
});

test('labels never lie outside the picture', () => {
	expect(placeLabels([wish('edge', 2, 100)], 200, 200)).toEqual([]);
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.nat(300), fc.nat(300), fc.nat(9))), (spots) => {
			const placed = placeLabels(
				spots.map(([x, y, weight], at) => wish(String(at), x, y, weight)),
				300,
				300
			);
			expect(new Set(placed.map(({ id }) => id)).size).toBe(placed.length);
			for (const { x, y } of placed) expect(x > 0 && x < 300 && y > 0 && y < 300).toBe(true);
		})
	);
});
