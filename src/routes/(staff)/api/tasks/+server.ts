import { json, type RequestHandler } from '@sveltejs/kit';
import { listCases } from '#lib/data/tasks.ts';
import { readFilter } from '#lib/domain/paths.ts';

const MOST_ROWS = 50;

/** Cases of an area that match a filter, for choosing one: `?campaign=&area=&text=…`, newest first. */
export const GET: RequestHandler = async ({ url, locals }) => {
	const campaign = url.searchParams.get('campaign') ?? '';
	const area = url.searchParams.get('area') ?? '';
	const pageSize = Math.min(Number(url.searchParams.get('rows') ?? 20) || 20, MOST_ROWS);
	const found = await listCases(locals.client, campaign, area, readFilter(url.searchParams), { sort: 'updated', pageSize });
	const headers = { 'cache-control': 'no-store' };
	if (!found.ok) return json({ code: found.error.code }, { status: found.error.code === 'busy' ? 503 : 502, headers });
	return json(found.value, { headers });
};
