import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { failed, ok, type Result } from '#lib/domain/result.ts';
import { JobQueue } from '../backend/queue.ts';

export interface TakenIn {
	/** JPEG, upright, sRGB, without any metadata. */
	jpeg: Uint8Array<ArrayBuffer>;
	width: number;
	height: number;
	/** Of the JPEG, in hex. */
	sha256: string;
}

/** Bytes of a picture as it arrives. */
export const LARGEST_PICTURE_BYTES = 12 * 1024 * 1024;
const LARGEST_PIXELS = 50e6;
const LONGEST_SIDE = 2560;
const QUALITY = 84;

/** A decoder takes up to 200 MB for a moment, so few work at once and a long line is sent away. */
const decoding = new JobQueue({ limit: 40, lanes: 2, patienceMs: 30_000 });
const EVERYBODY = 'pictures';

let areLoadersBlocked = false;

/** libvips reads a hundred formats; pictures arrive in three. Process-wide, so not before the first picture. */
function blockLoaders(): void {
	if (areLoadersBlocked) return;
	sharp.block({ operation: ['VipsForeignLoad'] });
	sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'] });
	sharp.cache(false);
	areLoadersBlocked = true;
}

/**
 * Makes a stranger's file ours: decoded and encoded anew, so that nothing but the picture remains, no
 * metadata, no profile, no bytes behind the end. Codes: not_a_picture, picture_heic, picture_too_large (pixels),
 * picture_broken. Throws QueueFull when too many wait.
 */
export async function takeIn(bytes: Uint8Array): Promise<Result<TakenIn>> {
	if (!isPicture(bytes)) return failed(isHeic(bytes) ? 'picture_heic' : 'not_a_picture', 'picture');
	blockLoaders();
	return decoding.run(EVERYBODY, () => encodeAnew(bytes));
}

async function encodeAnew(bytes: Uint8Array): Promise<Result<TakenIn>> {
	const options = { limitInputPixels: LARGEST_PIXELS, failOn: 'error', sequentialRead: true } as const;
	try {
		// The header alone: a bomb is refused before anything is unpacked.
		const { width, height } = await sharp(bytes, options).metadata();
		if (width * height > LARGEST_PIXELS) return failed('picture_too_large', 'picture');
		const { data, info } = await sharp(bytes, options)
			.autoOrient()
			.resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
			.flatten({ background: '#ffffff' })
			.jpeg({ quality: QUALITY })
			.toBuffer({ resolveWithObject: true });
		const jpeg = new Uint8Array(data);
		return ok({ jpeg, width: info.width, height: info.height, sha256: createHash('sha256').update(jpeg).digest('hex') });
	} catch (error) {
		const isTooLarge = error instanceof Error && error.message.includes('pixel limit');
		return failed(isTooLarge ? 'picture_too_large' : 'picture_broken', 'picture');
	}
}

/** A smaller copy of a picture of ours for lists, at most `width` pixels wide. */
export async function makeThumbnail(jpeg: Uint8Array, width: number): Promise<Uint8Array<ArrayBuffer>> {
	return decoding.run(EVERYBODY, async () => {
		const small = await sharp(jpeg, { limitInputPixels: LARGEST_PIXELS })
			.resize({ width, withoutEnlargement: true })
			.jpeg({ quality: 78 })
			.toBuffer();
		return new Uint8Array(small);
	});
}

const SIGNATURES: readonly (readonly [offset: number, bytes: readonly number[]])[][] = [
	[[0, [0xff, 0xd8, 0xff]]],
	[[0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]]],
	[
		[0, [0x52, 0x49, 0x46, 0x46]],
		[8, [0x57, 0x45, 0x42, 0x50]]
	]
];

/** JPEG, PNG or WebP by their first bytes, whatever the name or the header says. */
function isPicture(bytes: Uint8Array): boolean {
	return SIGNATURES.some((parts) => parts.every(([offset, wanted]) => wanted.every((byte, index) => bytes[offset + index] === byte)));
}

/** HEIF by its brand: an iPhone's own format, which has its own sentence. */
function isHeic(bytes: Uint8Array): boolean {
	return /^ftyp(hei[cmsx]|hev[cmsx]|mif1|msf1)$/.test(String.fromCharCode(...bytes.subarray(4, 12)));
}
