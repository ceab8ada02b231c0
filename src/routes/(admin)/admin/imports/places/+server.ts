import { json } from '@sveltejs/kit';
import { getPlaces } from '#lib/data/ledger.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { RequestHandler } from './$types';

/** The areas that rows of a file may name: /admin/imports/places?campaign= */
export const GET: RequestHandler = async ({ locals, url }) =>
	json(orThrow(await getPlaces(locals.client, url.searchParams.get('campaign') ?? '')));
