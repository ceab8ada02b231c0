// The smallest build of exifr (10 KB) has no types of its own: tags are keyed by their numbers.
declare module 'exifr/dist/mini.esm.mjs' {
	interface Blocks {
		exif?: Record<number, unknown>;
		gps?: Record<number, unknown> & { latitude?: number; longitude?: number };
	}
	export function parse(
		file: Blob | ArrayBuffer | Uint8Array,
		options: { ifd0: boolean; exif: boolean; gps: boolean; mergeOutput: false }
	): Promise<Blocks | undefined>;
}
