import { randomUUID } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import { savePerson } from '#lib/data/admin-people.ts';
import { PersonSchema } from '#lib/domain/person-record.ts';
import { paths } from '#lib/domain/paths.ts';
import { readForm } from '#lib/server/form.ts';
import type { Actions } from './$types';

export const actions: Actions = {
	default: async ({ request, locals }) => {
		const form = await readForm(request, 'person', PersonSchema);
		if (!form.ok) return form.failure;
		const { name, organisation, phone } = form.value;
		const id = randomUUID();
		const saved = await savePerson(locals.client, { id, name, organisation, ...(phone ? { phone } : {}) });
		if (!saved.ok) return form.refuse(saved.error);
		redirect(303, paths.adminPerson(id));
	}
};
