import { getSettings } from '#lib/data/admin-settings.ts';
import { areaOfHome } from '#lib/domain/person.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals }) => {
	const session = locals.session;
	if (!session) throw new Error('the guard lets nobody without a session in here');
	const { timezone } = orThrow(await getSettings(locals.client));
	return { session, timezone, home: areaOfHome(session) ?? '' };
};
