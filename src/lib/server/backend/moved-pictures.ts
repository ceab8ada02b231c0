import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Client } from '#lib/data/client.ts';
import type { DataDir } from './data-dir.ts';
import { makeFolderDurably, syncFileSystem } from './durability.ts';

const BUCKETS = ['evidence', 'publications'];
const AT_ONCE = 8;
const NAMES_AT_ONCE = 100;
const WAITS_MS = [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000];

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
			const names = await Array.fromAsync(namesIn(backend.operator(), bucket, ''));
			await shared(names, async (name) => {
				const data = await patiently(`${bucket}/${name}`, () => backend.operator().storage.from(bucket).download(name));
				const file = join(folder, bucket, name);
				mkdirSync(dirname(file), { recursive: true });
				writeFileSync(file, new Uint8Array(await data.arrayBuffer()));
				if (++fetched % NAMES_AT_ONCE === 0) say(`${fetched} pictures fetched`);
			});
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
	await shared(filesIn(from), async (file) => {
		const [bucket = '', ...name] = relative(from, file).split(sep);
		const content = await readFile(file);
		await patiently(`${bucket}/${name.join('/')}`, () =>
			operator.storage.from(bucket).upload(name.join('/'), content, { contentType: 'image/jpeg', upsert: true })
		);
	});
}

/** Some at a time: a picture mostly waits for the way there and back. */
async function shared<Item>(items: Item[], work: (item: Item) => Promise<void>): Promise<void> {
	const left = items.values();
	const worker = async (): Promise<void> => {
		for (const item of left) await work(item);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

interface Answered<Data> {
	data: Data | null;
	error: { message: string; status?: number | undefined } | null;
}

/** A storage that is busy, or away for a moment, is asked again: one of ten thousand pictures must not undo a move. */
async function patiently<Data>(name: string, ask: () => PromiseLike<Answered<Data>>, [waitMs, ...later] = WAITS_MS): Promise<Data> {
	const { data, error } = await ask();
	if (data !== null) return data;
	// Without a status nobody has answered.
	const isPassing = !error?.status || error.status === 429 || error.status >= 500;
	if (!isPassing || waitMs === undefined) throw new Error(`${name}: ${error?.message ?? 'no answer'}`);
	await setTimeout(waitMs);
	return patiently(name, ask, later);
}

async function* namesIn(operator: Client, bucket: string, folder: string): AsyncGenerator<string> {
	for (let offset = 0; ; offset += NAMES_AT_ONCE) {
		const data = await patiently(bucket, () => operator.storage.from(bucket).list(folder, { limit: NAMES_AT_ONCE, offset }));
		for (const { id, name } of data) {
			const path = folder ? `${folder}/${name}` : name;
			if (id === null) yield* namesIn(operator, bucket, path);
			else yield path;
		}
		if (data.length < NAMES_AT_ONCE) return;
	}
}

function filesIn(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));
}
