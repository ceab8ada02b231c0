import { fail, redirect } from '@sveltejs/kit';
import { getTemplate, listTemplates, saveTemplate } from '#lib/data/admin-templates.ts';
import { paths } from '#lib/domain/paths.ts';
import { readTemplate } from '#lib/domain/template-check.ts';
import type { AppError } from '#lib/domain/result.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { Actions } from './$types';

const MOST_BYTES = 1024 * 1024;

/** What of a file is told; all the rest only by its number. */
const MOST_ISSUES = 100;

export const actions: Actions = {
	default: async ({ request, locals }) => {
		const form = await request.formData();
		const file = form.get('file');
		const number = form.get('number') === 'next' ? 'next' : 'file';
		const refuse = (error: AppError) => fail(400, { number, error });
		if (!(file instanceof File) || file.size === 0) return refuse({ code: 'template_no_file', field: 'file' });
		if (file.size > MOST_BYTES) return refuse({ code: 'template_too_large', field: 'file' });
		const read = readTemplate(await file.text());
		if (!read.ok) {
			if ('json' in read) return fail(400, { number, file: file.name, json: read.json });
			return fail(400, { number, file: file.name, issues: read.issues.slice(0, MOST_ISSUES), count: read.issues.length });
		}
		const template = read.template;
		if (number === 'next') {
			const versions = orThrow(await listTemplates(locals.client)).filter(({ id }) => id === template.id);
			template.version = Math.max(0, ...versions.map(({ version }) => version)) + 1;
		}
		const former = await getTemplate(locals.client, template.id, template.version);
		const saved = await saveTemplate(locals.client, template);
		if (!saved.ok) return fail(400, { number, file: file.name, error: saved.error });
		redirect(303, paths.adminTemplate(template.id, template.version, former.ok ? 'replaced' : 'imported'));
	}
};
