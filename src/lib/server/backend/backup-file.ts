import {
	constants,
	copyFileSync,
	existsSync,
	linkSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import * as v from 'valibot';
import { hashFile, packFolder, unpackInto } from './archive.ts';
import { inPool, readManifest } from './backup-store.ts';
import type { DataDir } from './data-dir.ts';
import { syncFolder } from './durability.ts';
import { findBadPages } from './page-checksums.ts';
import { SnapshotFactsSchema, type SnapshotFacts } from './snapshot.ts';

const ManifestSchema = v.object({
	...SnapshotFactsSchema.entries,
	format: v.literal('zhantu-backup-file/1'),
	createdAt: v.string(),
	/** Hash of every file in the backup, by its name in it. */
	files: v.record(v.string(), v.string())
});

/** A backup that cannot be trusted: damaged, incomplete or of another kind. */
export class BadBackup extends Error {}

const MANIFEST = 'manifest.json';
/** PGlite's directory as one file, the dump of a server, or a folder of rows as one file. */
const DATABASE = { pglite: 'database.tar', postgres: 'database.dump', rows: 'rows.tar' } as const;

/**
 * Writes database and pictures into one file with the hash of everything in it. Pictures are never
 * changed once written, so those that follow the snapshot of the database hold all that it names.
 */
export async function writeBackupFile(
	dir: DataDir,
	file: string,
	takeSnapshot: (folder: string) => Promise<SnapshotFacts>
): Promise<SnapshotFacts> {
	const target = resolve(file);
	mkdirSync(dirname(target), { recursive: true });
	const work = mkdtempSync(join(dir.root, 'backup-'));
	const part = `${target}.part`;
	try {
		const taken = join(work, 'taken');
		mkdirSync(taken);
		const facts = await takeSnapshot(taken);
		const folder = join(work, 'packed');
		mkdirSync(folder);
		const database = DATABASE[facts.kind];
		if (facts.kind === 'postgres') renameSync(join(taken, database), join(folder, database));
		else {
			const bad = facts.kind === 'pglite' ? findBadPages(join(taken, 'database')) : [];
			if (bad.length > 0) throw new BadBackup(`the database has ${bad.length} damaged pages (docs/operations.md)`);
			await packFolder(join(taken, 'database'), join(folder, database));
		}
		rmSync(taken, { recursive: true });
		const files: Record<string, string> = { [database]: await hashFile(join(folder, database)) };
		for (const picture of listFiles(dir.pictures)) {
			const name = join('pictures', relative(dir.pictures, picture));
			mkdirSync(dirname(join(folder, name)), { recursive: true });
			linkSync(picture, join(folder, name));
			files[name] = await hashFile(picture);
		}
		const manifest = { ...facts, format: 'zhantu-backup-file/1', createdAt: new Date().toISOString(), files };
		writeFileSync(join(folder, MANIFEST), JSON.stringify(manifest));
		await packFolder(folder, part, { gzipLevel: 1 });
		renameSync(part, target);
		syncFolder(dirname(target));
		return facts;
	} finally {
		rmSync(work, { recursive: true, force: true });
		rmSync(part, { force: true });
	}
}

/** A backup laid out beside the data directory, every hash checked. */
export interface OpenedBackup {
	facts: SnapshotFacts;
	createdAt: string;
	/** The directory of PGlite as a tar, a dump, or rows as a tar. */
	database: string;
	/** Null where it has no pictures. */
	pictures: string | null;
	/** Removes the folder it was laid out in. */
	discard(): void;
}

/** Opens a file that db:backup wrote, or a folder of the hourly backups. Throws {@link BadBackup}. */
export async function openBackup(dir: DataDir, source: string): Promise<OpenedBackup> {
	if (!existsSync(source)) throw new BadBackup(`${source}: no such file`);
	const folder = mkdtempSync(join(dir.root, 'restore-'));
	try {
		const opened = statSync(source).isDirectory() ? await openKept(source, folder) : await openFile(source, folder);
		return { ...opened, discard: () => rmSync(folder, { recursive: true, force: true }) };
	} catch (error) {
		rmSync(folder, { recursive: true, force: true });
		if (error instanceof BadBackup) throw error;
		throw new BadBackup(`${source}: cannot be read as a backup (${(error as Error).message})`);
	}
}

async function openFile(source: string, folder: string): Promise<Omit<OpenedBackup, 'discard'>> {
	await unpackInto(folder, source);
	const parsed = v.safeParse(ManifestSchema, JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')));
	if (!parsed.success) throw new BadBackup(`${source}: not a backup of this application`);
	const { files, createdAt, ...facts } = parsed.output;
	for (const [name, expected] of Object.entries(files)) await checkFile(join(folder, name), expected, `${source}: ${name}`);
	const pictures = join(folder, 'pictures');
	return { facts, createdAt, database: join(folder, DATABASE[facts.kind]), pictures: existsSync(pictures) ? pictures : null };
}

/** The hourly backups share their pictures in a pool, which may lie on another disk. */
async function openKept(source: string, folder: string): Promise<Omit<OpenedBackup, 'discard'>> {
	const { database, pictures, createdAt, ...facts } = readManifest(source);
	const file = join(source, database.file);
	await checkFile(file, database.sha256, database.file);
	const hung = join(folder, 'pictures');
	for (const [name, { sha256 }] of Object.entries(pictures)) {
		const pooled = inPool(dirname(source), sha256);
		await checkFile(pooled, sha256, name);
		mkdirSync(dirname(join(hung, name)), { recursive: true });
		copyFileSync(pooled, join(hung, name), constants.COPYFILE_FICLONE);
	}
	return { facts, createdAt, database: file, pictures: existsSync(hung) ? hung : null };
}

async function checkFile(path: string, expected: string, name: string): Promise<void> {
	if (!existsSync(path)) throw new BadBackup(`${name} is missing`);
	if ((await hashFile(path)) !== expected) throw new BadBackup(`${name} is damaged`);
}

function listFiles(folder: string): string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}
