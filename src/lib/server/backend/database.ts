import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { createPgliteConnection } from '@supabase/lite/pglite';
import { createPostgresConnection } from '@supabase/lite/postgres';
import { unpackInto } from './archive.ts';
import { makeBackup } from './backup-store.ts';
import { postgresRoles } from './cluster.ts';
import type { DataDir } from './data-dir.ts';
import { syncFileSystem, syncFolder } from './durability.ts';
import { DurableFiles, durableParameters } from './durable-files.ts';
import { takeKeptDemo } from './kept-demo.ts';
import { applyMigrations, missingMigrations, readMigrations } from './migrations.ts';
import { mendPglite } from './pglite-mends.ts';
import { platformSql } from './platform.ts';
import { postgis } from './postgis.ts';
import { onServer, readRows, writeRows, type RowsToRead } from './rows.ts';
import { packPglite, snapshotPglite, snapshotPostgres, type SnapshotFacts } from './snapshot.ts';
import { sqlOverPglite } from './sql-pglite.ts';
import { AS_PGLITE, SHORT_STATEMENTS, sqlOverPostgres } from './sql-postgres.ts';
import type { Sql } from './sql.ts';
import { templateFile } from './template.ts';

/** The major version of PostgreSQL that the pinned PGlite is. It opens no other one's files. */
const PGLITE_MAJOR = '18';

/** An open database with everything that differs between PGlite and a PostgreSQL server. */
export interface Database {
	kind: 'pglite' | 'postgres';
	/** What the API handler runs on. */
	connection: Parameters<typeof import('./handler.ts').createHandler>[0];
	/** The owner's own session, for commands, seeds and backups. */
	sql: Sql;
	/** Concurrent jobs that the sessions allow. */
	lanes: number;
	onTick(tell: (payload: string) => void): Promise<void>;
	/** Migrations applied on opening. */
	applied: string[];
	/** Writes the database as of one moment into a folder and answers what it held. Runs inside the queue. */
	snapshot(folder: string): Promise<SnapshotFacts>;
	/** Writes the rows of one moment into a folder. Runs inside the queue. */
	writeRows(folder: string): Promise<SnapshotFacts>;
	/** Fills the empty database. Runs inside the queue. */
	readRows(rows: RowsToRead): Promise<void>;
	/** Writes PGlite's directory as the smallest tar that opens by itself; null on a server. Runs inside the queue. */
	pack: ((file: string) => Promise<void>) | null;
	close(): Promise<void>;
}

export async function openDatabase(dir: DataDir, url: string | undefined, log: (line: string) => void): Promise<Database> {
	return url ? openPostgres(url, log) : openPglite(dir, log);
}

async function openPglite(dir: DataDir, log: (line: string) => void): Promise<Database> {
	if (!existsSync(join(dir.pglite, 'PG_VERSION'))) await layOut(dir, log);
	refuseOtherMajor(dir);
	// What an earlier process left in the page cache: from here on every write is flushed in order.
	syncFileSystem(dir.root);
	const connection = await createPgliteConnection({
		url: dir.pglite,
		pgliteOptions: { extensions: { postgis }, fs: new DurableFiles(dir.pglite), startParams: durableParameters() }
	} as Parameters<typeof createPgliteConnection>[0]);
	const db: PGlite = connection.driver;
	await db.waitReady;
	await mendPglite(db);
	const sql = sqlOverPglite(db);
	return {
		kind: 'pglite',
		connection,
		sql,
		lanes: 1,
		onTick: async (tell) => {
			await db.listen('zhantu_area', tell);
		},
		applied: await upgrade(dir, sql),
		snapshot: (folder) => snapshotPglite(sql, dir.pglite, folder),
		writeRows: (folder) => writeRows(sql, folder),
		readRows: (rows) => readRows(sql, rows),
		pack: (file) => packPglite(sql, dir.pglite, file),
		close: () => connection.close()
	};
}

/** In words, where PGlite would end with a line of its log. */
function refuseOtherMajor({ pglite }: DataDir): void {
	const major = readFileSync(join(pglite, 'PG_VERSION'), 'utf8').trim();
	if (major === PGLITE_MAJOR) return;
	throw new Error(
		`${pglite} holds a database of PostgreSQL ${major}; this version of Zhantu opens those of ${PGLITE_MAJOR}. ` +
			'Export it with the version that wrote it (npm run db:export -- FILE), then import that into a new directory (npm run db:import -- FILE).'
	);
}

/** Applies what is missing; a database that has work in it is backed up before. */
async function upgrade(dir: DataDir, sql: Sql): Promise<string[]> {
	const migrations = await readMigrations();
	if ((await missingMigrations(sql, migrations)).length > 0) {
		await makeBackup(dir, 'upgrade', (folder) => snapshotPglite(sql, dir.pglite, folder));
	}
	return applyMigrations(sql, migrations);
}

/**
 * A new directory appears whole or not at all: what a killed start left behind is swept away. Never
 * anything else, so a directory that has lost its head is left for a person to look at.
 */
async function layOut(dir: DataDir, log: (line: string) => void): Promise<void> {
	if (existsSync(dir.pglite) && readdirSync(dir.pglite).length > 0) {
		throw new Error(`${dir.pglite} is not empty and not a database (no PG_VERSION). Restore a backup, or move it away to begin anew.`);
	}
	const part = `${dir.pglite}.part`;
	rmSync(part, { recursive: true, force: true });
	const kept = process.env.ZHANTU_WITH_DEMO ? await takeKeptDemo(dir.pictures) : null;
	mkdirSync(part, { recursive: true, mode: 0o700 });
	await unpackInto(part, kept ?? (await templateFile(log)));
	syncFileSystem(dir.root);
	renameSync(part, dir.pglite);
	syncFolder(dir.root);
}

async function openPostgres(url: string, log: (line: string) => void): Promise<Database> {
	const { handlerUrl, ownerUrl } = await postgresRoles(url, platformSql({ owner: 'zhantu_owner', handler: 'zhantu_app' }), log);
	const sql = sqlOverPostgres(ownerUrl);
	const applied = await applyMigrations(sql, await readMigrations());
	const connection = createPostgresConnection({
		url: handlerUrl,
		// An import may take minutes; what takes longer is stopped, so that eight of them do not shut everybody out.
		postgresOptions: { max: 8, onnotice: () => {}, types: AS_PGLITE, connection: { statement_timeout: 600_000, ...SHORT_STATEMENTS } }
	});
	const { default: postgres } = await import('postgres');
	const listener = postgres(ownerUrl, { max: 1, onnotice: () => {} });
	return {
		kind: 'postgres',
		connection,
		sql,
		lanes: 8,
		onTick: async (tell) => {
			await listener.listen('zhantu_area', tell);
		},
		applied,
		snapshot: (folder) => snapshotPostgres(sql, url, folder),
		// As the role that was given: ours may neither read auth nor switch triggers off.
		writeRows: (folder) => onServer(url, (given) => writeRows(given, folder)),
		readRows: (rows) => onServer(url, (given) => readRows(given, rows)),
		pack: null,
		close: async () => {
			await Promise.all([connection.close(), sql.close(), listener.end({ timeout: 5 })]);
		}
	};
}
