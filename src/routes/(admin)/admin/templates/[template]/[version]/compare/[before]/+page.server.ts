import { readVersion } from '../../read-template.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const [before, after] = await Promise.all([
		readVersion(locals.client, params.template, params.before),
		readVersion(locals.client, params.template, params.version)
	]);
	return { before, after };
};
