import { fail, redirect, type Actions, type ServerLoad } from '@sveltejs/kit';
import * as v from 'valibot';
import { getSession } from '#lib/data/session.ts';
import { hasAnyRole, type Session } from '#lib/domain/person.ts';
import { paths, safePath } from '#lib/domain/paths.ts';

const LoginSchema = v.object({
	email: v.pipe(v.string(), v.trim(), v.email(), v.maxLength(320)),
	password: v.pipe(v.string(), v.minLength(1), v.maxLength(200))
});

export const load: ServerLoad = ({ locals, url }) => {
	if (locals.session) redirect(303, homeOf(locals.session));
	return { next: url.searchParams.get('next') };
};

export const actions: Actions = {
	default: async ({ request, locals, url }) => {
		const form = Object.fromEntries(await request.formData());
		const parsed = v.safeParse(LoginSchema, form);
		const email = typeof form.email === 'string' ? form.email : '';
		if (!parsed.success) return fail(400, { email, code: 'wrong_login' });
		const { error } = await locals.client.auth.signInWithPassword(parsed.output);
		if (error) return fail(error.status === 503 ? 503 : 400, { email, code: error.status === 400 ? 'wrong_login' : 'busy' });
		const session = await getSession(locals.client);
		if (!session.ok || !session.value) return fail(403, { email, code: 'no_post' });
		redirect(303, safePath(url.searchParams.get('next')) ?? homeOf(session.value));
	}
};

/** Everybody lands where their work is. */
function homeOf(session: Session): string {
	const first = session.posts[0];
	if (!first) return paths.home();
	if (hasAnyRole(session, 'cadre', 'dispatcher', 'inspector')) return paths.inbox();
	if (hasAnyRole(session, 'leader'))
		return paths.overview(session.posts.find((post) => post.role === 'leader')?.areaCode ?? first.areaCode);
	if (hasAnyRole(session, 'administrator')) return paths.adminPeople();
	return paths.home();
}
