import type { RequestHandler } from '@sveltejs/kit';
import { backend } from '#lib/server/application.ts';
import { readiness } from '#lib/server/health.ts';

/** Ready for work: 200, else 503 with the check that fails. For load balancers and for whoever upgrades. */
export const GET: RequestHandler = async () => {
	const { isReady, checks } = await readiness(await backend());
	return Response.json(
		{ status: isReady ? 'ready' : 'not_ready', checks },
		{ status: isReady ? 200 : 503, headers: { 'cache-control': 'no-store', ...(isReady ? {} : { 'retry-after': '5' }) } }
	);
};
