import { error } from '@sveltejs/kit';
import { getAreaSheet } from '#lib/data/areas.ts';
import { listMapSites } from '#lib/data/sites.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, parent }) => {
	const { campaign } = await parent();
	const [sheet, sites] = await Promise.all([
		getAreaSheet(locals.client, params.area).then(orThrow),
		listMapSites(locals.client, campaign.id, params.area).then(orThrow)
	]);
	if (!sheet) error(404, 'unknown_area', { code: 'unknown_area' });
	return { sheet, sites, path: sheet.area.path };
};
