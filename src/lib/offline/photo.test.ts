import { readFileSync } from 'node:fs';
import { parse } from 'exifr/dist/mini.esm.mjs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitWithin, preparePhoto, takenAt, type PhotoDevice } from './photo.ts';

const NOW = new Date('2026-11-24T01:14:00Z');
const file = new Blob(['raw']);
const drawn = new Blob(['drawn'], { type: 'image/jpeg' });

function aDevice(over: Partial<PhotoDevice> = {}): PhotoDevice {
	return {
		now: () => NOW,
		readTags: async () => ({}),
		shrink: async () => ({ blob: drawn, width: 1920, height: 1080 }),
		locate: async () => ({ position: [126.43, 41.94], accuracyM: 12 }),
		...over
	};
}

describe('a photo is prepared', () => {
	test("the file's own time, place and direction become fields", async () => {
		const tags = { dateTime: '2026:11:23 16:40:00', offset: '+08:00', latitude: 41.9, longitude: 126.4, heading: 360, accuracyM: 5 };
		const photo = await preparePhoto(file, aDevice({ readTags: async () => tags }));
		expect(photo).toEqual({
			ok: true,
			value: {
				blob: drawn,
				width: 1920,
				height: 1080,
				takenAt: '2026-11-23T08:40:00.000Z',
				position: [126.4, 41.9],
				accuracyM: 5,
				heading: 0,
				sha256: expect.stringMatching(/^[0-9a-f]{64}$/)
			}
		});
	});

	test('a file that says nothing gets the moment, and the place where the device is', async () => {
		const photo = await preparePhoto(file, aDevice());
		expect(photo).toMatchObject({ value: { takenAt: NOW.toISOString(), position: [126.43, 41.94], accuracyM: 12, heading: null } });
	});

	test('a device that may not say where it is takes pictures all the same', async () => {
		const photo = await preparePhoto(file, aDevice({ locate: () => Promise.reject(new Error('denied')) }));
		expect(photo).toMatchObject({ ok: true, value: { position: null, accuracyM: null } });
	});

	test('a picture out of the gallery has its own time and no place that is not its own', async () => {
		const yesterday = NOW.getTime() - 86_400_000;
		const photo = await preparePhoto(file, aDevice(), yesterday);
		expect(photo).toMatchObject({ value: { takenAt: new Date(yesterday).toISOString(), position: null, accuracyM: null } });
		const tags = { dateTime: '2026:11:20 10:00:00', offset: '+08:00', latitude: 41.9, longitude: 126.4 };
		const tagged = await preparePhoto(file, aDevice({ readTags: async () => tags }), yesterday);
		expect(tagged).toMatchObject({ value: { takenAt: '2026-11-20T02:00:00.000Z', position: [126.4, 41.9] } });
		const ahead = await preparePhoto(file, aDevice(), NOW.getTime() + 86_400_000);
		expect(ahead).toMatchObject({ value: { takenAt: NOW.toISOString(), position: null } });
	});

	test("an iPhone's own format is told apart from what is no picture", async () => {
		const device = aDevice({ shrink: () => Promise.reject(new Error('not decoded')) });
		const heic = new Blob([new Uint8Array([0, 0, 0, 24]), 'ftypheic', new Uint8Array(8)]);
		expect(await preparePhoto(heic, device)).toMatchObject({ error: { code: 'picture_heic' } });
		expect(await preparePhoto(new Blob(['%PDF-1.7']), device)).toMatchObject({ error: { code: 'not_a_picture' } });
		expect(await preparePhoto(new Blob([]), device)).toMatchObject({ error: { code: 'not_a_picture' } });
	});

	test('the device is not asked where it is when the file says', async () => {
		let asked = 0;
		const locate = async (): Promise<null> => {
			asked++;
			return null;
		};
		await preparePhoto(file, aDevice({ locate, readTags: async () => ({ latitude: 41.9, longitude: 126.4 }) }));
		expect(asked).toBe(0);
	});

	test('broken metadata costs the metadata, not the picture; no picture is refused by code', async () => {
		expect(await preparePhoto(file, aDevice({ readTags: () => Promise.reject(new Error('bad')) }))).toMatchObject({ ok: true });
		expect(await preparePhoto(file, aDevice({ shrink: () => Promise.reject(new Error('bad')) }))).toMatchObject({
			ok: false,
			error: { code: 'not_a_picture' }
		});
	});

	test('the null island of a camera that had not found itself is no place', async () => {
		const photo = await preparePhoto(file, aDevice({ readTags: async () => ({ latitude: 0, longitude: 0 }), locate: async () => null }));
		expect(photo).toMatchObject({ value: { position: null } });
	});
});

test('what is fitted keeps its shape, fits, and is never enlarged', () => {
	const side = fc.integer({ min: 1, max: 9000 });
	fc.assert(
		fc.property(side, side, (width, height) => {
			const fitted = fitWithin(width, height, 1920);
			expect(Math.max(fitted.width, fitted.height)).toBeLessThanOrEqual(1920);
			expect(fitted.width).toBeLessThanOrEqual(width);
			expect(fitted.height).toBeLessThanOrEqual(height);
			if (Math.max(width, height) <= 1920) expect(fitted).toEqual({ width, height });
		})
	);
});

test('a time that cannot be is replaced by now', () => {
	for (const dateTime of ['2031:01:01 00:00:00', '1970:01:01 00:00:00', '0000:00:00 00:00:00', '2026:13:45 99:00:00', 'yesterday']) {
		expect(takenAt({ dateTime, offset: '+08:00' }, NOW)).toBe(NOW);
	}
	expect(takenAt({}, NOW)).toBe(NOW);
});

test("the small parser reads a phone's position and time", async () => {
	const tags = await parse(readFileSync('tests/fixtures/photos/starfish.jpg'), { ifd0: true, exif: true, gps: true, mergeOutput: false });
	expect(tags?.gps?.latitude).toBeCloseTo(55.03876, 4);
	expect(tags?.gps?.longitude).toBeCloseTo(8.45719, 4);
	expect(tags?.exif?.[0x9003]).toBe('2013:05:10 15:21:35');
});
