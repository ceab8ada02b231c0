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
