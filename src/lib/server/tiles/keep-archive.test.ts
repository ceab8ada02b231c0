import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Result } from '#lib/domain/result.ts';
import { keepPart, listArchives } from './keep-archive.ts';

const STREETS = readFileSync(join(import.meta.dirname, '../../../../tests/fixtures/liechtenstein/streets.pmtiles'));
const HALF = 700_000;

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'zhantu-tiles-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const send = (name: string, offset: number, bytes: Uint8Array, total = STREETS.length): Promise<Result<number>> =>
	keepPart(folder, name, { offset, total, bytes });

test('a file that comes in parts stands there when the last has come, and not before', async () => {
	expect(await send('街道.pmtiles', 0, STREETS.subarray(0, HALF))).toEqual({ ok: true, value: HALF });
	expect(await listArchives(folder)).toEqual([]);
	expect(await send('街道.pmtiles', HALF, STREETS.subarray(HALF))).toEqual({ ok: true, value: STREETS.length });
	expect(await listArchives(folder)).toEqual([{ name: '街道.pmtiles', bytes: STREETS.length }]);
	expect(readFileSync(join(folder, '街道.pmtiles')).equals(STREETS)).toBe(true);
});

test('a part that does not follow is refused with what is there; the first begins anew', async () => {
	await send('a.pmtiles', 0, STREETS.subarray(0, HALF));
	expect(await send('a.pmtiles', HALF + 1, STREETS.subarray(HALF + 1))).toMatchObject({ error: { code: 'wrong_part', info: HALF } });
	expect(await send('a.pmtiles', 0, STREETS)).toEqual({ ok: true, value: STREETS.length });
});

test('what is no PMTiles file is not kept, and one of that name stays as it was', async () => {
	writeFileSync(join(folder, 'a.pmtiles'), STREETS);
	const wrong = Buffer.alloc(2000, 'x');
	expect(await send('a.pmtiles', 0, wrong, wrong.length)).toMatchObject({ error: { code: 'basemap_not_pmtiles' } });
	expect(readFileSync(join(folder, 'a.pmtiles')).equals(STREETS)).toBe(true);
	expect(readdirSync(folder)).toEqual(['a.pmtiles']);
});

test('a name that leads elsewhere and a part that is too long are refused', async () => {
	for (const name of ['../a.pmtiles', '.a.pmtiles', 'a.mbtiles', 'a/b.pmtiles', '']) {
		expect(await send(name, 0, STREETS)).toMatchObject({ error: { code: 'basemap_bad_file' } });
	}
	expect(await send('a.pmtiles', 0, STREETS, 10)).toMatchObject({ error: { code: 'wrong_part' } });
	expect(await send('a.pmtiles', -1, STREETS)).toMatchObject({ error: { code: 'wrong_part' } });
	expect(await send('a.pmtiles', 0, STREETS, 2 ** 40)).toMatchObject({ error: { code: 'basemap_file_too_large' } });
});
