import type { CalendarDocument } from '#lib/domain/calendar.ts';
import { shiftDay } from './year.ts';

export interface NamedSpan {
	from: string;
	to: string;
	working: boolean;
	note: string | null;
}

/** Holidays and make-up days of a year; days that follow each other under one name stand together. */
export function namedSpans({ days }: Pick<CalendarDocument, 'days'>, year: number): NamedSpan[] {
	const spans: NamedSpan[] = [];
	for (const [day, { working, note = null }] of Object.entries(days).sort(([a], [b]) => (a < b ? -1 : 1))) {
		if (!day.startsWith(`${year}-`)) continue;
		const last = spans.at(-1);
		if (last && last.working === working && last.note === note && shiftDay(last.to, 1) === day) last.to = day;
		else spans.push({ from: day, to: day, working, note });
	}
	return spans;
}
