import { describe, expect, test } from 'vitest';
import { enrolmentUri, newRecoveryCodes, newSecret, stepOf, tidyRecoveryCode } from './totp.ts';

/** "12345678901234567890" in base 32: the secret of RFC 6238, appendix B. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('a code', () => {
	test('is that of RFC 6238, appendix B (its last six digits)', () => {
		for (const [seconds, code] of [
			[59, '287082'],
			[1111111109, '081804'],
			[1111111111, '050471'],
			[1234567890, '005924'],
			[2000000000, '279037'],
			[20000000000, '353130']
		] as const)
			expect(stepOf(RFC_SECRET, code, new Date(seconds * 1000)), code).toBe(Math.floor(seconds / 30));
	});

	test('is known one step early and one step late, by the step it belongs to, and no further', () => {
		const at = (seconds: number) => stepOf(RFC_SECRET, '050471', new Date(seconds * 1000));
		const own = Math.floor(1111111111 / 30);
		expect([at(1111111111 - 30), at(1111111111), at(1111111111 + 30)]).toEqual([own, own, own]);
		expect([at(1111111111 - 61), at(1111111111 + 60)]).toEqual([null, null]);
	});

	test('is six digits and nothing else', () => {
		for (const code of ['', '28708', '2870820', '28708a', ' 287082', '287082\n', '２８７０８２', '-87082', '1e5000'])
			expect(stepOf(RFC_SECRET, code, new Date(59_000)), code).toBeNull();
	});
});

test('a secret has 160 bits, and the address for authenticators names account and issuer', () => {
	expect(newSecret()).toMatch(/^[A-Z2-7]{32}$/);
	expect(newSecret()).not.toBe(newSecret());
	const uri = new URL(enrolmentUri(RFC_SECRET, 'liu@zhantu.test', '战图'));
	expect(uri.protocol).toBe('otpauth:');
	expect(decodeURIComponent(uri.pathname)).toBe('/战图:liu@zhantu.test');
	expect(Object.fromEntries(uri.searchParams)).toMatchObject({ secret: RFC_SECRET, issuer: '战图', digits: '6', period: '30' });
});

test('recovery codes are ten, all different, and are known however they are typed', () => {
	const codes = newRecoveryCodes();
	expect(new Set(codes).size).toBe(10);
	for (const code of codes) {
		expect(code).toMatch(/^[2-9b-df-hj-np-tv-xz]{4}(-[2-9b-df-hj-np-tv-xz]{4}){2}$/);
		expect(tidyRecoveryCode(code.toUpperCase().replaceAll('-', '  '))).toBe(code);
	}
	for (const wrong of ['', '123456', 'aaaa-bbbb-cccc', `${codes[0]}2`, 'x'.repeat(100_000)]) expect(tidyRecoveryCode(wrong)).toBeNull();
});
