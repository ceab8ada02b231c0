import { error } from '@sveltejs/kit';
import { checkTemplate } from '#lib/domain/template-check.ts';
import { readVersion } from '../read-template.ts';
import type { RequestHandler } from './$types';

/** The document as a file; ?version= and ?id= make a copy of it to start from. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const kept = await readVersion(locals.client, params.template, params.version);
	const id = url.searchParams.get('id')?.trim();
	const version = url.searchParams.get('version');
	const template = { ...kept, ...(version ? { version: Number(version) } : {}), ...(id ? { id, version: 1 } : {}) };
	if (!checkTemplate(template).ok) error(400, { message: 'bad_template', code: 'bad_template' });
	return new Response(`${JSON.stringify(template, null, '\t')}\n`, {
		headers: {
			'content-type': 'application/json; charset=utf-8',
			'content-disposition': `attachment; filename="${template.id}-${template.version}.json"`
		}
	});
};
