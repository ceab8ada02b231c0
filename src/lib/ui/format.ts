import type { TimeLeft } from '#lib/domain/clock.ts';
import type { Limit, Unit } from '#lib/domain/template.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';

/** Formatters by locale and options: making one costs as much as using it a hundred times, and a page has hundreds of numbers. */
function kept<Options, Format>(make: (locale: string, options: Options) => Format): (locale: string, options: Options) => Format {
	const formats = new Map<string, Format>();
	return (locale, options) => {
		const key = `${locale} ${JSON.stringify(options)}`;
		const found = formats.get(key);
		if (found) return found;
		const made = make(locale, options);
		formats.set(key, made);
		return made;
	};
}
const numberFormat = kept((locale: string, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options));
const dateFormat = kept((locale: string, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options));

/** Numbers with the reader's separators; at most `digits` decimals. */
export function formatNumber(value: number, digits = 0): string {
	return numberFormat(getLocale(), { maximumFractionDigits: digits }).format(value);
}

/** "3.4 MB": a size as storage is sold, in thousands. */
export function formatBytes(bytes: number): string {
	const [unit, size] =
		bytes < 1e6 ? (['kilobyte', 1e3] as const) : bytes < 1e9 ? (['megabyte', 1e6] as const) : (['gigabyte', 1e9] as const);
	const digits = bytes / size < 10 && size > 1e3 ? 1 : 0;
	return numberFormat(getLocale(), { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits }).format(bytes / size);
}

/** "7,600–7,930", or one number where both are the same. */
export function formatRange(low: number, high: number): string {
	const [from, to] = [formatNumber(low), formatNumber(high)];
	return from === to ? from : `${from}–${to}`;
}

/** A share between 0 and 1 as per cent; an em dash where there is nothing to divide by. */
export function formatShare(value: number | null, digits = 1): string {
	if (value === null) return '—';
	return numberFormat(getLocale(), { style: 'percent', maximumFractionDigits: digits }).format(value);
}

/** A share as per cent with one decimal always, so that a column of rates stands straight. */
export function formatRate(value: number | null): string {
	if (value === null) return '—';
	return numberFormat(getLocale(), { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value);
}

/** Month and day, with the year when it is not `now`'s. `timezone` is the campaign's. */
export function formatDay(at: string, timezone: string, now: Date = new Date()): string {
	const date = at.length === 10 ? new Date(`${at}T12:00:00Z`) : new Date(at);
	const zone = at.length === 10 ? 'UTC' : timezone;
	const year = (d: Date, timeZone: string): string => dateFormat('en', { timeZone, year: 'numeric' }).format(d);
	const isThisYear = year(date, zone) === year(now, timezone);
	return dateFormat(getLocale(), {
		timeZone: zone,
		month: getLocale() === 'en' ? 'short' : 'long',
		day: 'numeric',
		...(isThisYear ? {} : { year: 'numeric' })
	}).format(date);
}

/** Month, day and time of day: 11-23 09:12. */
export function formatMoment(at: string, timezone: string): string {
	const parts = Object.fromEntries(
		dateFormat('en-CA', {
			timeZone: timezone,
			month: '2-digit',
			day: '2-digit',
			hour: '2-digit',
			minute: '2-digit',
			hourCycle: 'h23'
		})
			.formatToParts(new Date(at))
			.map((part) => [part.type, part.value])
	);
	return `${parts.month}-${parts.day} ${parts.hour}:${parts.minute}`;
}

export function formatTime(at: string | Date, timezone: string): string {
	return dateFormat('en-GB', { timeZone: timezone, hour: '2-digit', minute: '2-digit' }).format(new Date(at));
}

const UNIT_NAMES: Record<Unit, () => string> = {
	piece: m.unit_piece,
	m2: m.unit_m2,
	m: m.unit_m,
	t: m.unit_t,
	m3: m.unit_m3,
	plant: m.unit_plant,
	compound: m.unit_compound,
	household: m.unit_household,
	yuan: m.unit_yuan
};

/** Where a language has a form of its own for one. */
const SINGULAR: Partial<Record<Unit, () => string>> = {
	piece: m.unit_one_piece,
	plant: m.unit_one_plant,
	compound: m.unit_one_compound,
	household: m.unit_one_household
};

export function unitName(unit: Unit, count?: number): string {
	return ((count === 1 && SINGULAR[unit]) || UNIT_NAMES[unit])();
}

export function formatQuantity(value: number, unit: Unit): string {
	return `${formatNumber(value, 2)} ${unitName(unit, value)}`;
}

export function formatLimit(limit: Limit): string {
	const amount = formatNumber(limit.amount, 1);
	if (limit.unit === 'hours') return m.limit_hours({ amount });
	return limit.unit === 'working_hours' ? m.limit_working_hours({ amount }) : m.limit_working_days({ amount });
}

/** From so many hours on, hours of the day and night are told in days. */
const HOURS_AS_DAYS = 96;

function formatDaysLeft(days: number, isOver: boolean): string {
	const amount = formatNumber(days, days < 10 ? 1 : 0);
	return isOver ? m.time_over_days({ amount }) : m.time_left_days({ amount });
}

/**
 * "剩 2.6 工作日" or "超 1.8 小时": the time left in the unit of the limit. `isOver` comes from the
 * moment itself: between a due moment in the evening and the next morning no working time passes.
 */
export function formatTimeLeft(left: TimeLeft, isOver = left.amount < 0): string {
	const size = Math.abs(left.amount);
	const amount = formatNumber(size, size < 10 ? 1 : 0);
	if (size < 0.05) return isOver ? m.time_over_now() : m.time_left_now();
	switch (left.unit) {
		case 'hours':
			// Nobody reads a month in hours.
			if (size >= HOURS_AS_DAYS) return formatDaysLeft(size / 24, isOver);
			return isOver ? m.time_over_hours({ amount }) : m.time_left_hours({ amount });
		case 'working_hours':
			return isOver ? m.time_over_working_hours({ amount }) : m.time_left_working_hours({ amount });
		case 'working_days':
			if (amount === '1') return isOver ? m.time_over_working_day() : m.time_left_working_day();
			return isOver ? m.time_over_working_days({ amount }) : m.time_left_working_days({ amount });
	}
}
