import { error } from '@sveltejs/kit';
import { getAreaPath } from '#lib/data/areas.ts';
import { CASE_SORTS, listCases } from '#lib/data/tasks.ts';
import { readFilter } from '#lib/domain/paths.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { PageServerLoad } from './$types';

const PAGE_SIZE = 50;

export const load: PageServerLoad = async ({ locals, params, url, parent }) => {
	const { campaign } = await parent();
	const filter = readFilter(url.searchParams);
	const sort = CASE_SORTS.find((one) => one === url.searchParams.get('sort')) ?? 'due';
	const page = Math.max(1, Math.trunc(Number(url.searchParams.get('page'))) || 1);
	const [path, list] = await Promise.all([
		getAreaPath(locals.client, params.area),
		listCases(locals.client, campaign.id, params.area, filter, { sort, page: page - 1, pageSize: PAGE_SIZE })
	]);
	const found = orThrow(path);
	if (found.at(-1)?.code !== params.area) error(404, { message: 'unknown_area', code: 'unknown_area' });
	return { path: found, filter, sort, page, pageSize: PAGE_SIZE, list: orThrow(list) };
};
