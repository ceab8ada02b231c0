import { fail, redirect, type Actions, type ServerLoad } from '@sveltejs/kit';
import * as v from 'valibot';
import { getSession } from '#lib/data/session.ts';
import { homeOf } from '#lib/domain/home.ts';
import { paths, safePath } from '#lib/domain/paths.ts';
import { addressOf } from '#lib/server/access/address.ts';
import { deviceOf } from '#lib/server/access/device.ts';
import { passwordCheck, signIn } from '#lib/server/access/sign-in.ts';
import { backend } from '#lib/server/application.ts';

const LoginSchema = v.object({
	email: v.pipe(v.string(), v.trim(), v.maxLength(320), v.email()),
	password: v.pipe(v.string(), v.minLength(1), v.maxLength(200))
});

export const load: ServerLoad = ({ locals, url }) => {
	const next = safePath(url.searchParams.get('next')) ?? undefined;
	if (locals.session) redirect(303, homeOf(locals.session));
	if (locals.pending) redirect(303, locals.pending.standing === 'enrol' ? paths.loginEnrol(next) : paths.loginCode(next));
};

export const actions: Actions = {
	default: async (event) => {
		const { request, locals, url } = event;
		const form = Object.fromEntries(await request.formData());
		const parsed = v.safeParse(LoginSchema, form);
		const email = typeof form.email === 'string' ? form.email.slice(0, 320) : '';
		const refuse = (status: number, code: string, minutes = 0) => fail(status, { email, code, minutes });
		if (!parsed.success) return refuse(400, 'wrong_login');
		const { client } = locals;
		const tried = await signIn(await backend(), {
			email: parsed.output.email,
			address: addressOf(event),
			device: deviceOf(request.headers.get('user-agent')),
			check: passwordCheck(client, parsed.output.password)
		});
		if (!tried.ok) {
			const { code, info } = tried.error;
			if (code === 'slow_down') return refuse(429, code, Math.ceil(Number(info) / 60));
			return refuse(code === 'wrong_login' ? 400 : 503, code);
		}
		const next = safePath(url.searchParams.get('next')) ?? undefined;
		if (tried.value === 'code') redirect(303, paths.loginCode(next));
		if (tried.value === 'enrol') redirect(303, paths.loginEnrol(next));
		const session = await getSession(client);
		if (!session.ok || !session.value) return refuse(503, 'busy');
		redirect(303, next ?? homeOf(session.value));
	}
};
