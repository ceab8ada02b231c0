import { fail, redirect } from '@sveltejs/kit';
import { getCampaignRecord, rollOut } from '#lib/data/admin-campaigns.ts';
import { paths } from '#lib/domain/paths.ts';
import { orThrow } from '#lib/server/staff.ts';
import { readVersion } from '../../../../templates/[template]/[version]/read-template.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { campaign, template } = orThrow(await getCampaignRecord(locals.client, params.campaign));
	return { campaign, before: template, after: await readVersion(locals.client, campaign.templateId, params.version) };
};

export const actions: Actions = {
	default: async ({ locals, params }) => {
		const { campaign } = orThrow(await getCampaignRecord(locals.client, params.campaign));
		const { version } = await readVersion(locals.client, campaign.templateId, params.version);
		const moved = await rollOut(locals.client, { ...campaign, templateVersion: version });
		if (!moved.ok) return fail(400, { error: moved.error });
		redirect(303, paths.adminCampaign(campaign.id, 'moved'));
	}
};
