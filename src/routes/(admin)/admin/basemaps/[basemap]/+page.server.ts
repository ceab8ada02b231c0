import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { getBasemapRecord, listKeyed, removeBasemap } from '#lib/data/admin-basemaps.ts';
import { getAreaSheet } from '#lib/data/areas.ts';
import { parseStyleSource } from '#lib/domain/basemap.ts';
import { paths } from '#lib/domain/paths.ts';
import { areaOfHome } from '#lib/domain/person.ts';
import { tileAt } from '#lib/geo/tile.ts';
import { backend } from '#lib/server/application.ts';
import { dataDir } from '#lib/server/backend/data-dir.ts';
import { readForm } from '#lib/server/form.ts';
import { orThrow } from '#lib/server/staff.ts';
import { listArchives } from '#lib/server/tiles/keep-archive.ts';
import { saveBasemap } from '../save-basemap.ts';
import type { Actions, PageServerLoad } from './$types';

/** Near enough to see streets, far enough that every service has it. */
const TEST_ZOOM = 12;

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const basemap = orThrow(await getBasemapRecord(locals.client, params.basemap));
	const [keyed, sheet, files] = await Promise.all([
		listKeyed((await backend()).operator()),
		getAreaSheet(locals.client, (locals.session && areaOfHome(locals.session)) ?? ''),
		listArchives(dataDir().tiles)
	]);
	const [lng = 0, lat = 0] = (sheet.ok && sheet.value?.area.center?.coordinates) || [];
	const zoom = Math.round(Math.min(Math.max(TEST_ZOOM, basemap.minZoom), basemap.maxZoom));
	const style = basemap.kind === 'style' ? parseStyleSource(basemap.source) : null;
	return {
		basemap,
		hasKey: orThrow(keyed).includes(basemap.id),
		files,
		/** A tile of home, and the sources of a style that each have one there. */
		test: { place: tileAt([lng, lat], zoom), sources: style?.ok ? Object.keys(style.value.sources) : [] },
		said: url.searchParams.get('said') === 'saved'
	};
};

export const actions: Actions = {
	save: (event) => saveBasemap(event, event.params.basemap),
	remove: async ({ request, locals, params }) => {
		const form = await readForm(request, 'remove', v.object({}));
		if (!form.ok) return form.failure;
		const removed = await removeBasemap(locals.client, params.basemap);
		if (!removed.ok) return form.refuse(removed.error);
		redirect(303, paths.adminBasemaps());
	}
};
