import { json, type RequestHandler } from '@sveltejs/kit';
import { getInbox } from '#lib/data/tasks.ts';

/** Cases that wait for the caller, `?campaign=`: asked again whenever an area of theirs changed. */
export const GET: RequestHandler = async ({ url, locals }) => {
	const found = await getInbox(locals.client, url.searchParams.get('campaign') ?? '');
	const headers = { 'cache-control': 'no-store' };
	if (!found.ok) return json({ code: found.error.code }, { status: found.error.code === 'busy' ? 503 : 502, headers });
	return json(found.value, { headers });
};
