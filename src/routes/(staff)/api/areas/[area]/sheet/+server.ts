import { json, type RequestHandler } from '@sveltejs/kit';
import { getAreaSheet } from '#lib/data/areas.ts';

/** The ground of an area's sheet: outline, plans, grid; 404 when there is none that the caller may see. */
export const GET: RequestHandler = async ({ params, locals }) => {
	const found = await getAreaSheet(locals.client, params.area ?? '');
	if (!found.ok) return json({ code: found.error.code }, { status: found.error.code === 'busy' ? 503 : 502 });
	return found.value
		? json(found.value, { headers: { 'cache-control': 'private, max-age=60' } })
		: json({ code: 'unknown_area' }, { status: 404 });
};
