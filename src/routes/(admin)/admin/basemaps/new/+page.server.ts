import { BASEMAP_PRESETS } from '#lib/domain/basemap-presets.ts';
import { dataDir } from '#lib/server/backend/data-dir.ts';
import { listArchives } from '#lib/server/tiles/keep-archive.ts';
import { saveBasemap } from '../save-basemap.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url }) => ({
	preset: BASEMAP_PRESETS.find(({ id }) => id === url.searchParams.get('preset')) ?? null,
	files: await listArchives(dataDir().tiles)
});

export const actions: Actions = { default: (event) => saveBasemap(event, null) };
