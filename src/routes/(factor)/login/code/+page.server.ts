import { redirect } from '@sveltejs/kit';
import { getSession } from '#lib/data/session.ts';
import { CodeSchema } from '#lib/domain/account.ts';
import { homeOf } from '#lib/domain/home.ts';
import { paths, safePath } from '#lib/domain/paths.ts';
import { showCode, showRecoveryCode } from '#lib/server/access/second-factor.ts';
import { sessionOf } from '#lib/server/access/setup.ts';
import { backend } from '#lib/server/application.ts';
import { readForm } from '#lib/server/form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	const next = safePath(url.searchParams.get('next')) ?? undefined;
	if (locals.pending?.standing !== 'code') redirect(303, paths.login(next));
	return { account: locals.pending.account };
};

export const actions: Actions = {
	code: (event) => show(event, showCode),
	recovery: (event) => show(event, showRecoveryCode)
};

async function show({ request, locals, url }: RequestEvent, by: typeof showCode | typeof showRecoveryCode) {
	const { pending } = locals;
	const next = safePath(url.searchParams.get('next')) ?? undefined;
	if (pending?.standing !== 'code') redirect(303, paths.login(next));
	const form = await readForm(request, 'code', CodeSchema, ['code']);
	if (!form.ok) return form.failure;
	const shown = await by(await backend(), { personId: pending.personId, sessionId: sessionOf(pending) }, form.value.code, new Date());
	if (!shown.ok) return form.refuse(shown.error);
	const session = await getSession(locals.client);
	redirect(303, next ?? (session.ok && session.value ? homeOf(session.value) : paths.home()));
}
