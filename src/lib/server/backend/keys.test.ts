import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkKeys, readOrMakeKeys, type Keys } from './keys.ts';

let folder: string;
let file: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'zhantu-keys-'));
	file = join(folder, 'keys.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const read = () => JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;

describe('keys', () => {
	test('are made once, stay the same, and are readable by their owner only', async () => {
		const made = await readOrMakeKeys(file);
		expect(await readOrMakeKeys(file)).toEqual(made);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(read()).toEqual(made);
	});

	test('are other ones in every directory', async () => {
		const all = await Promise.all([1, 2, 3, 4].map((number) => readOrMakeKeys(join(folder, `${number}.json`))));
		for (const name of ['jwtSecret', 'publishableKey', 'secretKey', 'sealKey'] as const)
			expect(new Set(all.map((keys) => keys[name])).size).toBe(4);
	});

	test('of a file from before there were second factors stay, and get the one that seals them', async () => {
		const { sealKey, ...old } = await readOrMakeKeys(file);
		writeFileSync(file, JSON.stringify(old));
		const upgraded = await readOrMakeKeys(file);
		expect(upgraded).toMatchObject(old);
		expect(upgraded.sealKey).not.toBe(sealKey);
		expect(read()).toEqual(upgraded);
	});

	test('that sign and were taken out are made anew; what seals second factors stays', async () => {
		const before = await readOrMakeKeys(file);
		writeFileSync(file, JSON.stringify({ sealKey: before.sealKey }));
		const after = await readOrMakeKeys(file);
		expect(after.sealKey).toBe(before.sealKey);
		expect(after.jwtSecret).not.toBe(before.jwtSecret);
	});

	test('that are missing, short, placeholders or of the wrong kind are refused by name', async () => {
		const good = await readOrMakeKeys(file);
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
			{ secretKey: 1 },
			{ sealKey: '' }
		];
		for (const over of refused) {
			const [name = ''] = Object.keys(over);
			expect(() => checkKeys({ ...good, ...over }, 'keys.json'), JSON.stringify(over)).toThrow(new RegExp(`keys\\.json.*${name}`));
		}
		for (const nothing of [null, {}, [], 'x']) expect(() => checkKeys(nothing, 'keys.json')).toThrow();
	});

	test('in a damaged file are an error, not new ones: everybody would be signed out unasked', async () => {
		for (const broken of ['{"jwtSecret":', 'null', '[]']) {
			writeFileSync(file, broken);
			await expect(readOrMakeKeys(file), broken).rejects.toThrow();
			expect(readFileSync(file, 'utf8')).toBe(broken);
		}
	});
});
