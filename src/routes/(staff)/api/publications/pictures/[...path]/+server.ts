import type { RequestHandler } from '@sveltejs/kit';
import { readRedacted } from '#lib/data/publications.ts';
import { isPictureName } from '#lib/domain/publication.ts';
import { makeThumbnail } from '#lib/server/pictures/intake.ts';

/** A redacted copy that is not public (yet, or any more), for those who may see it; `?w=320` a small one for lists. */
export const GET: RequestHandler = async ({ params, url, locals }) => {
	const path = params.path ?? '';
	const picture = isPictureName(path) ? await readRedacted(locals.client, path) : null;
	if (!picture?.ok) return Response.json({ code: 'not_found' }, { status: 404 });
	const shown = url.searchParams.get('w') === '320' ? await makeThumbnail(picture.value, 320) : picture.value;
	return new Response(shown, { headers: { 'content-type': 'image/jpeg', 'cache-control': 'private, max-age=300' } });
};
