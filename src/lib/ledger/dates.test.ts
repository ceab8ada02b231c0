import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chineseCalendar } from '#lib/domain/calendar-cn.ts';
import { WorkCalendar } from '#lib/domain/calendar.ts';
import { detectDateOrder, parseMoment } from './dates.ts';
import { LocalClock } from './local-clock.ts';

const baishan = new LocalClock('Asia/Shanghai');
const boston = new LocalClock('America/New_York');

test.each([
	['2026-05-01 08:30:00', '2026-05-01T00:30:00.000Z'],
	['2026/5/1 8:30', '2026-05-01T00:30:00.000Z'],
	['2026年5月1日 8时30分', '2026-05-01T00:30:00.000Z'],
	['2026年5月1日', '2026-04-30T16:00:00.000Z'],
	['2026.05.01', '2026-04-30T16:00:00.000Z'],
	['20260501', '2026-04-30T16:00:00.000Z'],
	['20260501083000', '2026-05-01T00:30:00.000Z'],
	['2026-05-01下午3:05', '2026-05-01T07:05:00.000Z'],
	['46143.354166666664', '2026-05-01T00:30:00.000Z'],
	['２０２６－０５－０１', '2026-04-30T16:00:00.000Z'],
	['2026-05-01T08:30:00Z', '2026-05-01T08:30:00.000Z'],
	['2026-05-01 08:30:00.123456+08:00', '2026-05-01T00:30:00.123456Z']
])('%s', (text, moment) => {
	expect(parseMoment(text, 'YMD', baishan)).toBe(moment);
});

test('the smaller parts first, in the order that somebody says', () => {
	expect(parseMoment('01/02/2015 12:20:09 AM', 'MDY', boston)).toBe('2015-01-02T05:20:09.000Z');
	expect(parseMoment('01/02/2015 12:20:09 PM', 'DMY', boston)).toBe('2015-02-01T17:20:09.000Z');
	expect(parseMoment('01/02/2015', 'YMD', boston)).toBeNull();
});

test('a day alone ends at its last second where it is a limit', () => {
	expect(parseMoment('2026-05-01', 'YMD', baishan, true)).toBe('2026-05-01T15:59:59.000Z');
});

test.each(['', '2026-02-30', '2026-13-01', '昨天', '0000-00-00', '2026-05-01 25:00', '126.4', '2026-05-01 08:61'])(
	'%s is no moment',
	(text) => {
		expect(parseMoment(text, 'YMD', baishan)).toBeNull();
	}
);

test('days and months are told apart by the first date that can only be one of them', () => {
	expect(detectDateOrder(['01/02/2015', '01/31/2015'])).toBe('MDY');
	expect(detectDateOrder(['01/02/2015', '31/01/2015'])).toBe('DMY');
	expect(detectDateOrder(['01/02/2015', '03/04/2015'])).toBe('ambiguous');
	expect(detectDateOrder(['2015-01-02'])).toBe('YMD');
	expect(detectDateOrder(['江北社区'])).toBeNull();
});

test('what an export writes is read back, in any zone and over every change of its clocks', () => {
	const moments = fc.date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
	fc.assert(
		fc.property(
			moments,
			fc.constantFrom(baishan, boston, new LocalClock('Australia/Lord_Howe'), new LocalClock('Asia/Kathmandu')),
			(at, clock) => {
				expect(parseMoment(clock.text(at), 'YMD', clock)).toBe(at.toISOString());
			}
		),
		{ numRuns: 500 }
	);
});

test("wall time is the calendar's and the database's, also in the hours that a clock change skips or repeats", () => {
	const calendar = new WorkCalendar({
		...chineseCalendar(),
		timezone: 'America/New_York',
		periods: [['00:00', '24:00']],
		weekdays: [1, 2, 3, 4, 5, 6, 7],
		days: {}
	});
	const midnights = fc.date({ min: new Date('2016-01-01'), max: new Date('2031-01-01'), noInvalidDate: true });
	fc.assert(
		fc.property(midnights, (at) => {
			const day = calendar.localDay(at);
			const start = boston.momentOf(Date.parse(`${day}T00:00:00Z`));
			expect(calendar.localDay(start)).toBe(day);
			expect(calendar.localDay(new Date(start.getTime() - 1))).not.toBe(day);
		})
	);
	expect(boston.momentOf(Date.UTC(2015, 2, 8, 2, 30)).toISOString()).toBe('2015-03-08T07:30:00.000Z');
	expect(boston.momentOf(Date.UTC(2015, 10, 1, 1, 30)).toISOString()).toBe('2015-11-01T06:30:00.000Z');
});
