import { expect, test } from 'vitest';
import { monthsOf, shiftDay } from './year.ts';

test('a year is twelve months that begin under their weekday', () => {
	const months = monthsOf(2026);
	expect(months.map(({ days }) => days.length)).toEqual([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
	// Thursday and Sunday.
	expect([months[0]?.blanks, months[1]?.blanks]).toEqual([3, 6]);
	expect(months[11]?.days.at(-1)).toBe('2026-12-31');
	expect(monthsOf(2028)[1]?.days.at(-1)).toBe('2028-02-29');
});

test('days are shifted across months and years', () => {
	expect(shiftDay('2026-12-28', 7)).toBe('2027-01-04');
	expect(shiftDay('2026-03-01', -1)).toBe('2026-02-28');
});
