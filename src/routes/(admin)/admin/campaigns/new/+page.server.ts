import { redirect } from '@sveltejs/kit';
import { listCalendars } from '#lib/data/admin-calendars.ts';
import { listCampaignRecords, rollOut } from '#lib/data/admin-campaigns.ts';
import { listTemplates } from '#lib/data/admin-templates.ts';
import { CampaignNewSchema } from '#lib/domain/campaign-record.ts';
import { paths } from '#lib/domain/paths.ts';
import { readForm } from '#lib/server/form.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const [templates, calendars] = await Promise.all([listTemplates(locals.client), listCalendars(locals.client)]);
	return { templates: orThrow(templates), calendars: orThrow(calendars), asked: url.searchParams.get('template') };
};

export const actions: Actions = {
	default: async ({ request, locals }) => {
		const form = await readForm(request, 'campaign', CampaignNewSchema);
		if (!form.ok) return form.failure;
		const { id, area, template, nameZh, nameEn, startsOn, endsOn, calendar } = form.value;
		// roll_out would move the campaign of that name to another version.
		const others = orThrow(await listCampaignRecords(locals.client));
		if (others.some((other) => other.id === id)) return form.refuse({ code: 'campaign_id_taken', field: 'id', info: id });
		const started = await rollOut(locals.client, {
			id,
			name: { 'zh-CN': nameZh, en: nameEn },
			areaCode: area,
			templateId: template.id,
			templateVersion: template.version,
			calendarId: calendar,
			startsOn,
			endsOn
		});
		if (!started.ok) {
			// A code that no area has breaks the reference (409).
			const error = started.error.code === 'already_there' ? { code: 'unknown_area', field: 'area' } : started.error;
			return form.refuse(error, { area_code: 'area', template_id: 'template', calendar_id: 'calendar' });
		}
		redirect(303, paths.adminCampaign(id, 'created'));
	}
};
