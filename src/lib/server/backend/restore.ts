import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PGlite } from '@electric-sql/pglite';
import { unpackInto } from './archive.ts';
import { BadBackup, type OpenedBackup } from './backup-file.ts';
import { startCluster } from './cluster.ts';
import type { DataDir } from './data-dir.ts';
import { syncFileSystem, syncFolder, writeDurably } from './durability.ts';
import { rolesSql } from './platform.ts';
import { postgis } from './postgis.ts';
import { compareFacts, postgresTool, type SnapshotFacts } from './snapshot.ts';
import { sqlOverPglite } from './sql-pglite.ts';
import { sqlOverPostgres } from './sql-postgres.ts';
import type { Sql } from './sql.ts';

const run = promisify(execFile);

/**
 * Puts a backup in the place of what the data directory holds, once it has been opened and found to be
 * what it says. What was there is moved to `replaced`, whose former content goes. The caller holds the lock.
 * Answers the folder of what was there.
 */
export async function restoreBackup(dir: DataDir, backup: OpenedBackup, log: (line: string) => void): Promise<string> {
	const folder = mkdtempSync(join(dir.root, 'restored-'));
	try {
		const isPglite = backup.facts.kind === 'pglite';
		const made = join(folder, isPglite ? 'pglite' : 'postgres');
		mkdirSync(made, { mode: 0o700 });
		await (isPglite ? unfoldDirectory : unfoldDump)(backup.database, made, backup.facts, log);
		syncFileSystem(dir.root);
		const replaced = join(dir.root, 'replaced');
		if (!existsSync(dir.restoring)) rmSync(replaced, { recursive: true, force: true });
		mkdirSync(replaced, { recursive: true, mode: 0o700 });
		writeDurably(dir.restoring, backup.createdAt);
		// Of two databases the directory would not know which one is meant.
		for (const [name, path] of [
			['pglite', dir.pglite],
			['postgres', dir.cluster],
			['pictures', dir.pictures]
		] as const) {
			if (!existsSync(path)) continue;
			// After a restore that broke off: the former state is aside already, and this is half of that restore.
			if (existsSync(join(replaced, name))) rmSync(path, { recursive: true });
			else renameSync(path, join(replaced, name));
		}
		renameSync(made, isPglite ? dir.pglite : dir.cluster);
		if (backup.pictures) renameSync(backup.pictures, dir.pictures);
		syncFolder(replaced);
		syncFolder(dir.root);
		rmSync(dir.restoring);
		syncFolder(dir.root);
		return replaced;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** A start between two steps of a restore would begin anew on an empty directory, or with half of the pictures. */
export function refuseHalfRestored(dir: DataDir): void {
	if (!existsSync(dir.restoring)) return;
	throw new Error(
		`A restore broke off in ${dir.root}. Restore again (npm run db:restore -- FILE), or move what is in ${join(dir.root, 'replaced')} back into ${dir.root} and remove ${dir.restoring}.`
	);
}

async function unfoldDirectory(tar: string, directory: string, facts: SnapshotFacts): Promise<void> {
	await unpackInto(directory, tar);
	const sql = sqlOverPglite(await PGlite.create({ dataDir: directory, extensions: { postgis } }));
	await mustHold(sql, facts);
}

/** A dump becomes a private cluster of its own; roles stand outside of databases, so they are made first. */
async function unfoldDump(dump: string, folder: string, facts: SnapshotFacts, log: (line: string) => void): Promise<void> {
	const cluster = await startCluster(folder, log);
	try {
		const sql = sqlOverPostgres(cluster.url, { max: 1 });
		await sql.exec(rolesSql({ owner: 'zhantu_owner', handler: 'zhantu_app' }));
		await run(postgresTool('pg_restore'), ['--exit-on-error', '--no-password', `--dbname=${cluster.url}`, dump]);
		await mustHold(sql, facts);
	} finally {
		await cluster.stop();
	}
}

async function mustHold(sql: Sql, facts: SnapshotFacts): Promise<void> {
	try {
		const differences = await compareFacts(sql, facts);
		if (differences.length > 0) throw new BadBackup(`The backup does not hold what it promises: ${differences.join(', ')}`);
	} finally {
		await sql.close();
	}
}
