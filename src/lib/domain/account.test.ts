import * as v from 'valibot';
import { expect, test } from 'vitest';
import { CodeSchema, isHardPassword, PasswordSchema } from './account.ts';

test('a password is hard when it is long, or ten characters of two kinds that are not the same few', () => {
	for (const hard of ['zhantu-demo-2026', '浑江区铁路社区二〇二六', 'correct horse battery', 'abcdefghijklmnop', 'a1b2c3d4e5'])
		expect(isHardPassword(hard), hard).toBe(true);
	for (const easy of ['', 'short1!', 'abcdefghij', '1234567890', 'aaaaaaaaaa1', '1111111111111111111', 'abababababababab'])
		expect(isHardPassword(easy), easy).toBe(false);
});

test('a new password is typed twice, differs from the present one and fits what is hashed', () => {
	const issue = (over: object): string | undefined =>
		v.safeParse(PasswordSchema, { current: 'old-password-1', password: 'new-password-1', repeated: 'new-password-1', ...over }).issues?.[0]
			.message;
	expect(issue({})).toBeUndefined();
	expect(issue({ repeated: 'new-password-2' })).toBe('passwords_differ');
	expect(issue({ current: 'new-password-1' })).toBe('same_password');
	expect(issue({ current: '' })).toBe('needs_password');
	expect(issue({ password: 'short', repeated: 'short' })).toBe('weak_password');
	const long = `${'浑江'.repeat(12)}1`;
	expect(issue({ password: long, repeated: long })).toBe('long_password');
});

test('a code is read as authenticators show it', () => {
	const read = (code: string): unknown => v.parse(CodeSchema, { code }).code;
	expect(read(' 123 456 ')).toBe('123456');
	expect(read('abcd-efgh-jkmn')).toBe('abcd-efgh-jkmn');
	for (const code of ['', '   ', '1'.repeat(41)]) expect(v.is(CodeSchema, { code }), code).toBe(false);
});
