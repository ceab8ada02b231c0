import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findArchive, readPart, vectorLayers } from './archive.ts';

const STREETS = join(import.meta.dirname, '../../../../tests/fixtures/liechtenstein/streets.pmtiles');
let folder = '';

beforeAll(() => {
	const root = mkdtempSync(join(tmpdir(), 'zhantu-tiles-'));
	folder = join(root, 'tiles');
	mkdirSync(folder);
	copyFileSync(STREETS, join(folder, 'streets.pmtiles'));
	writeFileSync(join(root, 'keys.pmtiles'), 'secret');
	symlinkSync(join(root, 'keys.pmtiles'), join(folder, 'link.pmtiles'));
	writeFileSync(join(folder, 'broken.pmtiles'), 'not tiles at all');
});
afterAll(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

test('a file is found by its bare name, and nothing outside the folder by any', async () => {
	expect(await findArchive(folder, 'streets.pmtiles')).toMatch(/tiles\/streets\.pmtiles$/);
	for (const name of ['../keys.pmtiles', 'link.pmtiles', '..', '.pmtiles', 'missing.pmtiles', '/etc/passwd', 'streets.pmtiles/', '']) {
		expect(await findArchive(folder, name), name).toBeNull();
	}
});

test('its parts are sent, the whole is not', async () => {
	const file = join(folder, 'streets.pmtiles');
	const part = await readPart(file, 'bytes=0-6');
	expect(part.status).toBe(206);
	expect(part.headers.get('content-range')).toMatch(/^bytes 0-6\/\d+$/);
	expect(await part.text()).toBe('PMTiles');
	for (const range of [null, 'bytes=0-', 'bytes=-5', 'bytes=9-3', 'bytes=0-99999999999', 'bytes=0-1,4-5', 'chars=0-1']) {
		const refused = await readPart(file, range);
		// Past the end is cut to the end, as everywhere; the rest is refused.
		if (range === 'bytes=0-99999999999') expect(refused.status).toBe(206);
		else expect(refused.status, String(range)).toBe(416);
	}
});

test('the layers of a file of vectors are read from it; a broken one throws', async () => {
	expect((await vectorLayers(join(folder, 'streets.pmtiles'))).toSorted()).toEqual(
		['buildings', 'landuse', 'places', 'railways', 'roads', 'waterways'].toSorted()
	);
	await expect(vectorLayers(join(folder, 'broken.pmtiles'))).rejects.toThrow();
});
