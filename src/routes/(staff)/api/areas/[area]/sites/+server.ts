import { json, type RequestHandler } from '@sveltejs/kit';
import { listMapSites } from '#lib/data/sites.ts';

/** The sites of an area for a map, `?campaign=`: asked again whenever the area changed. */
export const GET: RequestHandler = async ({ params, url, locals }) => {
	const found = await listMapSites(locals.client, url.searchParams.get('campaign') ?? '', params.area ?? '');
	const headers = { 'cache-control': 'no-store' };
	if (!found.ok) return json({ code: found.error.code }, { status: found.error.code === 'busy' ? 503 : 502, headers });
	return json(found.value, { headers });
};
