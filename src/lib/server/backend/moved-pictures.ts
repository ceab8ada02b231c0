import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Client } from '#lib/data/client.ts';
import type { DataDir } from './data-dir.ts';
import { makeFolderDurably, syncFileSystem } from './durability.ts';

const BUCKETS = ['evidence', 'publications'];
const AT_ONCE = 100;

/** Runs `work` with a folder that holds every picture: the backend's own, or one that Supabase's were fetched into. */
export async function withPictures<Result>(
	backend: { kind: string; operator(): Client },
	dir: DataDir,
	say: (line: string) => void,
	work: (folder: string) => Promise<Result>
): Promise<Result> {
	if (backend.kind !== 'supabase') return work(dir.pictures);
	const folder = mkdtempSync(join(dir.root, 'fetched-'));
	try {
		let fetched = 0;
		for (const bucket of BUCKETS) {
			for await (const name of namesIn(backend.operator(), bucket, '')) {
				const { data, error } = await backend.operator().storage.from(bucket).download(name);
				if (error) throw new Error(`${bucket}/${name}: ${error.message}`);
				const file = join(folder, bucket, name);
				mkdirSync(dirname(file), { recursive: true });
				writeFileSync(file, new Uint8Array(await data.arrayBuffer()));
				if (++fetched % AT_ONCE === 0) say(`${fetched} pictures fetched`);
			}
		}
		return await work(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Moves pictures that lie beside the data directory into it, durably. */
export function placePictures(from: string, dir: DataDir): void {
	for (const file of filesIn(from)) {
		const target = join(dir.pictures, relative(from, file));
		makeFolderDurably(dirname(target));
		renameSync(file, target);
	}
	syncFileSystem(dir.root);
}

/** Sends pictures to Supabase; what an import that broke off has sent already is sent over. */
export async function uploadPictures(from: string, operator: Client): Promise<void> {
	for (const file of filesIn(from)) {
		const [bucket = '', ...name] = relative(from, file).split(sep);
		const { error } = await operator.storage
			.from(bucket)
			.upload(name.join('/'), await readFile(file), { contentType: 'image/jpeg', upsert: true });
		if (error) throw new Error(`${bucket}/${name.join('/')}: ${error.message}`);
	}
}

async function* namesIn(operator: Client, bucket: string, folder: string): AsyncGenerator<string> {
	for (let offset = 0; ; offset += AT_ONCE) {
		const { data, error } = await operator.storage.from(bucket).list(folder, { limit: AT_ONCE, offset });
		if (error) throw new Error(`${bucket}: ${error.message}`);
		for (const { id, name } of data) {
			const path = folder ? `${folder}/${name}` : name;
			if (id === null) yield* namesIn(operator, bucket, path);
			else yield path;
		}
		if (data.length < AT_ONCE) return;
	}
}

function filesIn(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));
}
