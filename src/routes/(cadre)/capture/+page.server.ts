import { listCompounds } from '#lib/data/areas.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent }) => {
	const { session } = await parent();
	return { compounds: orThrow(await listCompounds(locals.client, session.posts)) };
};
