import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chineseCalendar } from './calendar-cn.ts';
import { WorkCalendar } from './calendar.ts';
import { lightOf, timeLeft, usedShare } from './clock.ts';

const cn = new WorkCalendar(chineseCalendar());
/** A moment on the wall clock of Shanghai. */
const at = (text: string): Date => new Date(`${text.replace(' ', 'T')}+08:00`);
const shown = (moment: Date): string => new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

describe('Chinese holidays and make-up days', () => {
	test.each([
		['2025-01-26', true, 'Sunday before Spring Festival 2025 is worked'],
		['2025-01-28', false, 'New Year’s Eve'],
		['2025-02-04', false, 'last day of Spring Festival'],
		['2025-02-08', true, 'Saturday after it is worked'],
		['2025-10-01', false, 'National Day 2025'],
		['2025-10-08', false, 'last day, with Mid-Autumn'],
		['2025-09-28', true, 'Sunday before is worked'],
		['2025-10-11', true, 'Saturday after is worked'],
		['2026-10-01', false, 'National Day 2026'],
		['2026-10-07', false, 'last day of National Day 2026'],
		['2026-10-08', true, 'first working day after'],
		['2026-09-20', true, 'Sunday made up for National Day 2026'],
		['2026-10-10', true, 'Saturday made up for National Day 2026'],
		['2026-10-17', false, 'an ordinary Saturday'],
		['2026-02-14', true, 'Saturday made up for Spring Festival 2026'],
		['2026-02-28', true, 'Saturday after Spring Festival 2026']
	])('%s is worked: %s (%s)', (day, works) => {
		expect(cn.isWorkingDay(day)).toBe(works);
	});
});

describe('limits', () => {
	test('four working hours from Friday afternoon end on Monday morning', () => {
		expect(shown(cn.dueAfter(at('2026-11-20 16:00'), { amount: 4, unit: 'working_hours' }))).toBe('2026-11-23 11:30');
	});
	test('four working hours that start at night start in the morning', () => {
		expect(shown(cn.dueAfter(at('2026-11-21 22:00'), { amount: 4, unit: 'working_hours' }))).toBe('2026-11-23 13:30');
	});
	test('a limit that is used up at closing time ends then, not the next morning', () => {
		expect(shown(cn.dueAfter(at('2026-11-20 13:00'), { amount: 4, unit: 'working_hours' }))).toBe('2026-11-20 17:00');
	});
	test('fifteen working days step over National Day and count the make-up Saturday', () => {
		// 24, 28, 29 and 30 September (25 to 27 is Mid-Autumn), 8 and 9 October, Saturday the 10th, then eight more.
		expect(shown(cn.dueAfter(at('2026-09-23 10:00'), { amount: 15, unit: 'working_days' }))).toBe('2026-10-21 17:00');
	});
	test('two working days end at the close of the second', () => {
		expect(shown(cn.dueAfter(at('2026-11-19 09:00'), { amount: 2, unit: 'working_days' }))).toBe('2026-11-23 17:00');
	});
	test('natural hours know no weekend', () => {
		expect(shown(cn.dueAfter(at('2026-11-20 16:00'), { amount: 24, unit: 'hours' }))).toBe('2026-11-21 16:00');
	});
	test('a calendar that ends before the limit does stops the clock on its last working day', () => {
		const short = new WorkCalendar({ ...chineseCalendar(), to: '2026-11-24' });
		expect(shown(short.dueAfter(at('2026-11-23 10:00'), { amount: 15, unit: 'working_days' }))).toBe('2026-11-24 17:00');
		expect(short.rulerAt(at('2030-01-01 10:00'))).toBe(short.rulerAt(at('2026-11-24 17:00')));
		expect(short.rulerAt(at('1999-01-01 10:00'))).toBe(0);
	});
});

describe('lights', () => {
	const limit = { amount: 10, unit: 'working_hours' } as const;
	const start = at('2026-11-16 08:30');
	const due = cn.dueAfter(start, limit);
	const warn = cn.beforeDue(due, cn.limitHours(limit) * 0.2, limit.unit);
	const light = (moment: Date): string => lightOf({ stage: 'assigned', dueAt: due.toISOString(), warnAt: warn.toISOString() }, moment);

	test('turn yellow when 80 % of the limit is used and red when all of it is', () => {
		expect(shown(warn)).toBe('2026-11-17 09:00');
		expect(shown(due)).toBe('2026-11-17 11:00');
		expect(light(new Date(warn.getTime() - 1))).toBe('green');
		expect(light(warn)).toBe('yellow');
		expect(light(due)).toBe('yellow');
		expect(light(new Date(due.getTime() + 1))).toBe('red');
		expect(usedShare(cn, limit, due.toISOString(), warn)).toBeCloseTo(0.8, 9);
	});
	test('are out when the case is over and stand while it is deferred', () => {
		expect(lightOf({ stage: 'closed', dueAt: due.toISOString(), warnAt: null }, due)).toBe('none');
		expect(lightOf({ stage: 'deferred', dueAt: null, warnAt: null }, due)).toBe('stopped');
	});
	test('say what is left in the unit of the limit', () => {
		expect(timeLeft(cn, due.toISOString(), 'working_hours', at('2026-11-16 17:00'))).toEqual({ amount: 2.5, unit: 'working_hours' });
		expect(timeLeft(cn, due.toISOString(), 'working_days', at('2026-11-17 12:30')).amount).toBeCloseTo(-1 / 7.5, 9);
	});
});

describe('the ruler', () => {
	const moment = fc.date({ min: new Date('2016-01-01'), max: new Date('2031-12-31'), noInvalidDate: true });

	test('never runs backwards, and its inverse finds the earliest moment of a mark', () => {
		fc.assert(
			fc.property(moment, moment, (one, other) => {
				const [early, late] = one < other ? [one, other] : [other, one];
				expect(cn.rulerAt(late)).toBeGreaterThanOrEqual(cn.rulerAt(early));
				const mark = cn.rulerAt(early);
				const found = cn.rulerMoment(mark);
				expect(cn.rulerAt(found)).toBeCloseTo(mark, 6);
				expect(found.getTime()).toBeLessThanOrEqual(early.getTime() + 1);
			})
		);
	});
});
