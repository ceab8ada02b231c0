import sharp from 'sharp';
import { pixelsOf, type Box } from '#lib/domain/redaction.ts';
import { failed, ok, type Result } from '#lib/domain/result.ts';

/** Long enough for a full-screen slider, short enough that nobody reads a name plate across the yard. */
const LONGEST_SIDE = 1600;
const LARGEST_PIXELS = 50_000_000;
const QUALITY = 82;
/** The blur of the camera carries an edge a little beyond what the eye sees of it. */
const BLEED_PX = 3;
/** Squares of the pattern that says "covered here". */
const SQUARE_PX = 12;

/**
 * A new JPEG of the picture with every box painted over: in the box's mean colour with a faint pattern
 * that does not come from the picture, so three numbers are all that is left of what was there. Upright,
 * at most 1,600 pixels long, without any metadata. Refuses what is not a JPEG: `not_a_picture`.
 */
export async function redact(original: Uint8Array, boxes: readonly Box[]): Promise<Result<Buffer>> {
	if (!isJpeg(original)) return failed('not_a_picture');
	try {
		const { data, info } = await sharp(original, { limitInputPixels: LARGEST_PIXELS, failOn: 'error' })
			.autoOrient()
			.resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
			.flatten({ background: '#fff' })
			.toColourspace('srgb')
			.raw()
			.toBuffer({ resolveWithObject: true });
		const picture: Pixels = { data, width: info.width, height: info.height, channels: info.channels };
		for (const box of boxes) paintOver(picture, box);
		const { width, height, channels } = picture;
		return ok(await sharp(data, { raw: { width, height, channels } }).jpeg({ quality: QUALITY, mozjpeg: true }).toBuffer());
	} catch {
		return failed('not_a_picture');
	}
}

interface Pixels {
	data: Buffer;
	width: number;
	height: number;
	channels: 1 | 2 | 3 | 4;
}

function paintOver(picture: Pixels, box: Box): void {
	const area = pixelsOf(box, picture.width, picture.height, BLEED_PX);
	if (!area) return;
	const { data, width, channels } = picture;
	const offset = (x: number, y: number): number => ((area.top + y) * width + area.left + x) * channels;
	const mean = new Array<number>(channels).fill(0);
	for (let y = 0; y < area.height; y++) {
		for (let x = 0; x < area.width; x++) {
			for (let channel = 0; channel < channels; channel++) mean[channel] = (mean[channel] ?? 0) + (data[offset(x, y) + channel] ?? 0);
		}
	}
	for (let y = 0; y < area.height; y++) {
		for (let x = 0; x < area.width; x++) {
			const shade = (Math.floor(x / SQUARE_PX) + Math.floor(y / SQUARE_PX)) % 2 === 0 ? -7 : 7;
			for (let channel = 0; channel < channels; channel++) {
				const value = (mean[channel] ?? 0) / (area.width * area.height) + shade;
				data[offset(x, y) + channel] = Math.max(0, Math.min(255, value));
			}
		}
	}
}

function isJpeg(bytes: Uint8Array): boolean {
	return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}
