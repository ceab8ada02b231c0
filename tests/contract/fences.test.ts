import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { dataDir } from '#lib/server/backend/data-dir.ts';
import { openBackend } from '#lib/server/backend/index.ts';
import { readOrMakeKeys } from '#lib/server/backend/keys.ts';
import type { ChildAddress } from '#lib/server/backend/supervisor.ts';
import { ask, contract, theBackend } from '../support/contract.ts';
import { forgeries } from '../support/tokens.ts';

const backend = await theBackend();
const { people } = contract.city;
const isOurs = contract.kind !== 'supabase';
const { token } = people.cadre.serving;
const dir = isOurs ? dataDir(contract.data) : null;
const address = dir ? (JSON.parse(readFileSync(dir.run, 'utf8')) as ChildAddress) : null;

const DATA = '/rest/v1/settings';
const DOORS: [method: string, path: string][] = [
	['GET', DATA],
	['POST', '/rest/v1/rpc/my_session'],
	['GET', '/auth/v1/user'],
	['POST', '/storage/v1/object/list/evidence']
];
const bodyOf = (method: string): Record<string, unknown> | undefined => (method === 'POST' ? {} : undefined);

describe.runIf(isOurs)('only this machine’s own web server comes in', () => {
	const knock = (path: string, headers: Record<string, string>): Promise<Response> =>
		fetch(`http://127.0.0.1:${address?.port}${path}`, { headers });

	const { token: own = '', operatorToken = '' } = address ?? {};
	const spoilt = (good: string): string[] => ['', 'x', good.slice(0, -1), `${good}x`, 'undefined', good.toLowerCase()];

	test.each([
		[DATA, own, operatorToken],
		['/auth/v1/user', own, operatorToken],
		['/', own, operatorToken],
		['/inside/health', operatorToken, own],
		['/inside/sql', operatorToken, own]
	])('%s without its own token of this run', async (path, good, other) => {
		for (const given of [...spoilt(good), other]) {
			const answered = await knock(path, { ...(given ? { 'x-zhantu-inside': given } : {}), apikey: backend.publishableKey });
			expect([answered.status, await answered.json()], given).toEqual([401, { code: 'not_inside' }]);
		}
	});

	test.each([
		'/inside/sql',
		'//inside/sql',
		'/rest/../inside/sql',
		'/rest/v1/../../inside/sql',
		'/rest/v1/..\\..\\inside\\sql',
		'/rest/v1/%2e%2e/%2e%2e/inside/sql',
		'/storage/v1/object/../../../inside/sql',
		'/x/../inside/health',
		'/rest/v1/../v1/settings',
		'/rest/v1',
		''
	])('and nobody is led to the operator’s door by “%s”', async (path) => {
		const statements = [{ text: 'select 1', params: [] }];
		const request = new Request('http://localhost/backend/x', { method: 'POST', body: JSON.stringify({ statements }) });
		expect((await backend.forward?.(request, path))?.status).toBe(404);
	});
});

describe.runIf(isOurs)('what of the handler is there at all', () => {
	const SHUT: [method: string, path: string][] = [
		['GET', '/'],
		['GET', '/_system'],
		['GET', '/_system/studio'],
		['POST', '/_system/sql'],
		['GET', '/studio'],
		['GET', '/rest/v1/'],
		['GET', '/rest/v1'],
		['POST', '/graphql/v1'],
		['GET', '/realtime/v1/websocket'],
		['POST', '/functions/v1/x'],
		['GET', '/pg/tables'],
		['GET', '/auth/v1/settings'],
		['GET', '/auth/v1/health'],
		['GET', '/auth/v1/.well-known/jwks.json'],
		['PUT', '/auth/v1/admin/users/x'],
		['GET', '/storage/v1/bucket'],
		['POST', '/storage/v1/bucket'],
		['DELETE', '/storage/v1/bucket/evidence'],
		['POST', '/storage/v1/object/copy'],
		['POST', '/storage/v1/object/move'],
		['GET', '/storage/v1/object/public/evidence/x'],
		['GET', '/storage/v1/object/secrets/x'],
		['PUT', '/rest/v1/settings'],
		['OPTIONS', '/rest/v1/settings'],
		['GET', '/rest/v1/%73ettings'],
		['GET', '/rest/v1/settings/'],
		['GET', '//rest/v1/settings'],
		['GET', '/rest/v1/SETTINGS'],
		['POST', '/rest/v1/rpc/../rpc/my_session'.replace('..', '%2e%2e%2f')]
	];
	test.each(SHUT)('not %s %s', async (method, path) => {
		for (const who of [undefined, people.administrator.serving.token]) {
			const answered = await ask(backend, method, path, { token: who, body: bodyOf(method) });
			expect(answered.status).toBe(404);
		}
	});

	test('and no answer invites another origin', async () => {
		for (const [method, path] of DOORS) {
			const answered = await ask(backend, method, path, { token, body: bodyOf(method), headers: { origin: 'https://example.com' } });
			expect([...answered.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
		}
	});
});

describe('keys and tokens', () => {
	test.each(DOORS)('%s %s asks for a key', async (method, path) => {
		for (const key of [null, 'x', `${backend.publishableKey}x`, backend.publishableKey.slice(0, -1), 'sb_secret_guessed']) {
			const answered = await ask(backend, method, path, { key, token, body: bodyOf(method) });
			expect(answered.status, String(key)).toBe(401);
		}
	});

	test.each(forgeries(token, people.administrator.serving.userId))('$name is nobody', async ({ token: forged }) => {
		const who = await ask(backend, 'POST', '/rest/v1/rpc/my_session', { token: forged, body: {} });
		expect(who.status).toBe(401);
		expect((await ask(backend, 'GET', DATA, { token: forged })).status).toBe(401);
		expect((await ask(backend, 'GET', '/auth/v1/user', { token: forged })).ok).toBe(false);
		const listed = await ask(backend, 'POST', '/storage/v1/object/list/evidence', { token: forged, body: { prefix: '' } });
		expect(listed.ok && ((await listed.json()) as unknown[]).length > 0).toBe(false);
	});

	test.runIf(isOurs)('a good signature over what is out of date, or over another session, is nobody', async () => {
		const { jwtSecret } = await readOrMakeKeys(dir?.keys ?? '');
		const sign = (claims: Record<string, unknown>): Promise<string> =>
			new SignJWT({ aud: 'authenticated', role: 'authenticated', sub: people.administrator.serving.userId, ...claims })
				.setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
				.sign(new TextEncoder().encode(jwtSecret));
		const now = Math.floor(Date.now() / 1000);
		for (const claims of [{ exp: now - 60 }, { exp: now + 60, nbf: now + 60 }]) {
			expect((await ask(backend, 'GET', DATA, { token: await sign(claims) })).status, JSON.stringify(claims)).toBe(401);
		}
		for (const session_id of ['01a00000-0000-7000-8000-000000000000', 'x', "'"]) {
			const answered = await ask(backend, 'GET', '/rest/v1/sites', { token: await sign({ exp: now + 60, session_id }) });
			expect(answered.ok ? await answered.json() : [], session_id).toEqual([]);
		}
	});
});

describe.runIf(isOurs)('sizes', () => {
	const LIMITS: [path: string, bytes: number][] = [
		['/auth/v1/token?grant_type=password', 16 * 1024],
		['/rest/v1/rpc/my_session', 1024 * 1024],
		['/rest/v1/rpc/import_stage', 8 * 1024 * 1024],
		['/storage/v1/object/evidence/x.jpg', 12 * 1024 * 1024]
	];
	test.each(LIMITS)('%s takes no more than %i bytes', async (path, bytes) => {
		const send = (length: number): Promise<number> =>
			ask(backend, 'POST', path, { token, body: new ArrayBuffer(length), headers: { 'content-type': 'application/json' } }).then(
				(answered) => answered.status
			);
		expect(await send(bytes + 1)).toBe(413);
		expect(await send(1024)).not.toBe(413);
	});

	test('a body whose length nobody said is cut off too', async () => {
		const status = await new Promise<number | undefined>((resolve, reject) => {
			const sent = request(
				`http://127.0.0.1:${address?.port}/auth/v1/token?grant_type=password`,
				{ method: 'POST', headers: { 'x-zhantu-inside': address?.token, apikey: backend.publishableKey, 'transfer-encoding': 'chunked' } },
				(answered) => {
					resolve(answered.statusCode);
					answered.resume();
				}
			);
			sent.on('error', reject);
			for (let part = 0; part < 20; part++) sent.write(Buffer.alloc(1024));
			sent.end();
		});
		expect(status).toBe(413);
		expect((await ask(backend, 'GET', DATA, { token })).status).toBe(200);
	});
});

test.runIf(isOurs)('a second process on the same directory is refused, by the number of the first', async () => {
	await expect(openBackend({ data: contract.data })).rejects.toThrow(/in use by process \d+/);
	expect((await ask(backend, 'GET', DATA, { token })).status).toBe(200);
});
