import type { RequestHandler } from '@sveltejs/kit';
import { backend } from '#lib/server/application.ts';

/** The embedded backend on our own origin, for supabase-js clients. Not there when Supabase is used. */
export const fallback: RequestHandler = async ({ request, params }) => {
	const { forward } = await backend();
	if (!forward) return Response.json({ code: 'not_found' }, { status: 404 });
	return forward(request, `/${params.path ?? ''}`);
};
