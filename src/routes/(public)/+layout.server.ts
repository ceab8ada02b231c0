import { getPublicSettings } from '#lib/data/published.ts';
import { published } from '#lib/server/remembered.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { LayoutServerLoad } from './$types';

/**
 * A shared cache in front may keep a page for ten seconds; a browser asks each time, so that whoever
 * withdraws a picture sees it gone. Language, colours and 适老版 are cookies.
 */
const CACHE = 'public, max-age=0, s-maxage=10';

export const load: LayoutServerLoad = async ({ locals, setHeaders }) => {
	setHeaders({ 'cache-control': CACHE, vary: 'cookie' });
	return { settings: orThrow(await published.of('settings', () => getPublicSettings(locals.client))), isElder: locals.isElder };
};
