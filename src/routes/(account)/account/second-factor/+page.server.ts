import { redirect } from '@sveltejs/kit';
import { getStanding, type Holder } from '#lib/data/sign-in.ts';
import { getSettings } from '#lib/data/admin-settings.ts';
import { CodeSchema } from '#lib/domain/account.ts';
import { paths } from '#lib/domain/paths.ts';
import type { Result } from '#lib/domain/result.ts';
import { confirmOwnFactor, offerFactor, renewCodes, turnOff } from '#lib/server/access/second-factor.ts';
import { sessionOf, viewFactor } from '#lib/server/access/setup.ts';
import { backend } from '#lib/server/application.ts';
import type { Backend } from '#lib/server/backend/index.ts';
import { readForm } from '#lib/server/form.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const holder = await getHolder(locals);
	return {
		account: holder.account,
		factor: await viewFactor(await backend(), holder.personId, holder.account),
		timezone: orThrow(await getSettings(locals.client)).timezone
	};
};

export const actions: Actions = {
	begin: async ({ locals }) => {
		orThrow(await offerFactor(await backend(), (await getHolder(locals)).personId));
	},
	confirm: (event) =>
		withCode(event, 'confirm', async (opened, holder, code) => {
			const confirmed = await confirmOwnFactor(opened, { personId: holder.personId, sessionId: sessionOf(holder) }, code, new Date());
			return confirmed.ok ? { ok: true, value: { codes: confirmed.value } } : confirmed;
		}),
	renew: (event) =>
		withCode(event, 'renew', async (opened, { personId }, code) => {
			const renewed = await renewCodes(opened, personId, code, new Date());
			return renewed.ok ? { ok: true, value: { codes: renewed.value } } : renewed;
		}),
	turnOff: (event) =>
		withCode(event, 'turnOff', async (opened, { personId }, code) => {
			const off = await turnOff(opened, personId, code, new Date());
			return off.ok ? { ok: true, value: { isOff: true } } : off;
		})
};

async function withCode<Answer>(
	{ request, locals }: Parameters<NonNullable<Actions[string]>>[0],
	name: string,
	act: (opened: Backend, holder: Holder, code: string) => Promise<Result<Answer>>
) {
	const form = await readForm(request, name, CodeSchema, ['code']);
	if (!form.ok) return form.failure;
	const done = await act(await backend(), await getHolder(locals), form.value.code);
	return done.ok ? done.value : form.refuse(done.error);
}

async function getHolder({ client }: App.Locals): Promise<Holder> {
	const holder = orThrow(await getStanding(client));
	if (!holder) redirect(303, paths.login(paths.accountFactor()));
	return holder;
}
