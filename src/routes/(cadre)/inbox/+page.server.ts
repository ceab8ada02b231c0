import { listCompounds } from '#lib/data/areas.ts';
import { getInbox } from '#lib/data/tasks.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent }) => {
	const { campaign, session } = await parent();
	const [inbox, compounds] = await Promise.all([getInbox(locals.client, campaign.id), listCompounds(locals.client, session.posts)]);
	return { inbox: orThrow(inbox), compounds: orThrow(compounds) };
};
