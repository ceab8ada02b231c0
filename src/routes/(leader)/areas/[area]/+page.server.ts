import { error } from '@sveltejs/kit';
import { getAreaPage } from '#lib/data/areas.ts';
import { getTask } from '#lib/data/tasks.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { PageServerLoad } from './$types';

/** What the page itself carries, open cases first: most communities whole. The browser asks for the rest of a large area afterwards. */
const ROWS_IN_PAGE = 300;

export const load: PageServerLoad = async ({ locals, params, url, untrack }) => {
	// Selecting another case changes the address, not what the page is about.
	const asked = untrack(() => url.searchParams.get('task'));
	const [{ sheet, sites, basemaps }, detail] = await Promise.all([
		getAreaPage(locals.client, params.area, url.searchParams.get('campaign') ?? undefined, ROWS_IN_PAGE).then(orThrow),
		asked ? getTask(locals.client, asked) : null
	]);
	if (!sheet) error(404, 'unknown_area', { code: 'unknown_area' });
	return {
		sheet,
		sites,
		basemaps,
		detail: detail?.ok ? detail.value : null,
		path: sheet.area.path
	};
};
