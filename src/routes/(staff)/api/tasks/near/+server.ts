import { json, type RequestHandler } from '@sveltejs/kit';
import { listCasesNear } from '#lib/data/tasks.ts';
import { readPosition } from '#lib/server/position.ts';

const MOST_METRES = 500;

/** Open cases of a kind close to a position: `?campaign=&kind=&at=lng,lat&radius=` in metres. */
export const GET: RequestHandler = async ({ url, locals }) => {
	const headers = { 'cache-control': 'no-store' };
	const at = readPosition(url.searchParams.get('at'));
	if (!at) return json({ code: 'bad_value', field: 'at' }, { status: 400, headers });
	const radiusM = Math.min(Math.max(Math.round(Number(url.searchParams.get('radius'))) || 30, 1), MOST_METRES);
	const [campaign, kind] = [url.searchParams.get('campaign') ?? '', url.searchParams.get('kind') ?? ''];
	const found = await listCasesNear(locals.client, campaign, kind, at, radiusM);
	if (!found.ok) return json({ code: found.error.code }, { status: found.error.code === 'busy' ? 503 : 502, headers });
	return json(found.value, { headers });
};
