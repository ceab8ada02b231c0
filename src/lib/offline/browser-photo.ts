import { locateOnce, type DevicePosition } from './geolocation.ts';
import { fitWithin, type PhotoDevice, type PhotoTags } from './photo.ts';

const LOCATE_MS = 6_000;
const FRESH_MS = 30_000;

/** The browser as a darkroom. Position is asked for only here: when somebody takes a picture. */
export const browserPhotoDevice: PhotoDevice = { now: () => new Date(), readTags, shrink, locate };

const DATE_TIME = 0x9003;
const OFFSET_TIME = 0x9011;
const GPS_DIRECTION = 0x11;
const GPS_ERROR = 0x1f;

async function readTags(file: Blob): Promise<PhotoTags> {
	const { parse } = await import('exifr/dist/mini.esm.mjs');
	const tags = await parse(file, { ifd0: true, exif: true, gps: true, mergeOutput: false });
	const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
	const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
	return {
		dateTime: text(tags?.exif?.[DATE_TIME]),
		offset: text(tags?.exif?.[OFFSET_TIME]),
		latitude: tags?.gps?.latitude,
		longitude: tags?.gps?.longitude,
		accuracyM: number(tags?.gps?.[GPS_ERROR]),
		heading: number(tags?.gps?.[GPS_DIRECTION])
	};
}

async function shrink(file: Blob, longestSide: number, quality: number): Promise<{ blob: Blob; width: number; height: number }> {
	const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
	try {
		const { width, height } = fitWithin(bitmap.width, bitmap.height, longestSide);
		const blob = await draw(bitmap, width, height, quality);
		// Safari answers with a PNG where it cannot encode what was asked for.
		if (blob.type !== 'image/jpeg') throw new Error('no JPEG encoder');
		return { blob, width, height };
	} finally {
		bitmap.close();
	}
}

async function draw(bitmap: ImageBitmap, width: number, height: number, quality: number): Promise<Blob> {
	if (typeof OffscreenCanvas === 'function') {
		const canvas = new OffscreenCanvas(width, height);
		paint(canvas.getContext('2d'), bitmap, width, height);
		return canvas.convertToBlob({ type: 'image/jpeg', quality });
	}
	const canvas = document.createElement('canvas');
	canvas.width = width;
	canvas.height = height;
	paint(canvas.getContext('2d'), bitmap, width, height);
	return new Promise((resolve, reject) =>
		canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('not encoded'))), 'image/jpeg', quality)
	);
}

function paint(
	context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null,
	bitmap: ImageBitmap,
	width: number,
	height: number
): void {
	if (!context) throw new Error('no canvas');
	context.imageSmoothingQuality = 'high';
	// What is transparent becomes paper, not black.
	context.fillStyle = '#ffffff';
	context.fillRect(0, 0, width, height);
	context.drawImage(bitmap, 0, 0, width, height);
}

async function locate(): Promise<DevicePosition | null> {
	const found = await locateOnce({ timeoutMs: LOCATE_MS, maximumAgeMs: FRESH_MS });
	return found.ok ? found.value : null;
}
