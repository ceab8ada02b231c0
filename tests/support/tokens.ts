import { createHmac } from 'node:crypto';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token as anybody can write one, signed with whatever secret they have. */
export function forge(header: Record<string, unknown>, claims: Record<string, unknown>, secret: string, hash = 'sha256'): string {
	const text = `${encode(header)}.${encode(claims)}`;
	return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`;
}

export interface Forgery {
	name: string;
	token: string;
}

/** What is tried with tokens, of somebody who has seen a good one but not the secret. */
export function forgeries(good: string, administrator: string): Forgery[] {
	const [head = '', body = '', signature = ''] = good.split('.');
	const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
	const hs256 = { alg: 'HS256', typ: 'JWT' };
	const later = Math.floor(Date.now() / 1000) + 3600;
	const as = (over: Record<string, unknown>): string =>
		forge(hs256, { ...claims, exp: later, ...over }, 'a secret of my own, long enough for anybody');
	const unsigned = (alg: string): string => `${encode({ alg, typ: 'JWT' })}.${encode({ ...claims, sub: administrator, exp: later })}.`;
	return [
		{ name: 'another person under the old signature', token: `${head}.${encode({ ...claims, sub: administrator })}.${signature}` },
		{ name: 'another role under the old signature', token: `${head}.${encode({ ...claims, role: 'service_role' })}.${signature}` },
		{ name: 'another header under the old signature', token: `${encode({ ...hs256, x: 1 })}.${body}.${signature}` },
		{ name: 'no signature', token: `${head}.${body}.` },
		{ name: 'two parts', token: `${head}.${body}` },
		{ name: 'a shortened signature', token: `${head}.${body}.${signature.slice(0, -2)}` },
		{ name: 'a signature of nothing', token: `${head}.${body}.${'A'.repeat(43)}` },
		...['none', 'None', 'NONE', 'nOnE', ''].map((alg) => ({ name: `alg ${alg || 'empty'}`, token: unsigned(alg) })),
		{ name: 'alg none with the old signature', token: `${encode({ alg: 'none' })}.${body}.${signature}` },
		{ name: 'a secret of one’s own', token: as({}) },
		{ name: 'the administrator, by a secret of one’s own', token: as({ sub: administrator }) },
		...['postgres', 'service_role', 'supabase_admin', 'zhantu_owner', 'anon'].map((role) => ({
			name: `role ${role}`,
			token: as({ role })
		})),
		...['unsafe-secret-change-me', 'super-secret-jwt-token-with-at-least-32-characters-long', 'secret', ''].map((secret) => ({
			name: `the secret “${secret}”`,
			token: forge(hs256, { ...claims, sub: administrator, exp: later }, secret || ' ')
		})),
		{
			name: 'HS512 by a secret of one’s own',
			token: forge({ alg: 'HS512', typ: 'JWT' }, { ...claims, exp: later }, 'x'.repeat(64), 'sha512')
		},
		...['RS256', 'ES256', 'EdDSA', 'PS256'].map((alg) => ({
			name: `alg ${alg}`,
			token: `${encode({ alg, typ: 'JWT' })}.${body}.${signature}`
		})),
		{ name: 'a key that it brings along', token: forge({ ...hs256, jwk: { kty: 'oct', k: 'eA' } }, { ...claims, exp: later }, 'x') },
		{ name: 'a key file', token: forge({ ...hs256, kid: '../../../../dev/null' }, { ...claims, exp: later }, ' ') },
		{ name: 'a key address', token: forge({ ...hs256, jku: 'http://127.0.0.1:1/jwks.json' }, { ...claims, exp: later }, 'x') },
		{ name: 'not a token', token: 'x' },
		{ name: 'nothing but dots', token: '..' },
		{ name: 'a statement', token: "' or 1=1 --" },
		{ name: 'JSON in the place of a token', token: '{"sub":"x"}' }
	];
}
