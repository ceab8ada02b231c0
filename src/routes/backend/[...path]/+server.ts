import type { RequestHandler } from '@sveltejs/kit';
import { addressOf } from '#lib/server/access/address.ts';
import { grantByPassword } from '#lib/server/access/token-door.ts';
import { backend } from '#lib/server/application.ts';

/** The embedded backend on our own origin, for supabase-js clients. Not there when Supabase is used. */
export const fallback: RequestHandler = async (event) => {
	const { request, params, url } = event;
	const opened = await backend();
	const path = `/${params.path ?? ''}`;
	if (!opened.forward) return Response.json({ code: 'not_found' }, { status: 404 });
	if (request.method === 'POST' && path === '/auth/v1/token' && url.searchParams.get('grant_type') === 'password') {
		return grantByPassword(opened, opened.forward, request, path, addressOf(event));
	}
	return opened.forward(request, path, addressOf(event));
};
