import { json, type RequestHandler } from '@sveltejs/kit';
import { searchPlaces } from '#lib/data/areas.ts';

const LONGEST_QUERY = 100;

/** Areas, buildings and cases that contain the text: `?campaign=&q=`. */
export const GET: RequestHandler = async ({ url, locals }) => {
	const query = (url.searchParams.get('q') ?? '').trim().slice(0, LONGEST_QUERY);
	const headers = { 'cache-control': 'no-store' };
	if (!query) return json([], { headers });
	const found = await searchPlaces(locals.client, url.searchParams.get('campaign') ?? '', query);
	if (!found.ok) return json({ code: found.error.code }, { status: found.error.code === 'busy' ? 503 : 502, headers });
	return json(found.value, { headers });
};
