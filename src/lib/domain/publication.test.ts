import { describe, expect, test } from 'vitest';
import { busiestDay, dayWithin, daysOf, isPictureName, stateOn } from './publication.ts';

const pair = { beforeOn: '2026-11-05', afterOn: '2026-11-22' };

describe('a published site', () => {
	test('was unknown, then open, then solved, each from its day on', () => {
		expect(['2026-11-04', '2026-11-05', '2026-11-21', '2026-11-22', '2027-01-01'].map((day) => stateOn(pair, day))).toEqual([
			null,
			'open',
			'open',
			'solved',
			'solved'
		]);
	});

	test('found and solved on one day counts as solved', () => {
		expect(stateOn({ beforeOn: '2026-11-05', afterOn: '2026-11-05' }, '2026-11-05')).toBe('solved');
	});
});

describe('a day of the comparison', () => {
	const range = { first: '2026-04-01', last: '2026-11-22' };

	test('is kept inside what the pairs know', () => {
		expect(dayWithin('2026-05-01', range, range.first)).toBe('2026-05-01');
		expect(dayWithin('2020-05-01', range, range.last)).toBe(range.first);
		expect(dayWithin('2030-05-01', range, range.first)).toBe(range.last);
	});

	test('is the usual one where the address names none', () => {
		for (const asked of [null, '', 'heute', '2026-13-40', '2026-5-1']) expect(dayWithin(asked, range, range.first)).toBe(range.first);
	});

	test('is at first the one on which most was still to do', () => {
		const spans = [
			['2026-04-01', '2026-06-01'],
			['2026-05-01', '2026-07-01'],
			['2026-05-20', '2026-05-25'],
			['2026-08-01', '2026-09-01']
		].map(([beforeOn = '', afterOn = '']) => ({ beforeOn, afterOn }));
		expect(busiestDay(spans)).toBe('2026-05-20');
		expect(busiestDay([])).toBeNull();
		expect(busiestDay([{ beforeOn: '2026-05-01', afterOn: '2026-05-01' }])).toBeNull();
	});

	test('has a range only where there are pairs', () => {
		expect(daysOf([])).toBeNull();
		expect(daysOf([pair, { beforeOn: '2026-04-01', afterOn: '2026-11-20' }])).toEqual({ first: '2026-04-01', last: '2026-11-22' });
	});
});

describe('the name of a published picture', () => {
	test('is an area and a random id, and nothing that climbs or points elsewhere', () => {
		expect(isPictureName('220602003003001/0b6f2c1e-5a3d-4e57-9a50-0d4f7c1f2a90.jpg')).toBe(true);
		for (const name of [
			'220602003003001/../evidence/0b6f2c1e-5a3d-4e57-9a50-0d4f7c1f2a90.jpg',
			'220602003003001/0b6f2c1e-5a3d-4e57-9a50-0d4f7c1f2a90/0b6f2c1e-5a3d-4e57-9a50-0d4f7c1f2a90.jpg',
			'220602003003001/0b6f2c1e-5a3d-4e57-9a50-0d4f7c1f2a90.jpg"',
			'220602003003001/0b6f2c1e-5a3d-4e57-9a50-0d4f7c1f2a90.png',
			'/etc/passwd',
			''
		])
			expect(isPictureName(name), name).toBe(false);
	});
});
