import type { RequestHandler } from '@sveltejs/kit';
import { readPicture } from '#lib/data/evidence.ts';
import { makeThumbnail } from '#lib/server/pictures/intake.ts';

const EVIDENCE = /^[0-9A-Z]+\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.jpg$/;
const WIDTHS = [320, 640];

/** A picture of a case, to whoever may see the case. `?w=` 320 or 640 gives a smaller copy for lists. */
export const GET: RequestHandler = async ({ params, url, locals }) => {
	const path = params.path ?? '';
	const found = EVIDENCE.test(path) ? await readPicture(locals.client, path) : null;
	if (found && !found.ok) return new Response(null, { status: 503, headers: { 'retry-after': '2' } });
	if (!found?.value) return Response.json({ code: 'not_found' }, { status: 404 });
	const width = Number(url.searchParams.get('w'));
	const body = WIDTHS.includes(width) ? await makeThumbnail(found.value, width) : found.value;
	return new Response(body, {
		headers: {
			'content-type': 'image/jpeg',
			'content-length': String(body.length),
			'content-disposition': 'inline',
			'content-security-policy': "default-src 'none'; sandbox",
			// A name is never used for another picture.
			'cache-control': 'private, max-age=86400, immutable'
		}
	});
};
