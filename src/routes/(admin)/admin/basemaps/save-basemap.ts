import { redirect, type ActionFailure } from '@sveltejs/kit';
import { addBasemap, changeBasemap, listBasemapRecords, saveBasemapKey } from '#lib/data/admin-basemaps.ts';
import { BASEMAP_FIELDS, BasemapFormSchema, readBasemap } from '#lib/domain/basemap-form.ts';
import { paths } from '#lib/domain/paths.ts';
import { readForm, type FormFailure } from '#lib/server/form.ts';
import { orThrow } from '#lib/server/staff.ts';

/** Stores the posted basemap, a new one or the one of that id, and its key where one was typed. */
export async function saveBasemap(
	{ request, locals }: { request: Request; locals: App.Locals },
	id: string | null
): Promise<ActionFailure<FormFailure>> {
	const form = await readForm(request, 'basemap', BasemapFormSchema);
	if (!form.ok) return form.failure;
	const all = orThrow(await listBasemapRecords(locals.client));
	const position = all.find((one) => one.id === id)?.position ?? all.reduce((most, one) => Math.max(most, one.position), -1) + 1;
	const read = readBasemap({ ...form.value, ...(id ? { id } : {}) }, position);
	if (!read.ok) return form.refuse(read.error, BASEMAP_FIELDS);
	const { id: saved, ...basemap } = read.value;
	const stored = id ? await changeBasemap(locals.client, id, basemap) : await addBasemap(locals.client, read.value);
	if (!stored.ok) return form.refuse(stored.error.code === 'already_there' ? { code: 'id_taken', field: 'id', info: saved } : stored.error);
	const { key, removeKey } = form.value;
	if (key.trim() || removeKey) {
		const kept = await saveBasemapKey(locals.client, saved, key.trim());
		if (!kept.ok) return form.refuse(kept.error);
	}
	redirect(303, paths.adminBasemap(saved, 'saved'));
}
