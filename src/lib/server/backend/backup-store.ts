import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, statfsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import * as v from 'valibot';
import { hashFile, packFolder } from './archive.ts';
import { BACKUP_REASONS, chooseToDrop, readKeeping, type BackupReason } from './backup-keeping.ts';
import type { DataDir } from './data-dir.ts';
import { makeFolderDurably, syncFileSystem, syncFolder, writeDurably } from './durability.ts';
import { takeLock } from './lock.ts';
import { findBadPages } from './page-checksums.ts';
import { SnapshotFactsSchema, type SnapshotFacts } from './snapshot.ts';

const ManifestSchema = v.object({
	...SnapshotFactsSchema.entries,
	format: v.literal('zhantu-backup/2'),
	reason: v.picklist(BACKUP_REASONS),
	createdAt: v.string(),
	/** The one file of the database in this folder, and its hash. */
	database: v.object({ file: v.string(), sha256: v.string(), bytes: v.number() }),
	/** Pages whose checksum did not hold when they were copied. */
	badPages: v.array(v.string()),
	/** Name and size of every picture; the content lies under its hash in the pool that all backups share. */
	pictures: v.record(v.string(), v.object({ sha256: v.string(), bytes: v.number() }))
});
export type BackupManifest = v.InferOutput<typeof ManifestSchema>;

const TestSchema = v.object({ at: v.string(), problems: v.array(v.string()), ms: v.number() });
/** What a restore test found: nothing, or problems in the words of docs/operations.md. */
export type RestoreTest = v.InferOutput<typeof TestSchema>;

export interface Backup {
	id: string;
	folder: string;
	reason: BackupReason;
	createdAt: string;
	bytes: number;
	pictures: number;
	badPages: number;
	test: RestoreTest | null;
}

const MANIFEST = 'manifest.json';
const TEST = 'restore-test.json';
/** Left free on the disk by a backup, so that it is not the backup that stops the work. */
const SPARE_BYTES = 256 * 1024 * 1024;

/** Where backups go: another disk (ZHANTU_BACKUPS), or the data directory. */
export function backupFolder(dir: DataDir): string {
	return process.env.ZHANTU_BACKUPS || dir.backups;
}

/** Newest first. A folder without a readable manifest is none. */
export function listBackups(folder: string): Backup[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder)
		.filter((id) => /^\d{4}-\d\d-\d\dT/.test(id) && existsSync(join(folder, id, MANIFEST)))
		.map((id) => {
			const manifest = readManifest(join(folder, id));
			const test = join(folder, id, TEST);
			return {
				id,
				folder: join(folder, id),
				reason: manifest.reason,
				createdAt: manifest.createdAt,
				bytes: manifest.database.bytes,
				pictures: Object.keys(manifest.pictures).length,
				badPages: manifest.badPages.length,
				test: existsSync(test) ? v.parse(TestSchema, JSON.parse(readFileSync(test, 'utf8'))) : null
			};
		})
		.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

export function readManifest(folder: string): BackupManifest {
	return v.parse(ManifestSchema, JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')));
}

export function keepTest(folder: string, test: RestoreTest): void {
	writeDurably(join(folder, TEST), JSON.stringify(test));
}

/** Where a picture lies in the pool. */
export function inPool(folder: string, sha256: string): string {
	return join(folder, 'pictures', sha256.slice(0, 2), sha256);
}

/**
 * Makes a backup beside the others and lets old ones go: the database as `snapshot` writes it, every page
 * of it checked, and the pictures that the pool does not hold yet. A picture is never changed once it is
 * written, so it is copied once and not every hour.
 */
export async function makeBackup(
	dir: DataDir,
	reason: BackupReason,
	snapshot: (folder: string) => Promise<SnapshotFacts>
): Promise<Backup> {
	const keeping = readKeeping(process.env.ZHANTU_BACKUP_KEEP);
	const folder = backupFolder(dir);
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const release = takeLock(join(folder, 'lock'));
	const createdAt = new Date().toISOString();
	const id = `${createdAt.slice(0, 19).replaceAll(':', '-')}-${reason}`;
	const part = join(folder, `part-${id}`);
	try {
		sweep(folder);
		needsSpace(dir, folder);
		makeFolderDurably(part);
		const facts = await snapshot(part);
		const { database, badPages } = await fold(part, facts.kind);
		const pictures = await poolPictures(dir.pictures, folder, listBackups(folder)[0]);
		const manifest: BackupManifest = { ...facts, format: 'zhantu-backup/2', reason, createdAt, database, badPages, pictures };
		writeDurably(join(part, MANIFEST), JSON.stringify(manifest), 0o600);
		syncFileSystem(folder);
		renameSync(part, join(folder, id));
		syncFolder(folder);
		const dropped = chooseToDrop(
			listBackups(folder).map((one) => ({ ...one, isGood: one.test ? one.test.problems.length === 0 : null })),
			keeping
		);
		for (const old of dropped) rmSync(join(folder, old), { recursive: true, force: true });
		emptyPool(folder);
		const made = listBackups(folder).find((one) => one.id === id);
		if (!made) throw new Error('the backup that was just made is not there');
		return made;
	} finally {
		rmSync(part, { recursive: true, force: true });
		release();
	}
}

/** What an interrupted backup left behind. */
function sweep(folder: string): void {
	for (const name of readdirSync(folder)) if (name.startsWith('part-')) rmSync(join(folder, name), { recursive: true, force: true });
}

function needsSpace(dir: DataDir, folder: string): void {
	const { bavail, bsize } = statfsSync(folder);
	const database = existsSync(dir.pglite) ? sizeOf(dir.pglite) : 0;
	// The copy and the packed file lie side by side for a while.
	const needed = database * 1.5 + SPARE_BYTES;
	if (bavail * bsize < needed) throw Object.assign(new Error('not enough space for a backup'), { code: 'disk_full' });
}

/** Turns what the snapshot wrote into one file, flushed by the caller. */
async function fold(part: string, kind: SnapshotFacts['kind']): Promise<Pick<BackupManifest, 'database' | 'badPages'>> {
	let badPages: string[] = [];
	let file = 'database.dump';
	if (kind === 'pglite') {
		file = 'database.tar.gz';
		badPages = findBadPages(join(part, 'database')).map((bad) => `${bad.file}:${bad.page}`);
		await packFolder(join(part, 'database'), join(part, file), { gzipLevel: 1 });
		rmSync(join(part, 'database'), { recursive: true, force: true });
	}
	const path = join(part, file);
	return { badPages, database: { file, sha256: await hashFile(path), bytes: statSync(path).size } };
}

async function poolPictures(pictures: string, folder: string, before: Backup | undefined): Promise<BackupManifest['pictures']> {
	const known = before ? readManifest(before.folder).pictures : {};
	const found: BackupManifest['pictures'] = {};
	for (const path of listFiles(pictures)) {
		const name = relative(pictures, path);
		const { size: bytes } = statSync(path);
		const same = known[name]?.bytes === bytes ? known[name] : undefined;
		const sha256 = same?.sha256 ?? (await hashFile(path));
		found[name] = { sha256, bytes };
		const target = inPool(folder, sha256);
		if (existsSync(target)) continue;
		makeFolderDurably(dirname(target));
		await copyFile(path, `${target}.part`);
		renameSync(`${target}.part`, target);
	}
	return found;
}

/** Pictures that no backup names any more. */
function emptyPool(folder: string): void {
	const named = new Set(listBackups(folder).flatMap((one) => Object.values(readManifest(one.folder).pictures).map(({ sha256 }) => sha256)));
	for (const path of listFiles(join(folder, 'pictures'))) if (!named.has(basename(path))) rmSync(path, { force: true });
}

function listFiles(folder: string): string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
		.map((entry) => join(entry.parentPath, entry.name));
}

export function sizeOf(folder: string): number {
	return listFiles(folder).reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
}
