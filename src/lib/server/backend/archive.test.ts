import { linkSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { packFolder, unpackInto } from './archive.ts';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'zhantu-archive-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a folder of many names for few files comes back whole', async () => {
	const from = join(root, 'from');
	const to = join(root, 'to');
	mkdirSync(to);
	for (let file = 0; file < 4; file++) {
		for (let folder = 0; folder < 60; folder++) {
			const name = join(from, `f${folder}`, `${file}.jpg`);
			mkdirSync(join(name, '..'), { recursive: true });
			if (folder === 0) writeFileSync(name, Buffer.alloc(20_000, file));
			else linkSync(join(from, 'f0', `${file}.jpg`), name);
		}
	}
	await packFolder(from, join(root, 'all.tar'));
	await unpackInto(to, join(root, 'all.tar'));
	expect(readdirSync(to, { recursive: true })).toHaveLength(60 * 5);
	expect(readFileSync(join(to, 'f59', '3.jpg')).equals(Buffer.alloc(20_000, 3))).toBe(true);
});
