import type { RequestHandler } from '@sveltejs/kit';
import { isPublished, readPublishedPicture } from '#lib/data/published.ts';
import { makeThumbnail } from '#lib/server/pictures/intake.ts';

/** A minute in a browser's cache: as long as a withdrawn picture may still be seen by somebody who had it. */
const CACHE = 'public, max-age=60';
const WIDTHS = [320, 640];

/**
 * A picture that is public now; `?w=` 320 or 640 gives a smaller copy for lists. Original, proposed,
 * withdrawn and invented names get one and the same answer. Everything is asked as nobody, so that no
 * mistake here can open more than the database does.
 */
export const GET: RequestHandler = async ({ params, url, locals, request }) => {
	const picture = params.path ?? '';
	const published = await isPublished(locals.client, picture);
	if (!published.ok) return Response.json({ code: 'busy' }, { status: 503, headers: { 'retry-after': '1' } });
	if (!published.value) return notThere();
	const width = WIDTHS.find((one) => String(one) === url.searchParams.get('w')) ?? null;
	// A name stands for one content for ever.
	const etag = `"${picture}${width ?? ''}"`;
	const headers = { 'cache-control': CACHE, etag, 'content-type': 'image/jpeg', 'content-disposition': 'inline' };
	if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
	const file = await readPublishedPicture(locals.client, picture);
	if (!file) return notThere();
	return new Response(width ? await makeThumbnail(file, width) : file, { headers });
};

function notThere(): Response {
	return Response.json({ code: 'not_found' }, { status: 404, headers: { 'cache-control': 'no-store' } });
}
