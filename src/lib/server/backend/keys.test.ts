import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkKeys, readOrMakeKeys, type Keys } from './keys.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'zhantu-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('keys', () => {
	test('are made once, stay the same, and are readable by their owner only', async () => {
		const file = join(folder, 'keys.json');
		const made = await readOrMakeKeys(file);
		expect(await readOrMakeKeys(file)).toEqual(made);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(made);
	});

	test('are other ones in every directory', async () => {
		const all = await Promise.all([1, 2, 3, 4].map((number) => readOrMakeKeys(join(folder, `${number}.json`))));
		for (const name of ['jwtSecret', 'publishableKey', 'secretKey'] as const) expect(new Set(all.map((keys) => keys[name])).size).toBe(4);
	});

	test('that are missing, short, placeholders or of the wrong kind are refused by name', async () => {
		const good = await readOrMakeKeys(join(folder, 'keys.json'));
		const refused: Partial<Record<keyof Keys, unknown>>[] = [
			{ jwtSecret: undefined },
			{ jwtSecret: '' },
			{ jwtSecret: 'x'.repeat(31) },
			{ jwtSecret: 'unsafe-secret-change-me-unsafe-secret' },
			{ jwtSecret: 'super-secret-jwt-token-with-at-least-32-characters-long' },
			{ jwtSecret: 'your-key-here-your-key-here-your-key-here' },
			{ jwtSecret: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' },
			{ publishableKey: good.secretKey },
			{ publishableKey: 'sb_publishable_' },
			{ secretKey: good.publishableKey },
			{ secretKey: 'sb_secret_x' },
			{ secretKey: 1 }
		];
		for (const over of refused) {
			const [name = ''] = Object.keys(over);
			expect(() => checkKeys({ ...good, ...over }, 'keys.json'), JSON.stringify(over)).toThrow(new RegExp(`keys\\.json.*${name}`));
		}
		for (const nothing of [null, {}, [], 'x']) expect(() => checkKeys(nothing, 'keys.json')).toThrow();
	});

	test('in a damaged file are an error, not new ones: everybody would be signed out unasked', async () => {
		const file = join(folder, 'keys.json');
		writeFileSync(file, '{"jwtSecret":');
		await expect(readOrMakeKeys(file)).rejects.toThrow();
		expect(readFileSync(file, 'utf8')).toBe('{"jwtSecret":');
	});
});
