import type { RequestHandler } from '@sveltejs/kit';
import { isPublished, readPublishedPicture } from '#lib/data/published.ts';

/** A minute in a browser's cache: as long as a withdrawn picture may still be seen by somebody who had it. */
const CACHE = 'public, max-age=60';

/**
 * A picture that is public now. Original, proposed, withdrawn and invented names get one and the same
 * answer. Everything is asked as nobody, so that no mistake here can open more than the database does.
 */
export const GET: RequestHandler = async ({ params, locals, request }) => {
	const picture = params.path ?? '';
	const published = await isPublished(locals.client, picture);
	if (!published.ok) return Response.json({ code: 'busy' }, { status: 503, headers: { 'retry-after': '1' } });
	if (!published.value) return notThere();
	// A name stands for one content for ever.
	const etag = `"${picture}"`;
	const headers = { 'cache-control': CACHE, etag, 'content-type': 'image/jpeg', 'content-disposition': 'inline' };
	if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
	const file = await readPublishedPicture(locals.client, picture);
	return file ? new Response(await file.arrayBuffer(), { headers }) : notThere();
};

function notThere(): Response {
	return Response.json({ code: 'not_found' }, { status: 404, headers: { 'cache-control': 'no-store' } });
}
