import { fail, redirect } from '@sveltejs/kit';
import { listCalendars, saveCalendar } from '#lib/data/admin-calendars.ts';
import { listCampaignRecords } from '#lib/data/admin-campaigns.ts';
import { getSettings, saveSettings } from '#lib/data/admin-settings.ts';
import { readCalendar } from '#lib/domain/calendar-check.ts';
import { paths } from '#lib/domain/paths.ts';
import type { AppError } from '#lib/domain/result.ts';
import { SettingsSchema } from '#lib/domain/settings.ts';
import { readForm, type FormErrors } from '#lib/server/form.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { Actions, PageServerLoad } from './$types';

const MOST_BYTES = 512 * 1024;

export const load: PageServerLoad = async ({ locals }) => {
	const [settings, calendars, campaigns] = await Promise.all([
		getSettings(locals.client),
		listCalendars(locals.client),
		listCampaignRecords(locals.client)
	]);
	const used = orThrow(campaigns);
	return {
		settings: orThrow(settings),
		zones: Intl.supportedValuesOf('timeZone'),
		calendars: orThrow(calendars).map((calendar) => ({
			...calendar,
			campaigns: used.filter(({ calendarId }) => calendarId === calendar.id).map(({ id, name }) => ({ id, name }))
		}))
	};
};

export const actions: Actions = {
	save: async ({ request, locals }) => {
		const form = await readForm(request, 'settings', SettingsSchema);
		if (!form.ok) return form.failure;
		const saved = await saveSettings(locals.client, form.value);
		return saved.ok ? { saved: true as const } : form.refuse(saved.error, { value: 'timezone' });
	},

	importCalendar: async ({ request, locals }) => {
		const refuse = (error: AppError) => fail(400, { form: 'calendar', values: {}, errors: { file: error } as FormErrors });
		const file = (await request.formData()).get('file');
		if (!(file instanceof File) || file.size === 0) return refuse({ code: 'calendar_no_file' });
		if (file.size > MOST_BYTES) return refuse({ code: 'template_too_large' });
		const read = readCalendar(await file.text());
		if (!read.ok) return refuse(read.error);
		const saved = await saveCalendar(locals.client, read.value);
		if (!saved.ok) return refuse(saved.error);
		redirect(303, paths.adminCalendar(read.value.id));
	}
};
