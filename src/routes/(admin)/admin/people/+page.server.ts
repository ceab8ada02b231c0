import { listPeople } from '#lib/data/admin-people.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { PageServerLoad } from './$types';

const PAGE_SIZE = 50;

export const load: PageServerLoad = async ({ locals, url }) => {
	const query = url.searchParams.get('q')?.trim().slice(0, 100) ?? '';
	const page = Math.max(1, Math.trunc(Number(url.searchParams.get('page'))) || 1);
	return { query, page, pageSize: PAGE_SIZE, people: orThrow(await listPeople(locals.client, query, page - 1, PAGE_SIZE)) };
};
