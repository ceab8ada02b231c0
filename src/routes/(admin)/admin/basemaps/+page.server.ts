import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { changeBasemap, listBasemapRecords, listKeyed } from '#lib/data/admin-basemaps.ts';
import { backend } from '#lib/server/application.ts';
import { readForm } from '#lib/server/form.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const [basemaps, keyed] = await Promise.all([listBasemapRecords(locals.client), listKeyed((await backend()).operator())]);
	return { basemaps: orThrow(basemaps), keyed: orThrow(keyed) };
};

const id = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/));

export const actions: Actions = {
	/** One place up or down; all get a number again, because rows may have been added with the same. */
	move: async ({ request, locals }) => {
		const form = await readForm(request, 'move', v.object({ id, by: v.picklist(['-1', '1']) }));
		if (!form.ok) return form.failure;
		const basemaps = orThrow(await listBasemapRecords(locals.client));
		const from = basemaps.findIndex((basemap) => basemap.id === form.value.id);
		const to = from + Number(form.value.by);
		const moved = basemaps[from];
		if (!moved || to < 0 || to >= basemaps.length) return form.refuse({ code: 'not_found' });
		const ordered = basemaps.toSpliced(from, 1).toSpliced(to, 0, moved);
		for (const [position, basemap] of ordered.entries()) {
			if (basemap.position === position) continue;
			const changed = await changeBasemap(locals.client, basemap.id, { position });
			if (!changed.ok) return form.refuse(changed.error);
		}
		return { moved: moved.id };
	},

	toggle: async ({ request, locals }) => {
		const form = await readForm(request, 'toggle', v.object({ id, enabled: v.picklist(['true', 'false']) }));
		if (!form.ok) return form.failure;
		const changed = await changeBasemap(locals.client, form.value.id, { isEnabled: form.value.enabled === 'true' });
		return changed.ok ? { toggled: form.value.id } : fail(400, { form: 'toggle', values: {}, errors: { form: changed.error } });
	}
};
