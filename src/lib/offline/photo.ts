import { failed, ok, type Result } from '#lib/domain/result.ts';
import { sha256Of } from './wire.ts';

/** A photo on its way: upright, small, without metadata; what the metadata said stands beside it. */
export interface PreparedPhoto {
	blob: Blob;
	width: number;
	height: number;
	/** ISO moment. */
	takenAt: string;
	/** WGS-84; null when neither the file nor the device says. */
	position: [number, number] | null;
	accuracyM: number | null;
	/** Degrees clockwise from north in which the camera looked. */
	heading: number | null;
	sha256: string | null;
}

export const LONGEST_SIDE = 1920;
const QUALITY = 0.82;
/** No camera is older, and a clock that is ahead by more is wrong. */
const EARLIEST = Date.parse('2000-01-01T00:00:00Z');
const AHEAD_MS = 5 * 60_000;

/** What the device can do; tests bring their own. */
export interface PhotoDevice {
	now: () => Date;
	readTags: (file: Blob) => Promise<PhotoTags>;
	/** Decodes upright, draws at most so long, encodes as JPEG. Rejects what is no picture. */
	shrink: (file: Blob, longestSide: number, quality: number) => Promise<{ blob: Blob; width: number; height: number }>;
	/** Where the device is; null when it does not say or may not. */
	locate: () => Promise<{ position: [number, number]; accuracyM: number } | null>;
}

/** What a file says of itself. */
export interface PhotoTags {
	/** EXIF: "2026:11:24 09:14:00", local to where it was taken. */
	dateTime?: string;
	/** "+08:00". */
	offset?: string;
	latitude?: number;
	longitude?: number;
	accuracyM?: number;
	heading?: number;
}

/** A file that is older was not taken just now, so the device's own place says nothing about it. */
const JUST_NOW_MS = 2 * 60_000;

/**
 * Prepares a photo for the door. `modifiedAt` is what the file says of itself (milliseconds of the
 * epoch): a picture out of the gallery gets no place from the device and no time but its own.
 * Codes: not_a_picture, picture_heic.
 */
export async function preparePhoto(file: Blob, device: PhotoDevice, modifiedAt?: number): Promise<Result<PreparedPhoto>> {
	const now = device.now();
	const isJustTaken = modifiedAt === undefined || Math.abs(now.getTime() - modifiedAt) <= JUST_NOW_MS;
	// Time and place are read first: drawing the picture anew leaves them behind.
	const tags = await device.readTags(file).catch((): PhotoTags => ({}));
	const own = placeOf(tags);
	const [shrunk, found] = await Promise.all([
		device.shrink(file, LONGEST_SIDE, QUALITY).catch(() => null),
		own || !isJustTaken ? null : device.locate().catch(() => null)
	]);
	if (!shrunk) return failed((await isHeic(file)) ? 'picture_heic' : 'not_a_picture', 'picture');
	return ok({
		...shrunk,
		takenAt: takenAt(tags, now, isJustTaken ? now : new Date(Math.min(modifiedAt, now.getTime()))).toISOString(),
		position: own ?? found?.position ?? null,
		accuracyM: own ? (tags.accuracyM ?? null) : (found?.accuracyM ?? null),
		heading: headingOf(tags),
		sha256: await sha256Of(shrunk.blob)
	});
}

/** An iPhone's own format (HEIF by its brands), which most browsers cannot draw. */
export async function isHeic(file: Blob): Promise<boolean> {
	const head = String.fromCharCode(...new Uint8Array(await file.slice(4, 12).arrayBuffer()));
	return /^ftyp(hei[cmsx]|hev[cmsx]|mif1|msf1)$/.test(head);
}

/** The size that fits, never larger than the picture is. */
export function fitWithin(width: number, height: number, longestSide: number): { width: number; height: number } {
	const share = Math.min(1, longestSide / Math.max(width, height));
	return { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) };
}

/** When it was taken, in the file's zone where it names one, else in the device's; `otherwise` when that is no sense. */
export function takenAt({ dateTime, offset }: PhotoTags, now: Date, otherwise = now): Date {
	const [, year, month, day, hour, minute, second] = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)/.exec(dateTime ?? '') ?? [];
	if (!year) return otherwise;
	const isZoned = /^[+-]\d\d:\d\d$/.test(offset ?? '');
	const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${isZoned ? offset : ''}`);
	const ms = at.getTime();
	return Number.isNaN(ms) || ms < EARLIEST || ms > now.getTime() + AHEAD_MS ? otherwise : at;
}

function placeOf({ latitude, longitude }: PhotoTags): [number, number] | null {
	if (latitude === undefined || longitude === undefined || !Number.isFinite(latitude) || !Number.isFinite(longitude)) return null;
	// 0, 0 is what a camera writes that had not found itself yet.
	if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180 || (latitude === 0 && longitude === 0)) return null;
	return [longitude, latitude];
}

function headingOf({ heading }: PhotoTags): number | null {
	return heading !== undefined && Number.isFinite(heading) && heading >= 0 && heading <= 360 ? heading % 360 : null;
}
