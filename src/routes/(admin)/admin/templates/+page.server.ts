import { listTemplates } from '#lib/data/admin-templates.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({ versions: orThrow(await listTemplates(locals.client)) });
