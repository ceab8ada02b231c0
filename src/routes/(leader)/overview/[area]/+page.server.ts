import type { PageServerLoad } from './$types';
import { readOverview } from './read-overview.ts';
import { readAsked } from './view.ts';

export const load: PageServerLoad = async ({ locals, params, url, parent }) => {
	const { campaign } = await parent();
	const asked = readAsked(url.searchParams, campaign.template);
	const answer = await readOverview(locals.client, campaign.id, params.area, asked);
	return { answer, path: answer.overview.area.path };
};
