import { json, type RequestHandler } from '@sveltejs/kit';
import { listPlacesAt } from '#lib/data/areas.ts';
import { readPosition } from '#lib/server/position.ts';

/** The areas that a position lies in, and compounds close by: `?at=lng,lat` (WGS-84). */
export const GET: RequestHandler = async ({ url, locals }) => {
	const headers = { 'cache-control': 'no-store' };
	const at = readPosition(url.searchParams.get('at'));
	if (!at) return json({ code: 'bad_value', field: 'at' }, { status: 400, headers });
	const found = await listPlacesAt(locals.client, at);
	if (!found.ok) return json({ code: found.error.code }, { status: found.error.code === 'busy' ? 503 : 502, headers });
	return json(found.value, { headers });
};
