import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isPmtilesName } from '#lib/domain/basemap.ts';
import { failed, ok, type Result } from '#lib/domain/result.ts';
import { vectorLayers } from './archive.ts';

/** A city's streets are some hundred megabytes. */
const MOST_BYTES = 8 * 1024 ** 3;

export interface ArchiveName {
	name: string;
	bytes: number;
}

/** PMTiles files of the folder, by name. */
export async function listArchives(folder: string): Promise<ArchiveName[]> {
	const names = await readdir(folder).catch(() => []);
	const files = await Promise.all(
		names.filter(isPmtilesName).map(async (name) => ({ name, bytes: (await stat(join(folder, name))).size }))
	);
	return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Takes the next part of a file that comes in parts. The first begins anew; one that does not follow
 * what is there is refused with `wrong_part` and what is there in `info`. The last part puts the file
 * in place once it can be read as PMTiles (`basemap_not_pmtiles` otherwise). Answers the bytes so far.
 */
export async function keepPart(
	folder: string,
	name: string,
	part: { offset: number; total: number; bytes: Uint8Array }
): Promise<Result<number>> {
	if (!isPmtilesName(name)) return failed('basemap_bad_file', 'file', name.slice(0, 120));
	const { offset, total, bytes } = part;
	const end = offset + bytes.length;
	if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(total) || offset < 0 || bytes.length === 0 || end > total)
		return failed('wrong_part');
	if (total > MOST_BYTES) return failed('basemap_file_too_large', 'file');
	await mkdir(folder, { recursive: true, mode: 0o700 });
	// A name of the folder's own files never begins with a dot.
	const growing = join(folder, `.${name}.part`);
	const known =
		offset === 0
			? 0
			: await stat(growing).then(
					({ size }) => size,
					() => 0
				);
	if (known !== offset) return failed('wrong_part', undefined, known);
	const handle = await open(growing, offset === 0 ? 'w' : 'a', 0o600);
	try {
		await handle.writeFile(bytes);
		if (end === total) await handle.sync();
	} finally {
		await handle.close();
	}
	if (end < total) return ok(end);
	if (!(await isArchive(growing))) {
		await rm(growing, { force: true });
		return failed('basemap_not_pmtiles', 'file', name);
	}
	await rename(growing, join(folder, name));
	return ok(end);
}

async function isArchive(file: string): Promise<boolean> {
	try {
		await vectorLayers(file);
		return true;
	} catch {
		return false;
	}
}
