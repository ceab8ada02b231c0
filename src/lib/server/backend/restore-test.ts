import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PGlite } from '@electric-sql/pglite';
import { hashFile, unpackInto } from './archive.ts';
import { backupFolder, inPool, readManifest, type Backup, type BackupManifest, type RestoreTest } from './backup-store.ts';
import type { DataDir } from './data-dir.ts';
import { findBadPages } from './page-checksums.ts';
import { postgis } from './postgis.ts';
import { compareFacts, postgresTool } from './snapshot.ts';
import { sqlOverPglite } from './sql-pglite.ts';
import type { Sql } from './sql.ts';

/** How much of a chain's end is compared with the running database at once. */
export interface LedgerEnd {
	task: string;
	length: number;
	hash: string;
}

/**
 * Restores a backup into a folder of its own and looks whether it is what it was: hashes, every page,
 * rows of every table, policies, the ledger, and every picture that a row names. Answers the ends of the
 * ledger's chains too, which the running database must still contain: history that was rewritten as a
 * whole, hashes and all, shows there.
 */
export async function testRestore(dir: DataDir, backup: Backup): Promise<RestoreTest & { ends: LedgerEnd[] }> {
	const started = performance.now();
	const manifest = readManifest(backup.folder);
	const problems: string[] = [];
	let ends: LedgerEnd[] = [];
	try {
		const file = join(backup.folder, manifest.database.file);
		if (!existsSync(file)) problems.push('database_missing');
		else if ((await hashFile(file)) !== manifest.database.sha256) problems.push('database_damaged');
		else if (manifest.kind === 'pglite') ends = await openCopy(dir, file, manifest, problems);
		else problems.push(...(await readDump(file, manifest)));
		problems.push(...(await damagedPictures(backupFolder(dir), manifest)));
	} catch (error) {
		problems.push(`cannot_be_restored: ${(error as Error).message.slice(0, 200)}`);
	}
	return { at: new Date().toISOString(), problems, ms: Math.round(performance.now() - started), ends };
}

async function openCopy(dir: DataDir, file: string, manifest: BackupManifest, problems: string[]): Promise<LedgerEnd[]> {
	const folder = mkdtempSync(join(dir.root, 'restore-test-'));
	try {
		await unpackInto(folder, file);
		const bad = findBadPages(folder);
		if (bad.length > 0) problems.push(`damaged_pages: ${bad.length}`);
		const db = await PGlite.create({ dataDir: folder, extensions: { postgis } });
		const sql = sqlOverPglite(db);
		try {
			problems.push(...(await compareFacts(sql, manifest)));
			problems.push(...(await lookAtRows(sql, manifest)));
			return await sql.query<LedgerEnd>('select task_id as task, length, hash from private.ledger_heads');
		} finally {
			await sql.close();
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function lookAtRows(sql: Sql, manifest: BackupManifest): Promise<string[]> {
	await sql.query(
		`select set_config('request.jwt.claim.role', 'service_role', false), set_config('request.jwt.claims', '{"role":"service_role"}', false)`
	);
	const broken = await sql.query('select task_id from public.verify_ledger()');
	const pictures = await sql.query<{ name: string; sha256: string | null }>(
		`select o.bucket_id || '/' || o.name as name, e.sha256
		from storage.objects o left join public.evidence e on o.bucket_id = 'evidence' and e.object_path = o.name`
	);
	const absent = pictures.filter(({ name }) => !manifest.pictures[name]);
	const other = pictures.filter(({ name, sha256 }) => sha256 && manifest.pictures[name] && manifest.pictures[name].sha256 !== sha256);
	return [
		...(broken.length > 0 ? [`ledger_broken: ${broken.length}`] : []),
		...(absent.length > 0 ? [`pictures_missing: ${absent.length}`] : []),
		...(other.length > 0 ? [`pictures_changed: ${other.length}`] : [])
	];
}

async function damagedPictures(folder: string, manifest: BackupManifest): Promise<string[]> {
	let damaged = 0;
	for (const { sha256 } of Object.values(manifest.pictures)) {
		const path = inPool(folder, sha256);
		if (!existsSync(path) || (await hashFile(path)) !== sha256) damaged++;
	}
	return damaged > 0 ? [`pictures_damaged: ${damaged}`] : [];
}

/** A dump is read to its end by the server's tool, and the rows of every table in it are counted. */
async function readDump(file: string, manifest: BackupManifest): Promise<string[]> {
	const restore = spawn(postgresTool('pg_restore'), ['--data-only', '--file=-', file], { stdio: ['ignore', 'pipe', 'ignore'] });
	const ended = new Promise<number | null>((resolve, reject) => {
		restore.once('error', reject);
		restore.once('close', resolve);
	});
	const counts: Record<string, number> = {};
	let table: string | null = null;
	for await (const line of createInterface({ input: restore.stdout })) {
		if (table === null) {
			table = /^COPY (\S+) \(/.exec(line)?.[1] ?? null;
			if (table) counts[table] = 0;
		} else if (line === '\\.') table = null;
		else counts[table] = (counts[table] ?? 0) + 1;
	}
	if ((await ended) !== 0) return ['database_damaged'];
	return Object.entries(manifest.counts)
		.filter(([name, count]) => (counts[name] ?? 0) !== count)
		.map(([name, count]) => `rows_differ: ${name} ${counts[name] ?? 0}, not ${count}`);
}
