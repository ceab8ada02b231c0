import fc from 'fast-check';
import exifr from 'exifr';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Box } from '#lib/domain/redaction.ts';
import { redact } from './redact.ts';

/** Noise, so that anything left of a region would show. */
async function noise(width: number, height: number, seed: number): Promise<Buffer> {
	const data = Buffer.alloc(width * height * 3);
	let state = seed >>> 0 || 1;
	for (let index = 0; index < data.length; index++) {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		data[index] = state >>> 24;
	}
	return sharp(data, { raw: { width, height, channels: 3 } })
		.jpeg({ quality: 100 })
		.toBuffer();
}

async function redacted(original: Buffer, boxes: Box[]): Promise<Buffer> {
	const made = await redact(original, boxes);
	if (!made.ok) throw new Error(made.error.code);
	return made.value;
}

async function region(picture: Buffer, box: Box): Promise<Buffer> {
	const { width, height } = await sharp(picture).metadata();
	return sharp(picture)
		.extract({
			left: Math.ceil(box.x * width),
			top: Math.ceil(box.y * height),
			width: Math.floor(box.width * width) - 1,
			height: Math.floor(box.height * height) - 1
		})
		.raw()
		.toBuffer();
}

/** How far two regions of the same size lie apart, per byte. */
function distance(a: Buffer, b: Buffer): number {
	let total = 0;
	for (let index = 0; index < a.length; index++) total += Math.abs((a[index] ?? 0) - (b[index] ?? 0));
	return total / a.length;
}

describe('a redacted picture', () => {
	test('keeps nothing of what a box covered but its mean colour', async () => {
		const box = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 };
		const [one, other] = await Promise.all([noise(400, 300, 1), noise(400, 300, 99)]);
		// Both regions are noise of one mean: were anything else left, they would differ.
		expect(distance(await region(one, box), await region(other, box))).toBeGreaterThan(40);
		const [first, second] = [await redacted(one, [box]), await redacted(other, [box])];
		expect(distance(await region(first, box), await region(second, box))).toBeLessThan(4);
		// And what lies outside is still there.
		const outside = { x: 0, y: 0, width: 0.2, height: 1 };
		expect(distance(await region(first, outside), await region(one, outside))).toBeLessThan(30);
	});

	test('stays dark where it was dark', async () => {
		const night = await sharp({ create: { width: 60, height: 60, channels: 3, background: '#000' } })
			.jpeg()
			.toBuffer();
		const made = await redacted(night, [{ x: 0, y: 0, width: 1, height: 1 }]);
		expect(Math.max(...(await sharp(made).raw().toBuffer()))).toBeLessThan(30);
	});

	test('carries no metadata, no place, and stands upright', async () => {
		const tagged = await sharp(await noise(400, 200, 5))
			.withExif({ IFD0: { Make: 'Phone', Artist: '刘洋' }, IFD3: { GPSLatitude: '41/1 56/1 30/1', GPSLatitudeRef: 'N' } })
			.withMetadata({ orientation: 6 })
			.jpeg()
			.toBuffer();
		expect(await exifr.parse(tagged)).toBeDefined();
		const made = await redacted(tagged, []);
		const { width, height, exif, icc, xmp, iptc, orientation } = await sharp(made).metadata();
		expect({ exif, icc, xmp, iptc, orientation }).toEqual({});
		expect([width, height]).toEqual([200, 400]);
		expect(made.includes('刘洋')).toBe(false);
	});

	test('is at most 1,600 pixels long and never larger than it was', async () => {
		expect(await sharp(await redacted(await noise(2400, 1200, 3), [])).metadata()).toMatchObject({ width: 1600, height: 800 });
		expect(await sharp(await redacted(await noise(320, 240, 3), [])).metadata()).toMatchObject({ width: 320, height: 240 });
	});

	test('comes of any boxes, also those that reach over the edge or cover nothing', async () => {
		const original = await noise(64, 48, 11);
		const share = fc.double({ min: 0, max: 1, noNaN: true });
		await fc.assert(
			fc.asyncProperty(fc.array(fc.record({ x: share, y: share, width: share, height: share }), { maxLength: 5 }), async (boxes) => {
				expect(await sharp(await redacted(original, boxes)).metadata()).toMatchObject({ format: 'jpeg', width: 64, height: 48 });
			}),
			{ numRuns: 50 }
		);
	});

	test('is refused of anything that is no JPEG, broken, or a bomb', async () => {
		const refused = { ok: false, error: { code: 'not_a_picture' } };
		const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
		const png = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
			.png()
			.toBuffer();
		const jpeg = await noise(64, 64, 1);
		for (const file of [svg, png, jpeg.subarray(0, 300), Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(0)])
			expect(await redact(file, [])).toMatchObject(refused);
		expect((await redact(jpeg, [])).ok).toBe(true);
	});
});
