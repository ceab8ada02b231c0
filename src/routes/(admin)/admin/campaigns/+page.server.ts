import { listCampaignRecords } from '#lib/data/admin-campaigns.ts';
import { listTemplates } from '#lib/data/admin-templates.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const [campaigns, templates] = await Promise.all([listCampaignRecords(locals.client), listTemplates(locals.client)]);
	return { campaigns: orThrow(campaigns), templates: orThrow(templates) };
};
