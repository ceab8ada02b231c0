import { homeOf } from '#lib/domain/home.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals }) => {
	const { session } = locals;
	if (!session) throw new Error('the guard lets nobody without a session in here');
	return { session, home: homeOf(session) };
};
