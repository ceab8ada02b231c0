import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { getSettings } from '#lib/data/admin-settings.ts';
import { endMySessions, getStanding, listMySessions, noteSecurityEvent, type Holder } from '#lib/data/sign-in.ts';
import { PasswordSchema } from '#lib/domain/account.ts';
import { paths } from '#lib/domain/paths.ts';
import { addressOf } from '#lib/server/access/address.ts';
import { viewFactor } from '#lib/server/access/setup.ts';
import { passwordCheck, signIn } from '#lib/server/access/sign-in.ts';
import { backend } from '#lib/server/application.ts';
import { describeError, log } from '#lib/server/backend/log.ts';
import { readForm } from '#lib/server/form.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const holder = await getHolder(locals);
	const [factor, sessions, settings] = await Promise.all([
		viewFactor(await backend(), holder.personId, holder.account),
		listMySessions(locals.client),
		getSettings(locals.client)
	]);
	return {
		account: holder.account,
		factor: factor?.confirmedAt ? { confirmedAt: factor.confirmedAt, codesLeft: factor.codesLeft } : null,
		sessions: orThrow(sessions),
		timezone: orThrow(settings).timezone
	};
};

export const actions: Actions = {
	/** Asks for the present password first, and ends every other session afterwards. */
	password: async (event) => {
		const { request, locals } = event;
		const form = await readForm(request, 'password', PasswordSchema, ['current', 'password', 'repeated']);
		if (!form.ok) return form.failure;
		const holder = await getHolder(locals);
		const opened = await backend();
		const address = addressOf(event);
		const visitor = opened.anonymous(address);
		const known = await signIn(opened, {
			email: holder.account,
			address,
			device: '',
			check: passwordCheck(visitor, form.value.current)
		});
		if (!known.ok) {
			const { code, info } = known.error;
			return form.refuse(
				code === 'wrong_login' ? { code: 'wrong_password', field: 'current' } : { code, info: Math.ceil(Number(info) / 60) }
			);
		}
		try {
			const { data } = await locals.client.auth.getUser();
			await opened.setPassword(data.user?.id ?? '', form.value.password);
		} catch (failure) {
			const { code } = describeError(failure);
			if (code === 'same_password' || code === 'weak_password') return form.refuse({ code, field: 'password' });
			log('error', 'set_password', { code, traceId: locals.traceId });
			return form.refuse({ code: 'backend_error' });
		} finally {
			await visitor.auth.signOut({ scope: 'local' });
		}
		await noteSecurityEvent(opened.operator(), 'password_changed', { person: holder.personId });
		orThrow(await endMySessions(locals.client));
		return { saved: 'password' as const };
	},

	/** Ends one session, or without a name all but this. */
	end: async ({ request, locals }) => {
		const form = await readForm(request, 'sessions', v.object({ session: v.optional(v.pipe(v.string(), v.uuid())) }));
		if (!form.ok) return form.failure;
		const ended = await endMySessions(locals.client, form.value.session);
		return ended.ok ? { saved: 'sessions' as const } : form.refuse(ended.error);
	}
};

async function getHolder({ client }: App.Locals): Promise<Holder> {
	const holder = orThrow(await getStanding(client));
	if (!holder) redirect(303, paths.login(paths.account()));
	return holder;
}
