import { execFile } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { hashFile, packFolder, unpackInto } from './archive.ts';
import { findPostgres } from './cluster.ts';
import type { DataDir } from './data-dir.ts';
import type { Database } from './database.ts';
import { syncFolder } from './durability.ts';

const run = promisify(execFile);

const ManifestSchema = v.object({
	format: v.literal('zhantu-backup/1'),
	kind: v.picklist(['pglite', 'postgres']),
	createdAt: v.string(),
	counts: v.record(v.string(), v.number()),
	files: v.record(v.string(), v.string())
});
export type Manifest = v.InferOutput<typeof ManifestSchema>;

/** A backup that cannot be trusted: damaged, incomplete or of another kind. */
export class BadBackup extends Error {}

const COUNTED = ['areas', 'people', 'sites', 'tasks', 'task_events', 'evidence', 'publications'];

/**
 * Writes database and pictures into one file with the hash of everything in it. Runs inside the
 * queue, so it sees one state. Pictures are never changed once written, so they follow the database.
 */
export async function backUp({ dir, database }: { dir: DataDir; database: Database }, file: string): Promise<Manifest> {
	const target = resolve(file);
	mkdirSync(dirname(target), { recursive: true });
	const work = mkdtempSync(join(dir.root, 'backup-'));
	try {
		const dump = join(work, 'database');
		if (database.dump) writeFileSync(dump, await database.dump());
		else throw new BadBackup('use pg_dump for a PostgreSQL server (docs/operations.md)');
		const counts: Record<string, number> = {};
		for (const table of COUNTED) {
			const [row] = await database.sql.query<{ n: number }>(`select count(*)::integer as n from public.${table}`);
			counts[table] = Number(row?.n ?? 0);
		}
		const files: Record<string, string> = { database: await hashFile(dump) };
		const pictures = existsSync(dir.pictures) ? listFiles(dir.pictures) : [];
		for (const picture of pictures) {
			const name = join('pictures', relative(dir.pictures, picture));
			files[name] = await hashFile(picture);
			mkdirSync(dirname(join(work, name)), { recursive: true });
			linkSync(picture, join(work, name));
		}
		const manifest: Manifest = { format: 'zhantu-backup/1', kind: database.kind, createdAt: new Date().toISOString(), counts, files };
		writeFileSync(join(work, 'manifest.json'), JSON.stringify(manifest));
		const part = `${target}.part`;
		await packFolder(work, part, 1);
		renameSync(part, target);
		syncFolder(dirname(target));
		return manifest;
	} finally {
		rmSync(work, { recursive: true, force: true });
	}
}

/** Unpacks a backup beside the data directory and checks every hash. Returns the folder and manifest. */
export async function unpackBackup(dir: DataDir, file: string): Promise<{ folder: string; manifest: Manifest }> {
	if (!existsSync(file)) throw new BadBackup(`${file}: no such file`);
	const folder = mkdtempSync(join(dir.root, 'restore-'));
	try {
		await unpackInto(folder, file);
		const parsed = v.safeParse(ManifestSchema, JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
		if (!parsed.success) throw new BadBackup(`${file}: not a backup of this application`);
		for (const [name, expected] of Object.entries(parsed.output.files)) {
			const path = join(folder, name);
			if (!existsSync(path)) throw new BadBackup(`${file}: ${name} is missing`);
			if ((await hashFile(path)) !== expected) throw new BadBackup(`${file}: ${name} is damaged`);
		}
		return { folder, manifest: parsed.output };
	} catch (error) {
		rmSync(folder, { recursive: true, force: true });
		if (error instanceof BadBackup) throw error;
		throw new BadBackup(`${file}: cannot be read as a backup (${(error as Error).message})`);
	}
}

function listFiles(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}

/** Dumps a PostgreSQL server with its own tools; the version of the tools must not be older. */
export async function dumpPostgres(url: string, file: string): Promise<void> {
	const bin = findPostgres();
	await run(bin ? join(bin, 'pg_dump') : 'pg_dump', ['--format=custom', `--file=${file}`, url]);
}
