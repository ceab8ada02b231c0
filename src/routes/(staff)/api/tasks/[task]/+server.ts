import { json, type RequestHandler } from '@sveltejs/kit';
import { getTask } from '#lib/data/tasks.ts';

/** Everything that a case's panel shows; 404 when there is none that the caller may see. */
export const GET: RequestHandler = async ({ params, locals }) => {
	const found = await getTask(locals.client, params.task ?? '');
	const headers = { 'cache-control': 'no-store' };
	if (!found.ok) return json({ code: found.error.code }, { status: found.error.code === 'busy' ? 503 : 502, headers });
	return found.value ? json(found.value, { headers }) : json({ code: 'unknown_target' }, { status: 404, headers });
};
