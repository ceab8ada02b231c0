import { halfWidth } from '#lib/geo/angles.ts';
import type { LocalClock } from './local-clock.ts';

/** Which of day, month and year comes first where a date begins with the smaller ones. */
export const DATE_ORDERS = ['YMD', 'MDY', 'DMY'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

const LONGEST = 40;
const YEAR_FIRST = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]?(.*))?$/;
const YEAR_LAST = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T ,]+(.*))?$/;
const PACKED = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/;
const CLOCK =
	/^(上午|下午|AM|PM)?\s*(\d{1,2})[:时点](?:(\d{1,2})(?:[:分](?:(\d{1,2})(?:[.,](\d{1,9}))?秒?)?)?)?\s*(AM|PM)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;
const DAY_MS = 86_400_000;
/** Day 0 of spreadsheets, 1899-12-30. */
const SHEET_DAY_0 = Date.UTC(1899, 11, 30);

/**
 * A moment as files write it, ISO 8601 in UTC: 2026-05-01 08:30, 2026/5/1, 2026年5月1日 8时30分,
 * 05/01/2026 08:30:00 AM (by `order`), 20260501, a spreadsheet's day number, a moment with its offset.
 * A day alone begins at midnight, or with `isEnd` ends at its last second. Null for anything else.
 */
export function parseMoment(text: string, order: DateOrder, clock: LocalClock, isEnd = false): string | null {
	if (text.length > LONGEST) return null;
	const plain = halfWidth(text).trim();
	const sheetDay = Number(plain);
	if (/^\d{5}(\.\d+)?$/.test(plain) && sheetDay >= 10_000 && sheetDay < 80_000) {
		const ms = SHEET_DAY_0 + Math.round((sheetDay * DAY_MS) / 1000) * 1000;
		return local(clock, ms, isEnd && Number.isInteger(sheetDay));
	}
	const packed = PACKED.exec(plain);
	if (packed) return read(clock, packed[1], packed[2], packed[3], packed[4] ? `${packed[4]}:${packed[5]}:${packed[6] ?? '00'}` : '', isEnd);
	const yearFirst = YEAR_FIRST.exec(plain);
	if (yearFirst) return read(clock, yearFirst[1], yearFirst[2], yearFirst[3], yearFirst[4], isEnd);
	const yearLast = order === 'YMD' ? null : YEAR_LAST.exec(plain);
	if (!yearLast) return null;
	const [, first, second, year, rest] = yearLast;
	return order === 'MDY' ? read(clock, year, first, second, rest, isEnd) : read(clock, year, second, first, rest, isEnd);
}

/**
 * The order in which these dates are written; `ambiguous` when days and months could be either, null
 * when they are no dates.
 */
export function detectDateOrder(samples: string[]): DateOrder | 'ambiguous' | null {
	let [yearFirst, first, second, both] = [0, 0, 0, 0];
	for (const sample of samples) {
		const plain = halfWidth(sample).trim();
		const found = YEAR_LAST.exec(plain);
		if (!found) {
			if (YEAR_FIRST.test(plain) || PACKED.test(plain) || /^\d{5}(\.\d+)?$/.test(plain)) yearFirst++;
			continue;
		}
		const [a, b] = [Number(found[1]), Number(found[2])];
		if (a > 12 && b <= 12) first++;
		else if (b > 12 && a <= 12) second++;
		else if (a <= 12) both++;
	}
	if (first + second + both === 0) return yearFirst > 0 ? 'YMD' : null;
	if (first > 0 && second > 0) return 'ambiguous';
	return first > 0 ? 'DMY' : second > 0 ? 'MDY' : 'ambiguous';
}

function read(
	clock: LocalClock,
	yearText: string | undefined,
	monthText: string | undefined,
	dayText: string | undefined,
	rest: string | undefined,
	isEnd: boolean
): string | null {
	const [year, month, day] = [Number(yearText), Number(monthText), Number(dayText)];
	const midnight = Date.UTC(year, month - 1, day);
	const shown = new Date(midnight);
	if (year < 1900 || year > 2200 || shown.getUTCMonth() !== month - 1 || shown.getUTCDate() !== day) return null;
	const time = rest?.trim() ?? '';
	if (time === '') return local(clock, midnight, isEnd);
	const found = CLOCK.exec(time);
	if (!found) return null;
	const [, before, hourText = '', minuteText, secondText, fraction = '', after, offset] = found;
	const half = (before ?? after ?? '').toUpperCase();
	const [given, minute, second] = [Number(hourText), Number(minuteText ?? 0), Number(secondText ?? 0)];
	const isLate = half === 'PM' || half === '下午';
	const hour = half === '' || given > 12 ? given : (given % 12) + (isLate ? 12 : 0);
	if (hour > 24 || minute > 59 || second > 60 || (hour === 24 && minute + second > 0)) return null;
	const ms = midnight + ((hour * 60 + minute) * 60 + second) * 1000 + Math.floor(Number(`0.${fraction || '0'}`) * 1000);
	if (!offset) return local(clock, ms, false);
	// Digits beyond the millisecond are kept: what an export wrote is read back unchanged.
	const iso = new Date(ms - offsetMs(offset)).toISOString();
	return fraction.length > 3 ? iso.replace(/\.\d+Z$/, `.${fraction}Z`) : iso;
}

function local(clock: LocalClock, localMs: number, isEnd: boolean): string {
	return clock.momentOf(isEnd ? localMs + DAY_MS - 1000 : localMs).toISOString();
}

function offsetMs(offset: string): number {
	if (offset.toUpperCase() === 'Z') return 0;
	const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(-2))];
	return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
