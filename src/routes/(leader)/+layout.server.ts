import { areaOfHome } from '#lib/domain/person.ts';
import { loadStaff } from '#lib/server/staff.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, url }) => {
	const staff = await loadStaff(locals, url);
	const session = locals.session;
	if (!session) throw new Error('the guard lets nobody without a session in here');
	return {
		...staff,
		session,
		/** Where 总览, 战图 and 台账 lead from a page that is about no area. */
		home: areaOfHome(session) ?? staff.campaign.areaCode,
		/** Goes into every link, so that one stays in the campaign that was chosen. */
		asked: url.searchParams.get('campaign') ?? undefined
	};
};
