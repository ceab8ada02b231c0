import { expect, test } from 'vitest';
import { areaAt } from './area-at.ts';

const box = (west: number, size: number): GeoJSON.MultiPolygon => ({
	type: 'MultiPolygon',
	coordinates: [
		[
			[
				[west, 41],
				[west + size, 41],
				[west + size, 41 + size],
				[west, 41 + size],
				[west, 41]
			]
		]
	]
});
const AREAS = [
	{ code: '220602003003', boundary: box(126, 1) },
	{ code: '220602003003001', boundary: box(126.1, 0.1) },
	{ code: '220602003003002', boundary: box(126.4, 0.1) },
	{ code: '220602003003003', boundary: null }
];

test('the narrowest area around a shape is its own', () => {
	expect(areaAt({ type: 'Point', coordinates: [126.15, 41.05] }, AREAS)?.code).toBe('220602003003001');
	expect(areaAt({ type: 'Point', coordinates: [126.3, 41.05] }, AREAS)?.code).toBe('220602003003');
});

test('outside all of them there is none', () => {
	expect(areaAt({ type: 'Point', coordinates: [127.3, 41.05] }, AREAS)).toBeNull();
});

test('a shape that reaches over a boundary lies where its pin stands', () => {
	const across = box(126.17, 0.08);
	expect(areaAt(across, AREAS)?.code).toBe('220602003003');
});
