import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { givePost, HOME, moveIn, must, type Citizen } from '../support/city.ts';
import { ask, contract, report, theBackend } from '../support/contract.ts';

const backend = await theBackend();
const { people, password } = contract.city;
const operator = backend.operator();
const isOurs = contract.kind !== 'supabase';

async function aCadre(): Promise<Citizen> {
	const citizen = await moveIn(backend, operator, 'newcomer', password);
	await givePost(operator, citizen, 'cadre', '220602003003');
	return citizen;
}

const tryPassword = (email: string, tried: string): Promise<Response> =>
	ask(backend, 'POST', '/auth/v1/token?grant_type=password', { body: { email, password: tried } });
const whoAmI = async (token: string): Promise<unknown> => must(await backend.as(token).rpc('my_session'));

describe('a session', () => {
	test('begins with the right password and goes on with its refresh token', async () => {
		const { email, personId } = await aCadre();
		const client = backend.anonymous();
		const { data } = await client.auth.signInWithPassword({ email, password });
		expect(await whoAmI(data.session?.access_token ?? '')).toMatchObject({ person: { id: personId } });
		const renewed = await client.auth.refreshSession();
		expect(renewed.error).toBeNull();
		expect(await whoAmI(renewed.data.session?.access_token ?? '')).toMatchObject({ person: { id: personId } });
	});

	test('ends with signing out: its token, though not yet expired, has no rights at the next request', async () => {
		const { email } = await aCadre();
		const client = backend.anonymous();
		const { data } = await client.auth.signInWithPassword({ email, password });
		const token = data.session?.access_token ?? '';
		await report(backend.as(token));
		expect(must(await backend.as(token).from('sites').select('id').limit(1))).toHaveLength(1);
		await client.auth.signOut({ scope: 'local' });
		expect(await whoAmI(token)).toBeNull();
		expect(must(await backend.as(token).from('sites').select('id').limit(1))).toEqual([]);
		expect((await report(backend.as(token))).answer).toEqual({ status: 'refused', code: 'signed_out' });
		const again = await ask(backend, 'POST', '/auth/v1/token?grant_type=refresh_token', {
			body: { refresh_token: data.session?.refresh_token }
		});
		expect(again.status).toBe(400);
	});

	test('of one device ends without the others', async () => {
		const { email, token } = await aCadre();
		const client = backend.anonymous();
		await client.auth.signInWithPassword({ email, password });
		await client.auth.signOut({ scope: 'local' });
		expect(await whoAmI(token)).not.toBeNull();
	});

	test('keeps no right that its person has lost meanwhile', async () => {
		const { token, personId } = await aCadre();
		expect(must(await backend.as(token).rpc('my_session'))).toMatchObject({ posts: [{ role: 'cadre' }] });
		must(await operator.from('posts').update({ valid_to: '2020-01-02' }).eq('person_id', personId));
		expect(await whoAmI(token)).toMatchObject({ posts: [] });
		expect(must(await backend.as(token).from('sites').select('id').limit(1))).toEqual([]);
		must(await operator.rpc('save_person', { person: { id: personId, name: 'newcomer', disabled: true } }));
		expect(await whoAmI(token)).toBeNull();
	});
});

describe('what one may change about oneself', () => {
	test('makes nobody anything else', async () => {
		const { token, personId } = await aCadre();
		const before = await whoAmI(token);
		await ask(backend, 'PUT', '/auth/v1/user', {
			token,
			body: { role: 'service_role', app_metadata: { role: 'service_role' }, data: { role: 'administrator', sub: randomUUID() } }
		});
		expect(await whoAmI(token)).toEqual(before);
		const me = (await (await ask(backend, 'GET', '/auth/v1/user', { token })).json()) as { role: string; app_metadata: object };
		expect(me).toMatchObject({ role: 'authenticated', app_metadata: { provider: 'email' } });
		expect(me.app_metadata).not.toHaveProperty('role');
		for (const patch of [{ user_id: people.administrator.serving.userId }, { name: '市长' }]) {
			const changed = await backend.as(token).from('people').update(patch).eq('id', personId);
			expect(changed.error?.code).toBe('42501');
		}
	});

	test.runIf(isOurs)('is not the password, which asks for the present one first and so has a page of its own', async () => {
		const { token, email } = await aCadre();
		expect((await ask(backend, 'PUT', '/auth/v1/user', { token, body: { password: `new-${randomUUID()}` } })).status).toBe(404);
		expect((await tryPassword(email, password)).status).toBe(200);
	});

	test.skipIf(isOurs)('is the password, of at least ten characters', async () => {
		const { token, email } = await aCadre();
		const change = (wanted: string): Promise<Response> => ask(backend, 'PUT', '/auth/v1/user', { token, body: { password: wanted } });
		expect((await change('short')).status).toBe(422);
		const wanted = `new-${randomUUID()}`;
		expect((await change(wanted)).status).toBe(200);
		expect((await tryPassword(email, wanted)).status).toBe(200);
		expect((await tryPassword(email, password)).status).toBe(400);
	});
});

describe('guessing', () => {
	test.runIf(isOurs)('a wrong password, an unknown, a locked and a banned account are answered alike', async () => {
		const { email } = await aCadre();
		const told = async (answered: Response): Promise<unknown> => [answered.status, await answered.json()];
		const wrong = await told(await tryPassword(email, 'wrong-password'));
		expect(wrong).toEqual([400, { code: 400, error_code: 'invalid_credentials', msg: 'Invalid login credentials' }]);
		expect(await told(await tryPassword(`${randomUUID()}@test.invalid`, 'wrong-password'))).toEqual(wrong);
		expect(await told(await tryPassword(people.mayor.banned.email, password))).toEqual(wrong);
		for (let turn = 0; turn < 5; turn++) await tryPassword(email, 'wrong-password');
		expect(await told(await tryPassword(email, password))).toEqual(wrong);
		expect(await told(await tryPassword(` ${email.toUpperCase()} `, password))).toEqual(wrong);
	});

	test.runIf(isOurs)('many tries at the same moment are no more tries', async () => {
		const { email } = await aCadre();
		const tried = [...Array.from({ length: 9 }, () => 'wrong-password'), password];
		const answers = await Promise.all(tried.map((one) => tryPassword(email, one)));
		expect(answers.map((answer) => answer.status)).toEqual(tried.map(() => 400));
	});

	test.runIf(isOurs)('the right password clears what was counted', async () => {
		const { email } = await aCadre();
		for (let round = 0; round < 3; round++) {
			for (let turn = 0; turn < 4; turn++) await tryPassword(email, 'wrong-password');
			expect((await tryPassword(email, password)).status).toBe(200);
		}
	});

	test('what is no account at all', async () => {
		for (const body of [{}, { email: 1, password }, { email: 'x'.repeat(400), password }, { phone: '13800000000', password }]) {
			expect((await ask(backend, 'POST', '/auth/v1/token?grant_type=password', { body })).status, JSON.stringify(body)).toBe(400);
		}
	});
});

describe('nobody makes an account', () => {
	const CLOSED: [method: string, path: string][] = [
		['POST', 'signup'],
		['POST', 'recover'],
		['POST', 'otp'],
		['POST', 'magiclink'],
		['POST', 'verify'],
		['POST', 'resend'],
		['POST', 'invite'],
		['POST', 'token?grant_type=pkce'],
		['POST', 'token?grant_type=id_token'],
		['POST', 'token?grant_type=refresh_token&grant_type=password'],
		['GET', 'authorize?provider=github'],
		['GET', 'admin/users'],
		['POST', 'admin/users'],
		['POST', 'admin/generate_link'],
		['POST', 'factors']
	];
	test.runIf(isOurs).each(CLOSED)('%s /auth/v1/%s is not there', async (method, path) => {
		const body = method === 'POST' ? { email: `${randomUUID()}@test.invalid`, password, data: {} } : undefined;
		expect((await ask(backend, method, `/auth/v1/${path}`, { body })).status).toBe(404);
		expect((await ask(backend, method, `/auth/v1/${path}`, { body, token: people.administrator.serving.token })).status).toBe(404);
	});

	test('not even by signing up through supabase-js', async () => {
		const { data, error } = await backend.anonymous().auth.signUp({ email: `${randomUUID()}@test.invalid`, password });
		expect(error).not.toBeNull();
		expect(data.user).toBeNull();
	});

	test('and an account that nobody bound to a person reads what the public reads', async () => {
		const { nobody, idle } = contract.city;
		await report(backend.as(people.cadre.serving.token), { area: HOME });
		for (const { token } of [nobody, idle, people.administrator.banned, people.administrator.expired, contract.city.disabled]) {
			for (const table of ['sites', 'tasks', 'areas', 'campaigns', 'settings', 'posts'] as const) {
				const read = await backend.as(token).from(table).select('*').limit(1);
				// One sees that one exists, and that one is nothing anywhere.
				const rows = table === 'posts' ? must(read).filter((row) => 'role' in row && row.valid_to === null) : must(read);
				expect(rows, table).toEqual([]);
			}
		}
	});
});
