import { json } from '@sveltejs/kit';
import { findAreas } from '#lib/data/admin-people.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { RequestHandler } from './$types';

/** Suggestions for an area picker: /admin/areas?q= */
export const GET: RequestHandler = async ({ locals, url }) =>
	json(orThrow(await findAreas(locals.client, url.searchParams.get('q') ?? '')));
