import { expect, test } from 'vitest';
import { baishanPlaces } from '../../../tests/support/ledger.ts';
import { Places } from './places.ts';

const places = new Places(baishanPlaces({ '220602003003': [126.43, 41.94, 0.01] }), '2206');
const seatOfHunjiang: [number, number] = [126.4146, 41.9427];
const seatOfJiangyuan: [number, number] = [126.5842, 42.0481];

test('official codes are known with and without the zeros behind them', () => {
	expect(places.byCode('220602003003')).toBe('220602003003');
	expect(places.byCode('220602003000')).toBe('220602003');
	expect(places.byCode('220602000000')).toBe('220602');
	expect(places.byCode('220600')).toBe('2206');
	expect(places.byCode('220602999999')).toBeNull();
});

test('a name that repeats inside the city is never taken for one of them', () => {
	expect(places.byNames(['江北社区'])).toEqual(['220602006001', '220605002001']);
	expect(places.byNames(['江源区', '江北社区'])).toEqual(['220605002001']);
	expect(places.byNames(['抚松县', '江北社区'])).toEqual([]);
});

test('a full path is read, with or without signs between its parts', () => {
	expect(places.byNames(['浑江区江北街道江北社区']).length + places.byNames(['浑江区江北社区']).length).toBeGreaterThan(0);
	expect(places.byNames(['白山市 / 浑江区 / 江北社区'])).toEqual(['220602006001']);
	expect(places.byNames(['长春市江北社区'])).toEqual([]);
});

test('within a scope only what lies in it is found', () => {
	const inHunjiang = new Places(baishanPlaces(), '220602');
	expect(inHunjiang.byNames(['江北社区'])).toEqual(['220602006001']);
	expect(inHunjiang.byNames(['江源区'])).toEqual([]);
});

test('a position lies in the deepest area whose outline holds it', () => {
	expect(places.at([126.435, 41.945])).toBe('220602003003');
	expect(places.at(seatOfHunjiang)).toBe('220602');
	expect(places.at([116.4, 39.9])).toBeNull();
});

test('an area without an outline is judged by the one above it', () => {
	expect(places.contains('220605002001', seatOfJiangyuan)).toBe(true);
	expect(places.contains('220602006001', seatOfJiangyuan)).toBe(false);
	expect(
		new Places([{ code: 'BOS', level: 'city', name: 'Boston', nameEn: null, boundary: null }], 'BOS').contains('BOS', [-71, 42])
	).toBeNull();
});
