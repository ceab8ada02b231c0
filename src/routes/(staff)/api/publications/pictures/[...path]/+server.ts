import type { RequestHandler } from '@sveltejs/kit';
import { readRedacted } from '#lib/data/publications.ts';
import { isPictureName } from '#lib/domain/publication.ts';

/** A redacted copy that is not public (yet, or any more), for those who may see it. */
export const GET: RequestHandler = async ({ params, locals }) => {
	const path = params.path ?? '';
	const picture = isPictureName(path) ? await readRedacted(locals.client, path) : null;
	if (!picture?.ok) return Response.json({ code: 'not_found' }, { status: 404 });
	return new Response(picture.value, { headers: { 'content-type': 'image/jpeg', 'cache-control': 'private, max-age=300' } });
};
