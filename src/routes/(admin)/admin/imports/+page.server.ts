import * as v from 'valibot';
import { listImports, undoImport } from '#lib/data/ledger.ts';
import { readForm } from '#lib/server/form.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { Actions, PageServerLoad } from './$types';

const PAGE_SIZE = 20;

export const load: PageServerLoad = async ({ locals, url }) => {
	const page = Math.max(1, Math.trunc(Number(url.searchParams.get('page'))) || 1);
	return { page, pageSize: PAGE_SIZE, imports: orThrow(await listImports(locals.client, page - 1, PAGE_SIZE)) };
};

export const actions: Actions = {
	/** Takes a batch back, once the person has said that they mean it. */
	undo: async ({ request, locals }) => {
		const form = await readForm(request, 'undo', v.object({ batch: v.pipe(v.string(), v.uuid()) }));
		if (!form.ok) return form.failure;
		const undone = await undoImport(locals.client, form.value.batch);
		return undone.ok ? { undone: undone.value.undone } : form.refuse(undone.error);
	}
};
