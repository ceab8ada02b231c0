import { redirect, type RequestHandler } from '@sveltejs/kit';
import { paths } from '#lib/domain/paths.ts';
import { forgetCookies } from '#lib/server/session.ts';

/** Ends the session here and in the backend: its token stops working at once. */
export const POST: RequestHandler = async ({ locals, cookies }) => {
	await locals.client.auth.signOut({ scope: 'local' });
	forgetCookies(cookies);
	redirect(303, paths.home());
};
