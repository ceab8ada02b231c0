import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import exifr from 'exifr';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { takeIn, type TakenIn } from './intake.ts';

const PHOTOS = join(import.meta.dirname, '../../../../tests/fixtures/photos');
const photo = (name: string): Buffer => readFileSync(join(PHOTOS, name));

async function taken(bytes: Uint8Array): Promise<TakenIn> {
	const result = await takeIn(bytes);
	if (!result.ok) throw new Error(result.error.code);
	return result.value;
}

async function refusal(bytes: Uint8Array): Promise<string> {
	const result = await takeIn(bytes);
	if (result.ok) throw new Error('it was taken');
	return result.error.code;
}

/** 16 × 16 grey values: enough to tell a picture from the same one turned. */
async function gist(bytes: Uint8Array): Promise<Buffer> {
	return sharp(bytes).resize(16, 16, { fit: 'fill' }).greyscale().raw().toBuffer();
}

function difference(a: Buffer, b: Buffer): number {
	return a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length;
}

/** A PNG that unpacks to side × side pixels, all of one colour. */
function aPngBomb(side: number): Buffer {
	const chunk = (type: string, data: Buffer): Buffer => {
		const length = Buffer.alloc(4);
		length.writeUInt32BE(data.length);
		const body = Buffer.concat([Buffer.from(type), data]);
		const crc = Buffer.alloc(4);
		crc.writeUInt32BE(crc32(body));
		return Buffer.concat([length, body, crc]);
	};
	const header = Buffer.alloc(13);
	header.writeUInt32BE(side, 0);
	header.writeUInt32BE(side, 4);
	header.set([1, 0, 0, 0, 0], 8);
	const rows = Buffer.alloc(side * (Math.ceil(side / 8) + 1));
	return Buffer.concat([
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(rows, { level: 9 })),
		chunk('IEND', Buffer.alloc(0))
	]);
}

function crc32(bytes: Buffer): number {
	let crc = ~0;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
	}
	return ~crc >>> 0;
}

describe('what comes out of the intake', () => {
	test.each(['image_3.jpg', 'image_6.jpg', 'image_8.jpg'])('%s stands upright without saying so', async (name) => {
		const { jpeg, width, height } = await taken(photo(name));
		const upright = await sharp(photo(name)).autoOrient().toBuffer({ resolveWithObject: true });
		expect([width, height]).toEqual([upright.info.width, upright.info.height]);
		expect(difference(await gist(jpeg), await gist(upright.data))).toBeLessThan(3);
		expect((await sharp(jpeg).metadata()).orientation).toBeUndefined();
		const asStored = await sharp(photo(name)).toBuffer();
		expect(difference(await gist(jpeg), await gist(asStored))).toBeGreaterThan(8);
	});

	test.each(['image_exif.jpg', 'starfish.jpg', 'image_6.jpg'])('%s keeps no tag, no profile, no thumbnail', async (name) => {
		expect(Object.keys((await exifr.parse(photo(name), true)) ?? {}).length).toBeGreaterThan(3);
		const { jpeg } = await taken(photo(name));
		const left = await sharp(jpeg).metadata();
		expect([left.exif, left.icc, left.xmp, left.iptc, left.orientation]).toEqual([undefined, undefined, undefined, undefined, undefined]);
		expect((await exifr.parse(Buffer.from(jpeg), { tiff: true, xmp: true, icc: true, iptc: true, jfif: false })) ?? {}).toEqual({});
		expect(await exifr.gps(Buffer.from(jpeg)).catch(() => undefined)).toBeUndefined();
	});

	test('the position of a photo that has one is gone', async () => {
		expect(await exifr.gps(photo('starfish.jpg'))).toMatchObject({
			latitude: expect.closeTo(55.03876, 3),
			longitude: expect.closeTo(8.45719, 3)
		});
		const { jpeg } = await taken(photo('starfish.jpg'));
		expect(Buffer.from(jpeg).includes('GPS')).toBe(false);
	});

	test('is at most 2560 pixels long and never made larger', async () => {
		const large = await sharp({ create: { width: 4000, height: 1000, channels: 3, background: '#888' } })
			.png()
			.toBuffer();
		expect(await taken(large)).toMatchObject({ width: 2560, height: 640 });
		const small = await sharp({ create: { width: 40, height: 30, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
			.webp()
			.toBuffer();
		const { jpeg, width, height } = await taken(small);
		expect([width, height]).toEqual([40, 30]);
		// What was transparent is white, not black.
		expect((await sharp(jpeg).stats()).channels[0]?.mean).toBeGreaterThan(250);
	});

	test('a script behind the end of the picture is gone', async () => {
		const tail = '<script>alert(1)</script>PK\u0003\u0004';
		const polyglot = Buffer.concat([photo('image_3.jpg'), Buffer.from(tail)]);
		const { jpeg } = await taken(polyglot);
		expect(Buffer.from(jpeg).includes('<script>')).toBe(false);
		expect([...jpeg.slice(-2)]).toEqual([0xff, 0xd9]);
	});

	test('the same file always gives the same bytes, so that sending it again is harmless', async () => {
		const [first, second] = [await taken(photo('image_8.jpg')), await taken(photo('image_8.jpg'))];
		expect(second.sha256).toBe(first.sha256);
	});
});

describe('what is refused', () => {
	test('a bomb, from its header alone', async () => {
		const bomb = aPngBomb(16_000);
		expect(bomb.length).toBeLessThan(1e6);
		await taken(photo('image_3.jpg'));
		const before = process.memoryUsage().rss;
		const started = performance.now();
		expect(await refusal(bomb)).toBe('picture_too_large');
		expect(performance.now() - started).toBeLessThan(200);
		expect(process.memoryUsage().rss - before).toBeLessThan(50e6);
	});

	test.each([
		['SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
		['HTML', '<!doctype html><script>alert(1)</script>'],
		['GIF', 'GIF89a\u0001\u0000\u0001\u0000'],
		['PDF', '%PDF-1.7'],
		['nothing', '']
	])('%s', async (_name, text) => {
		expect(await refusal(Buffer.from(text, 'latin1'))).toBe('not_a_picture');
	});

	test('HEIC, by a name of its own', async () => {
		expect(await refusal(Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'))).toBe('picture_heic');
	});

	test('another format behind a JPEG beginning, and a picture that breaks off', async () => {
		expect(await refusal(Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('<svg/>')]))).toBe('picture_broken');
		expect(await refusal(photo('image_3.jpg').subarray(0, 30_000))).toBe('picture_broken');
	});
});
