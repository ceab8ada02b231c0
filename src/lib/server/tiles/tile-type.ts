/** What a tile can be. Anything else that a service sends (a page, a picture that runs scripts) is refused. */
export const TILE_TYPES = {
	png: 'image/png',
	jpeg: 'image/jpeg',
	webp: 'image/webp',
	gif: 'image/gif',
	mvt: 'application/vnd.mapbox-vector-tile'
} as const;
export type TileType = (typeof TILE_TYPES)[keyof typeof TILE_TYPES];

const VECTOR = /^application\/(x-protobuf|protobuf|vnd\.mapbox-vector-tile|octet-stream)\b/;

/** The type by the bytes, and for a vector tile by what the service says; null for anything that is no tile of this kind. */
export function tileType(bytes: Uint8Array, said: string, kind: 'raster' | 'vector'): TileType | null {
	if (kind === 'vector') return VECTOR.test(said) && !/^\s*[<{]/.test(text(bytes, 0, 32)) ? TILE_TYPES.mvt : null;
	if (!/^(image\/|application\/octet-stream\b)/.test(said)) return null;
	if (bytes[0] === 0x89 && text(bytes, 1, 4) === 'PNG') return TILE_TYPES.png;
	if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return TILE_TYPES.jpeg;
	if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WEBP') return TILE_TYPES.webp;
	return /^GIF8[79]a/.test(text(bytes, 0, 6)) ? TILE_TYPES.gif : null;
}

function text(bytes: Uint8Array, from: number, to: number): string {
	return Buffer.from(bytes.subarray(from, to)).toString('latin1');
}
