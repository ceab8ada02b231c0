import { open, realpath, stat, type FileHandle } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { PMTiles, TileType as ArchiveType, type RangeResponse, type Source } from 'pmtiles';
import { isPmtilesName } from '#lib/domain/basemap.ts';

/** What one question for a part of a file may take; a directory of PMTiles is at most half a megabyte. */
const MOST_BYTES = 8 * 1024 * 1024;

/** A PMTiles file of the data directory's `tiles` folder; null for a name that is none, or leads out of it. */
export async function findArchive(folder: string, name: string): Promise<string | null> {
	if (!isPmtilesName(name)) return null;
	try {
		const [root, file] = [await realpath(folder), await realpath(join(folder, name))];
		return file.startsWith(root + sep) && (await stat(file)).isFile() ? file : null;
	} catch {
		return null;
	}
}

/** One part of a file, as a browser asks for it; the whole is never sent. */
export async function readPart(file: string, range: string | null): Promise<Response> {
	const asked = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(range ?? '');
	const { size, mtimeMs } = await stat(file);
	const refused = { 'accept-ranges': 'bytes', 'content-range': `bytes */${size}` };
	if (!asked) return Response.json({ code: 'needs_range' }, { status: 416, headers: refused });
	const from = Number(asked[1]);
	const to = Math.min(Number(asked[2]), size - 1);
	if (from > to || to - from + 1 > MOST_BYTES) return Response.json({ code: 'bad_range' }, { status: 416, headers: refused });
	const part = await read(file, from, to - from + 1);
	return new Response(part, {
		status: 206,
		headers: {
			'accept-ranges': 'bytes',
			'content-range': `bytes ${from}-${to}/${size}`,
			'content-length': String(part.length),
			'content-type': 'application/octet-stream',
			// A file may be replaced under its name: the reader compares and starts over.
			etag: `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`,
			'cache-control': 'private, no-cache'
		}
	});
}

/** Names of a file's vector layers; empty for one of pictures. Throws for a file that is no PMTiles. */
export async function vectorLayers(file: string): Promise<string[]> {
	const archive = new PMTiles(new FileSource(file));
	const { tileType } = await archive.getHeader();
	if (tileType !== ArchiveType.Mvt) return [];
	const { vector_layers: layers } = (await archive.getMetadata()) as { vector_layers?: { id?: unknown }[] };
	return (layers ?? []).flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
}

class FileSource implements Source {
	readonly #file: string;

	constructor(file: string) {
		this.#file = file;
	}

	getKey(): string {
		return this.#file;
	}

	async getBytes(offset: number, length: number): Promise<RangeResponse> {
		const { buffer, byteOffset, byteLength } = await read(this.#file, offset, Math.min(length, MOST_BYTES));
		return { data: buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer };
	}
}

async function read(file: string, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
	let handle: FileHandle | undefined;
	try {
		handle = await open(file);
		const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, offset);
		return buffer.subarray(0, bytesRead);
	} finally {
		await handle?.close();
	}
}
