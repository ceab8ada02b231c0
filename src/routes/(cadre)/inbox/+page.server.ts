import { getInbox } from '#lib/data/tasks.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent }) => {
	const { campaign } = await parent();
	return { inbox: orThrow(await getInbox(locals.client, campaign.id)) };
};
