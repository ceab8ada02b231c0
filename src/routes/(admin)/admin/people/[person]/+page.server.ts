import { randomInt } from 'node:crypto';
import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { addPost, endPost, getAccountOf, getPerson, linkAccount, savePerson } from '#lib/data/admin-people.ts';
import { getSettings } from '#lib/data/admin-settings.ts';
import { erasePerson } from '#lib/data/operation.ts';
import { getFactorsOf, resetFactor } from '#lib/data/second-factor.ts';
import { endSessionsOf, noteSecurityEvent } from '#lib/data/sign-in.ts';
import { AccountSchema, PersonSchema, PostSchema } from '#lib/domain/person-record.ts';
import { backend } from '#lib/server/application.ts';
import { log } from '#lib/server/backend/log.ts';
import { readForm } from '#lib/server/form.ts';
import { removeRetiredAccounts } from '#lib/server/operations.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { Actions, PageServerLoad } from './$types';

/** Without what is mistaken for something else on paper: 0 O 1 l I. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const PASSWORD_LENGTH = 14;

export const load: PageServerLoad = async ({ locals, params }) => {
	if (!v.is(v.pipe(v.string(), v.uuid()), params.person)) error(404, { message: 'not_found', code: 'not_found' });
	const person = orThrow(await getPerson(locals.client, params.person));
	if (!person) error(404, { message: 'not_found', code: 'not_found' });
	const factors = orThrow(await getFactorsOf(locals.client, [person.id]));
	return { person, today: await localDay(locals.client), factorSince: factors[person.id] ?? null };
};

/** The day where this installation stands. */
async function localDay(client: App.Locals['client']): Promise<string> {
	const { timezone } = orThrow(await getSettings(client));
	return new Intl.DateTimeFormat('en-CA', { timeZone: timezone }).format(new Date());
}

export const actions: Actions = {
	save: async ({ request, locals, params }) => {
		const form = await readForm(request, 'person', PersonSchema);
		if (!form.ok) return form.failure;
		const { name, organisation, phone, removePhone } = form.value;
		const changed = phone ? { phone } : removePhone ? { phone: '' } : {};
		const saved = await savePerson(locals.client, { id: params.person, name, organisation, ...changed });
		return saved.ok ? { saved: 'person' as const } : form.refuse(saved.error);
	},

	disable: ({ request, locals, params }) => setDisabled(request, locals.client, params.person, true),
	enable: ({ request, locals, params }) => setDisabled(request, locals.client, params.person, false),

	/** Takes away for good what says who this is; the account goes with it. */
	erase: async ({ request, locals, params }) => {
		const form = await readForm(request, 'erase', v.object({ sure: v.literal('yes') }));
		if (!form.ok) return form.failure;
		const erased = await erasePerson(locals.client, params.person);
		if (!erased.ok) return form.refuse(erased.error);
		await removeRetiredAccounts(await backend());
		return { saved: 'erase' as const };
	},

	addPost: async ({ request, locals, params }) => {
		const form = await readForm(request, 'post', PostSchema);
		if (!form.ok) return form.failure;
		const { area, validFrom, validTo, ...post } = form.value;
		const added = await addPost(locals.client, {
			...post,
			personId: params.person,
			areaCode: area,
			...(validFrom ? { validFrom } : {}),
			...(validTo ? { validTo } : {})
		});
		// A code that no area has breaks the reference (409).
		if (!added.ok) return form.refuse(added.error.code === 'already_there' ? { code: 'unknown_area', field: 'area' } : added.error);
		return { saved: 'post' as const };
	},

	endPost: async ({ request, locals, params }) => {
		const form = await readForm(request, 'posts', v.object({ post: v.pipe(v.string(), v.uuid()) }));
		if (!form.ok) return form.failure;
		const ended = await endPost(locals.client, params.person, form.value.post, await localDay(locals.client));
		return ended.ok ? { saved: 'posts' as const } : form.refuse(ended.error);
	},

	/** Makes an account for signing in. The password is answered once and kept nowhere. */
	createAccount: async ({ request, locals, params }) => {
		const form = await readForm(request, 'account', AccountSchema);
		if (!form.ok) return form.failure;
		const person = orThrow(await getPerson(locals.client, params.person));
		if (!person?.mayChange) return form.refuse({ code: 'not_allowed' });
		if (person.email) return form.refuse({ code: 'has_account' });
		const opened = await backend();
		const password = newPassword();
		try {
			const account = await opened.createAccount(form.value.email, password);
			const linked = await linkAccount(opened.operator(), params.person, account);
			if (!linked.ok) return form.refuse(linked.error);
		} catch (failure) {
			const code = (failure as { code?: string }).code ?? '';
			if (/exists/.test(code)) return form.refuse({ code: 'email_taken', field: 'email', info: form.value.email });
			log('error', 'create_account', { code, traceId: locals.traceId });
			return form.refuse({ code: code || 'backend_error' });
		}
		return { saved: 'account' as const, email: form.value.email, password };
	},

	/** Another password for somebody who has forgotten theirs; whatever was open is closed. */
	resetPassword: async ({ request, locals, params }) => {
		const form = await readForm(request, 'security', v.object({}));
		if (!form.ok) return form.failure;
		const person = orThrow(await getPerson(locals.client, params.person));
		if (!person?.mayChange || !person.email) return form.refuse({ code: 'not_allowed' });
		const ended = await endSessionsOf(locals.client, person.id);
		if (!ended.ok) return form.refuse(ended.error);
		const opened = await backend();
		const password = newPassword();
		const account = orThrow(await getAccountOf(opened.operator(), person.id));
		await opened.setPassword(account, password);
		await noteSecurityEvent(opened.operator(), 'password_reset', { person: person.id, actor: locals.session?.person.id });
		return { saved: 'security' as const, newPassword: password };
	},

	resetFactor: async ({ request, locals, params }) => {
		const form = await readForm(request, 'security', v.object({}));
		if (!form.ok) return form.failure;
		const reset = await resetFactor(locals.client, params.person);
		return reset.ok ? { saved: 'security' as const } : form.refuse(reset.error);
	}
};

function newPassword(): string {
	return Array.from({ length: PASSWORD_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

async function setDisabled(request: Request, client: App.Locals['client'], id: string, disabled: boolean) {
	const form = await readForm(request, 'state', v.object({}));
	if (!form.ok) return form.failure;
	const person = orThrow(await getPerson(client, id));
	if (!person) return form.refuse({ code: 'not_found' });
	const saved = await savePerson(client, { id, name: person.name, organisation: person.organisation ?? '', disabled });
	return saved.ok ? { saved: 'state' as const } : form.refuse(saved.error);
}
