import { json } from '@sveltejs/kit';
import { loadStaff } from '#lib/server/staff.ts';
import type { RequestHandler } from './$types';
import { readOverview } from './read-overview.ts';
import { readAsked } from './view.ts';

/** The same answer as the page's, for refreshing it in place: a failure leaves the page as it is. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { campaign } = await loadStaff(locals, url);
	return json(await readOverview(locals.client, campaign.id, params.area, readAsked(url.searchParams, campaign.template)));
};
