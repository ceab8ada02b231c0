import { getSettings } from '#lib/data/admin-settings.ts';
import { areaOfHome } from '#lib/domain/person.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals }) => {
	const session = locals.session;
	if (!session) throw new Error('the guard lets nobody without a session in here');
	const settings = orThrow(await getSettings(locals.client));
	return {
		session,
		timezone: settings.timezone,
		/** Where 总览, 战图 and 台账 lead from pages that are about no area. */
		home: areaOfHome(session) ?? ''
	};
};
