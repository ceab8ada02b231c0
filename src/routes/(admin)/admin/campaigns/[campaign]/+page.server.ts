import { listCalendars } from '#lib/data/admin-calendars.ts';
import { getCampaignRecord, rollOut } from '#lib/data/admin-campaigns.ts';
import { listTemplates } from '#lib/data/admin-templates.ts';
import { CampaignFactsSchema } from '#lib/domain/campaign-record.ts';
import { readForm } from '#lib/server/form.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { campaign, template } = orThrow(await getCampaignRecord(locals.client, params.campaign));
	const [versions, calendars] = await Promise.all([listTemplates(locals.client), listCalendars(locals.client)]);
	const said = url.searchParams.get('said');
	return {
		campaign,
		templateName: template.name,
		hasTargets: template.targets.length > 0,
		versions: orThrow(versions)
			.filter(({ id }) => id === campaign.templateId)
			.map(({ version }) => version),
		calendars: orThrow(calendars),
		said: said === 'created' || said === 'moved' ? said : null
	};
};

export const actions: Actions = {
	default: async ({ request, locals, params }) => {
		const form = await readForm(request, 'campaign', CampaignFactsSchema);
		if (!form.ok) return form.failure;
		const { campaign } = orThrow(await getCampaignRecord(locals.client, params.campaign));
		const { nameZh, nameEn, startsOn, endsOn, calendar } = form.value;
		const saved = await rollOut(locals.client, {
			...campaign,
			name: { 'zh-CN': nameZh, en: nameEn },
			calendarId: calendar,
			startsOn,
			endsOn
		});
		return saved.ok ? { saved: true as const } : form.refuse(saved.error, { calendar_id: 'calendar' });
	}
};
