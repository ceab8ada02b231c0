import { listTemplates } from '#lib/data/admin-templates.ts';
import { orThrow } from '#lib/server/staff.ts';
import { readVersion } from './read-template.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const template = await readVersion(locals.client, params.template, params.version);
	const versions = orThrow(await listTemplates(locals.client)).filter(({ id }) => id === template.id);
	const said = url.searchParams.get('said');
	return { template, versions, said: said === 'imported' || said === 'replaced' ? said : null };
};
