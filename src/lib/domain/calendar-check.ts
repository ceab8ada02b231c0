import * as v from 'valibot';
import type { CalendarDocument } from './calendar.ts';
import { isDay } from './day.ts';
import { failed, ok, type Result } from './result.ts';
import { isTimezone } from './settings.ts';

const MOST_YEARS = 100;
const MOST_PERIODS = 12;

const label = v.pipe(v.string(), v.trim(), v.minLength(1, 'needs_label'), v.maxLength(60, 'too_long'));
const day = v.pipe(v.string(), v.check(isDay, 'not_a_date'));
const clock = v.pipe(v.string(), v.regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'calendar_bad_clock'));
const note = v.pipe(v.string(), v.trim(), v.maxLength(60, 'too_long'));

const CalendarSchema = v.pipe(
	v.strictObject({
		id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/, 'campaign_bad_id')),
		name: v.strictObject({ 'zh-CN': label, en: label }),
		timezone: v.pipe(v.string(), v.check(isTimezone, 'unknown_timezone')),
		periods: v.pipe(
			v.array(v.tuple([clock, clock])),
			v.minLength(1, 'calendar_needs_periods'),
			v.maxLength(MOST_PERIODS, 'calendar_needs_periods'),
			v.check(isAscending, 'calendar_periods_overlap')
		),
		weekdays: v.array(v.picklist([1, 2, 3, 4, 5, 6, 7], 'calendar_bad_weekday')),
		from: day,
		to: day,
		days: v.record(day, v.strictObject({ working: v.boolean(), note: v.optional(v.nullable(note)) }))
	}),
	v.forward(
		v.partialCheck([['from'], ['to']], ({ from, to }) => to > from, 'ends_before_start'),
		['to']
	),
	v.forward(
		v.partialCheck(
			[['from'], ['to']],
			({ from, to }) => Number(to.slice(0, 4)) - Number(from.slice(0, 4)) < MOST_YEARS,
			'calendar_too_long'
		),
		['to']
	),
	v.forward(
		v.partialCheck(
			[['weekdays'], ['days']],
			({ weekdays, days }) => weekdays.length > 0 || Object.values(days).some(({ working }) => working),
			'calendar_no_working_day'
		),
		['weekdays']
	)
);

/** Periods follow each other without touching: the database lays the ruler from them. */
function isAscending(periods: [string, string][]): boolean {
	return periods.every(([from, to], index) => from < to && from > (periods[index - 1]?.[1] ?? ''));
}

/** A calendar that may be stored, or the first thing that is wrong with it: a code, the path in `field`, the value in `info`. */
export function checkCalendar(document: unknown): Result<CalendarDocument> {
	const parsed = v.safeParse(CalendarSchema, document);
	if (parsed.success) return ok(parsed.output);
	const [issue] = parsed.issues;
	const code = /^[a-z_]+$/.test(issue.message) ? issue.message : 'bad_calendar';
	const value = [issue.input, issue.path?.at(-1)?.value].find((one) => typeof one !== 'object');
	const path = v.getDotPath(issue) ?? undefined;
	return failed(code, path, code === 'too_long' ? issue.requirement : value === undefined ? path : String(value).slice(0, 60));
}

/** Reads a calendar file. */
export function readCalendar(text: string): Result<CalendarDocument> {
	try {
		return checkCalendar(JSON.parse(text.replace(/^\uFEFF/, '')));
	} catch {
		return failed('calendar_not_json');
	}
}

/** "08:30-12:00, 13:00-17:00" as periods; anything else comes back as what the check refuses. */
export function readPeriods(text: string): [string, string][] {
	return text
		.split(/[,，;；、\n]/)
		.map((part) => part.trim())
		.filter(Boolean)
		.map((part) => {
			const [from = '', to = ''] = part.split(/[-–—~至]/).map((clock) => clock.trim());
			return [padClock(from), padClock(to)];
		});
}

export function periodsText(periods: [string, string][]): string {
	return periods.map(([from, to]) => `${from}–${to}`).join(', ');
}

/** "8:30" as "08:30"; a full-width colon is a colon. */
function padClock(text: string): string {
	return text.replace('：', ':').replace(/^(\d):/, '0$1:');
}
