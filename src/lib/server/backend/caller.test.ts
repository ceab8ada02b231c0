import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { callerReader } from './caller.ts';

const keys = { jwtSecret: 's'.repeat(40), secretKey: 'sb_secret_0123456789abcdef' };
const readAt = callerReader(keys);
const read = (headers: Headers): Promise<string> => readAt('/rest/v1/tasks', headers);

function token(sub: string, secret = keys.jwtSecret): Promise<string> {
	return new SignJWT({ role: 'authenticated' }).setProtectedHeader({ alg: 'HS256' }).setSubject(sub).sign(new TextEncoder().encode(secret));
}
const bearer = (value: string): Headers => new Headers({ authorization: `Bearer ${value}`, apikey: 'sb_publishable_x' });

test('an account is one caller, whatever its session', async () => {
	const one = await read(bearer(await token('account 1')));
	expect(await read(bearer(await token('account 1')))).toBe(one);
	expect(await read(bearer(await token('account 2')))).not.toBe(one);
});

test('a token that somebody else signed spends nobody else’s turns', async () => {
	const forged = await read(bearer(await token('account 1', 'x'.repeat(40))));
	expect(forged).toBe(await read(new Headers()));
	expect(forged).not.toBe(await read(bearer(await token('account 1'))));
	expect(await read(bearer('not a token'))).toBe(forged);
});

test('the server’s own key is the server, in either header', async () => {
	expect(await read(bearer(keys.secretKey))).toBe('operator');
	expect(await read(new Headers({ apikey: keys.secretKey }))).toBe('operator');
});

test('signing in has a turn of its own: a flood of passwords holds up neither readers nor the server', async () => {
	const signingIn = await readAt('/auth/v1/token', new Headers({ apikey: keys.secretKey }));
	expect([await read(new Headers()), 'operator']).not.toContain(signingIn);
});
