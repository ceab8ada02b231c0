import { expect, test } from 'vitest';
import { Seal } from './seal.ts';

const seal = new Seal('k'.repeat(64));

test('what is sealed opens again, and never looks the same twice', () => {
	const sealed = seal.seal('JBSWY3DPEHPK3PXP', 'person');
	expect(sealed).not.toContain('JBSWY3DPEHPK3PXP');
	expect(seal.open(sealed, 'person')).toBe('JBSWY3DPEHPK3PXP');
	expect(seal.seal('JBSWY3DPEHPK3PXP', 'person')).not.toBe(sealed);
});

test('it opens for nobody else: another person, another key, one bit changed, a short tag', () => {
	const sealed = seal.seal('secret', 'person');
	expect(seal.open(sealed, 'another')).toBeNull();
	expect(new Seal('j'.repeat(64)).open(sealed, 'person')).toBeNull();
	const [version, iv, tag, text] = sealed.split('.') as [string, string, string, string];
	expect(seal.open([version, iv, tag, `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`].join('.'), 'person')).toBeNull();
	expect(seal.open([version, iv, tag.slice(0, 6), text].join('.'), 'person')).toBeNull();
	for (const broken of ['', 'v1', 'v1.a.b.c', 'v2.a.b.c', 'plain']) expect(seal.open(broken, 'person')).toBeNull();
});

test('a pseudonym is the same for the same text and differs by use and by key', () => {
	expect(seal.pseudonym('account', 'a@b.c')).toMatch(/^[0-9a-f]{64}$/);
	expect(seal.pseudonym('account', 'a@b.c')).toBe(seal.pseudonym('account', 'a@b.c'));
	expect(seal.pseudonym('address', 'a@b.c')).not.toBe(seal.pseudonym('account', 'a@b.c'));
	expect(new Seal('j'.repeat(64)).pseudonym('account', 'a@b.c')).not.toBe(seal.pseudonym('account', 'a@b.c'));
});
