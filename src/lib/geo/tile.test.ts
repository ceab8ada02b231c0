import { expect, test } from 'vitest';
import { tileAt } from './tile.ts';

test('a position lies in its tile of the pyramid', () => {
	// Greenwich on the equator is the corner of the four tiles of zoom 1.
	expect(tileAt([0, 0], 1)).toEqual({ z: 1, x: 1, y: 1 });
	expect(tileAt([-0.001, 0.001], 1)).toEqual({ z: 1, x: 0, y: 0 });
	// Baishan, counted by hand: x = (126.43 + 180) / 360 · 4096, y = (1 − 0.2571) / 2 · 4096.
	expect(tileAt([126.43, 41.94], 12)).toEqual({ z: 12, x: 3486, y: 1521 });
});

test('the ends of the world are still in it', () => {
	expect(tileAt([180, -89.9], 3)).toEqual({ z: 3, x: 7, y: 7 });
	expect(tileAt([-180, 89.9], 3)).toEqual({ z: 3, x: 0, y: 0 });
});
