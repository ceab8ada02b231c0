import { describe, expect, test } from 'vitest';
import { chineseCalendar } from './calendar-cn.ts';
import { checkCalendar, periodsText, readCalendar, readPeriods } from './calendar-check.ts';

const refused = (over: Record<string, unknown>): unknown => {
	const checked = checkCalendar({ ...chineseCalendar(), ...over });
	return checked.ok ? null : [checked.error.code, checked.error.field, checked.error.info];
};

test('the calendar that ships may be stored, and comes back from its file as it was', () => {
	expect(checkCalendar(chineseCalendar()).ok).toBe(true);
	expect(readCalendar(`\uFEFF${JSON.stringify(chineseCalendar())}`)).toEqual({ ok: true, value: chineseCalendar() });
	expect(readCalendar('days')).toMatchObject({ error: { code: 'calendar_not_json' } });
});

describe('a calendar on which no clock could be read is refused at its place', () => {
	test.each<[Record<string, unknown>, unknown]>([
		[{ timezone: 'Asia/Baishan' }, ['unknown_timezone', 'timezone', 'Asia/Baishan']],
		[{ timezone: '+08:00' }, ['unknown_timezone', 'timezone', '+08:00']],
		[{ periods: [] }, ['calendar_needs_periods', 'periods', 'periods']],
		[
			{
				periods: [
					['08:30', '12:00'],
					['12:00', '17:00']
				]
			},
			['calendar_periods_overlap', 'periods', 'periods']
		],
		[{ periods: [['08:30', '25:00']] }, ['calendar_bad_clock', 'periods.0.1', '25:00']],
		[{ weekdays: [0] }, ['calendar_bad_weekday', 'weekdays.0', '0']],
		[{ weekdays: [], days: {} }, ['calendar_no_working_day', 'weekdays', 'weekdays']],
		[{ to: '2014-12-31' }, ['ends_before_start', 'to', '2014-12-31']],
		[{ to: '2300-01-01' }, ['calendar_too_long', 'to', '2300-01-01']],
		[{ days: { '2026-02-31': { working: false } } }, ['not_a_date', 'days.2026-02-31', '2026-02-31']],
		[{ holidays: {} }, ['bad_calendar', 'holidays', 'holidays']]
	])('%j', (over, answer) => {
		expect(refused(over)).toEqual(answer);
	});
});

test('working hours are typed as people write them', () => {
	const periods = [
		['08:30', '12:00'],
		['13:00', '17:00']
	];
	expect(readPeriods('8:30-12:00, 13:00–17:00')).toEqual(periods);
	expect(readPeriods('8：30至12：00；13:00~17:00')).toEqual(periods);
	expect(readPeriods(periodsText(periods as [string, string][]))).toEqual(periods);
	expect(readPeriods('morning')).toEqual([['morning', '']]);
});
