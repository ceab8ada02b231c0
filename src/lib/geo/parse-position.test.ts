import { describe, expect, test } from 'vitest';
import { fromWgs84 } from './coordinates.ts';
import { parsePosition } from './parse-position.ts';

const HOME: [number, number] = [126.448051, 41.917513];

describe('a typed position', () => {
	for (const text of [
		'126.448051, 41.917513',
		'126.448051 41.917513',
		'126.448051，41.917513',
		'41.917513, 126.448051',
		'N41.917513 E126.448051',
		'41.917513N, 126.448051E',
		'东经126.448051 北纬41.917513',
		'北纬41°55′3.0468″，东经126°26′52.9836″',
		`126°26'52.9836"E 41°55'3.0468"N`
	]) {
		test(`is read: ${text}`, () => {
			const read = parsePosition(text, 'WGS84');
			expect(read).toMatchObject({ ok: true });
			if (!read.ok) return;
			expect(read.value[0]).toBeCloseTo(HOME[0], 6);
			expect(read.value[1]).toBeCloseTo(HOME[1], 6);
		});
	}

	for (const text of ['', '5号楼', '126.4', '126.4, 41.9, 3', '200, 41', '126, 95', '41N, 42N', '126°75′, 41°', '126.44x, 41.9']) {
		test(`is refused: ${text || 'nothing'}`, () => {
			expect(parsePosition(text, 'WGS84')).toMatchObject({ ok: false, error: { code: 'bad_position' } });
		});
	}

	test('in another system is moved to where it lies', () => {
		for (const system of ['GCJ02', 'BD09'] as const) {
			const [lng, lat] = fromWgs84(HOME, system);
			const read = parsePosition(`${lng.toFixed(8)}, ${lat.toFixed(8)}`, system);
			expect(read.ok && read.value.map((value) => value.toFixed(6))).toEqual(HOME.map((value) => value.toFixed(6)));
		}
	});

	test('south and west are negative', () => {
		expect(parsePosition('33.45S 70.66W', 'WGS84')).toEqual({ ok: true, value: [-70.66, -33.45] });
	});
});
