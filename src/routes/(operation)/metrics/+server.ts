import type { RequestHandler } from '@sveltejs/kit';
import { backend } from '#lib/server/application.ts';
import { mayReadMetrics } from '#lib/server/health.ts';
import { metrics } from '#lib/server/metrics.ts';
import { readGauges } from '#lib/server/operations-gauges.ts';

/** The figures of this server for Prometheus. To strangers it is a page that does not exist. */
export const GET: RequestHandler = async ({ request, getClientAddress }) => {
	if (!mayReadMetrics(request.headers, getClientAddress())) return Response.json({ code: 'not_found' }, { status: 404 });
	return new Response(metrics.write(await readGauges(await backend())), {
		headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' }
	});
};
