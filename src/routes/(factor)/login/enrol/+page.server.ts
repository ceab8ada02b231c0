import { redirect } from '@sveltejs/kit';
import { CodeSchema } from '#lib/domain/account.ts';
import { paths, safePath } from '#lib/domain/paths.ts';
import type { Holder } from '#lib/data/sign-in.ts';
import { confirmOwnFactor, offerFactor } from '#lib/server/access/second-factor.ts';
import { sessionOf, viewFactor } from '#lib/server/access/setup.ts';
import { backend } from '#lib/server/application.ts';
import { readForm } from '#lib/server/form.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const next = safePath(url.searchParams.get('next')) ?? undefined;
	const pending = enrolling(locals, next);
	return {
		account: pending.account,
		factor: await viewFactor(await backend(), pending.personId, pending.account),
		next: next ?? paths.login()
	};
};

export const actions: Actions = {
	begin: async ({ locals }) => {
		orThrow(await offerFactor(await backend(), enrolling(locals).personId));
	},
	confirm: async ({ request, locals }) => {
		const pending = enrolling(locals);
		const form = await readForm(request, 'code', CodeSchema, ['code']);
		if (!form.ok) return form.failure;
		const holder = { personId: pending.personId, sessionId: sessionOf(pending) };
		const confirmed = await confirmOwnFactor(await backend(), holder, form.value.code, new Date());
		return confirmed.ok ? { codes: confirmed.value } : form.refuse(confirmed.error);
	}
};

/** Whoever must set a factor up first; everybody else is sent to the log-in. */
function enrolling({ pending }: App.Locals, next?: string): Holder {
	if (pending?.standing !== 'enrol') redirect(303, paths.login(next));
	return pending;
}
