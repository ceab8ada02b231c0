import { redirect, type RequestHandler } from '@sveltejs/kit';
import { paths } from '#lib/domain/paths.ts';

/** Ends the session here and in the backend: its token stops working at once. */
export const POST: RequestHandler = async ({ locals }) => {
	await locals.client.auth.signOut({ scope: 'local' });
	redirect(303, paths.home());
};
