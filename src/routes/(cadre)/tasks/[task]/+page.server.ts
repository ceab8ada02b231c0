import { error, redirect } from '@sveltejs/kit';
import { getAreaSheet } from '#lib/data/areas.ts';
import { listMapSites } from '#lib/data/sites.ts';
import { getTask } from '#lib/data/tasks.ts';
import { paths } from '#lib/domain/paths.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { PageServerLoad } from './$types';

/** Length of a compound's code: what is drawn is the compound, whatever building a case names. */
const COMPOUND_DIGITS = 15;

export const load: PageServerLoad = async ({ locals, params, parent }) => {
	const { campaign } = await parent();
	const detail = orThrow(await getTask(locals.client, params.task));
	if (!detail) error(404, { message: 'unknown_target', code: 'unknown_target' });
	// A case of another campaign is read with that campaign's words and calendar.
	if (detail.task.campaign !== campaign.id) redirect(307, paths.task(params.task, detail.task.campaign));
	const area = detail.task.area.slice(0, COMPOUND_DIGITS);
	const [sheet, sites] = await Promise.all([
		getAreaSheet(locals.client, area).then(orThrow),
		listMapSites(locals.client, campaign.id, area).then(orThrow)
	]);
	return { detail, sheet, sites };
};
