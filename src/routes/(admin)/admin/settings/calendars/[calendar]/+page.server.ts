import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { saveCalendar } from '#lib/data/admin-calendars.ts';
import { getCalendar } from '#lib/data/campaigns.ts';
import type { Client } from '#lib/data/client.ts';
import { checkCalendar, readPeriods } from '#lib/domain/calendar-check.ts';
import type { CalendarDocument } from '#lib/domain/calendar.ts';
import { isDay } from '#lib/domain/day.ts';
import { readForm } from '#lib/server/form.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { Actions, PageServerLoad } from './$types';

const DaySchema = v.object({
	day: v.pipe(v.string(), v.check(isDay, 'not_a_date')),
	kind: v.picklist(['usual', 'works', 'rests']),
	note: v.pipe(v.optional(v.string(), ''), v.trim(), v.maxLength(60, 'too_long'))
});

const HoursSchema = v.object({
	nameZh: v.string(),
	nameEn: v.string(),
	timezone: v.string(),
	periods: v.string(),
	from: v.string(),
	to: v.string(),
	...Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((weekday) => [`weekday${weekday}`, v.optional(v.string())]))
});

async function readCalendarOf(client: Client, id: string): Promise<CalendarDocument> {
	const calendar = orThrow(await getCalendar(client, id));
	if (!calendar) error(404, { message: 'not_found', code: 'not_found' });
	return calendar;
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const calendar = await readCalendarOf(locals.client, params.calendar);
	const asked = url.searchParams.get('day');
	const day = asked && isDay(asked) && asked >= calendar.from && asked <= calendar.to ? asked : null;
	const today = new Intl.DateTimeFormat('en-CA', { timeZone: calendar.timezone }).format(new Date());
	const year = Number(url.searchParams.get('year') ?? (day ?? today).slice(0, 4));
	const [first, last] = [Number(calendar.from.slice(0, 4)), Number(calendar.to.slice(0, 4))];
	return { calendar, day, today, year: Math.min(Math.max(Number.isInteger(year) ? year : first, first), last), first, last };
};

export const actions: Actions = {
	day: async ({ request, locals, params }) => {
		const form = await readForm(request, 'day', DaySchema);
		if (!form.ok) return form.failure;
		const { day, kind, note } = form.value;
		const calendar = await readCalendarOf(locals.client, params.calendar);
		if (day < calendar.from || day > calendar.to) return form.refuse({ code: 'calendar_outside', field: 'day', info: day });
		const { [day]: _former, ...days } = calendar.days;
		const usual = calendar.weekdays.includes(new Date(`${day}T00:00:00Z`).getUTCDay() || 7);
		// A note alone keeps the day named, though it is as its weekday says.
		if (kind !== 'usual' || note) days[day] = { working: kind === 'usual' ? usual : kind === 'works', ...(note ? { note } : {}) };
		const saved = await saveCalendar(locals.client, { ...calendar, days });
		return saved.ok ? { saved: day } : form.refuse(saved.error);
	},

	hours: async ({ request, locals, params }) => {
		const form = await readForm(request, 'hours', HoursSchema);
		if (!form.ok) return form.failure;
		const { nameZh, nameEn, timezone, periods, from, to, ...checked } = form.value;
		const former = await readCalendarOf(locals.client, params.calendar);
		const days = Object.fromEntries(Object.entries(former.days).filter(([day]) => day >= from && day <= to));
		const read = checkCalendar({
			...former,
			name: { 'zh-CN': nameZh, en: nameEn },
			timezone,
			periods: readPeriods(periods),
			weekdays: [1, 2, 3, 4, 5, 6, 7].filter((weekday) => `weekday${weekday}` in checked),
			from,
			to,
			days
		});
		const fields = { 'name.zh-CN': 'nameZh', 'name.en': 'nameEn' };
		if (!read.ok) return form.refuse({ ...read.error, field: read.error.field?.replace(/^periods\..*/, 'periods') }, fields);
		const saved = await saveCalendar(locals.client, read.value);
		return saved.ok ? { saved: 'hours' } : form.refuse(saved.error, fields);
	}
};
