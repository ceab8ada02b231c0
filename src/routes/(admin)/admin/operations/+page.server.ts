import * as v from 'valibot';
import { readOperationFacts, saveRetention } from '#lib/data/operation.ts';
import { JOBS } from '#lib/domain/operation.ts';
import { backend } from '#lib/server/application.ts';
import { readForm } from '#lib/server/form.ts';
import { operations } from '#lib/server/operations-holder.ts';
import { readOperation } from '#lib/server/operations-view.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, depends }) => {
	depends('zhantu:operation');
	return { operation: orThrow(await readOperation(await backend(), locals.client)) };
};

const days = v.pipe(
	v.string(),
	v.trim(),
	v.regex(/^\d{1,5}$/, 'not_a_number'),
	v.transform(Number),
	v.minValue(1, 'not_a_number'),
	v.maxValue(36_500, 'not_a_number')
);

export const actions: Actions = {
	/** Begins one of the server's jobs; the page follows it. */
	run: async ({ request, locals }) => {
		const form = await readForm(request, 'run', v.object({ job: v.picklist(JOBS) }));
		if (!form.ok) return form.failure;
		const allowed = await readOperationFacts(locals.client);
		if (!allowed.ok) return form.refuse(allowed.error);
		void operations(await backend()).run(form.value.job);
		return { begun: form.value.job };
	},

	retention: async ({ request, locals }) => {
		const form = await readForm(request, 'retention', v.object({ pictures: days, people: days, sessions: days }));
		if (!form.ok) return form.failure;
		const saved = await saveRetention(locals.client, form.value);
		return saved.ok ? { saved: 'retention' as const } : form.refuse(saved.error);
	}
};
