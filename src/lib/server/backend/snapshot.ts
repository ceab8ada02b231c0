import { execFile } from 'node:child_process';
import { constants, existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { packFolder } from './archive.ts';
import { findPostgres } from './cluster.ts';
import type { Sql } from './sql.ts';

const run = promisify(execFile);

/** What the database held at the moment of a snapshot; a restored copy must answer the same. */
export const SnapshotFactsSchema = v.object({
	/** What the database was written as: PGlite's files, a server's dump, or rows that any of them reads. */
	kind: v.picklist(['pglite', 'postgres', 'rows']),
	/** PostgreSQL's version. */
	server: v.string(),
	/** Version of the last migration. */
	migration: v.string(),
	/** Rows of every table that could be counted, by schema and name. */
	counts: v.record(v.string(), v.number()),
	/** Digest of every row-level policy. */
	policies: v.string()
});
export type SnapshotFacts = v.InferOutput<typeof SnapshotFactsSchema>;

/** The facts of a database as it is now. */
export async function readFacts(kind: SnapshotFacts['kind'], sql: Pick<Sql, 'query'>): Promise<SnapshotFacts> {
	const tables = await sql.query<{ name: string }>(
		`select format('%I.%I', n.nspname, c.relname) as name
		from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
		where c.relkind = 'r' and n.nspname in ('public', 'private', 'auth', 'storage') and has_table_privilege(c.oid, 'select')
		order by 1`
	);
	const counts = await sql.query<{ name: string; n: number }>(
		tables.map(({ name }) => `select '${name}' as name, count(*)::integer as n from ${name}`).join(' union all ')
	);
	const [about] = await sql.query<{ server: string; migration: string; policies: string }>(
		`select current_setting('server_version') as server,
			(select max(m.version) from supabase_migrations.schema_migrations m) as migration,
			(select md5(string_agg(concat_ws('|', p.schemaname, p.tablename, p.policyname, p.cmd, p.roles, p.qual, p.with_check), E'\\n'
				order by p.schemaname, p.tablename, p.policyname)) from pg_catalog.pg_policies p) as policies`
	);
	if (!about) throw new Error('the database answered nothing');
	return { kind, ...about, counts: Object.fromEntries(counts.map(({ name, n }) => [name, Number(n)])) };
}

/**
 * What a restored database holds otherwise than it did; empty when it is the same. Tables that were not
 * counted then are not compared: a superuser sees more of them than the role that works.
 */
export async function compareFacts(sql: Pick<Sql, 'query'>, expected: SnapshotFacts): Promise<string[]> {
	const facts = await readFacts(expected.kind, sql);
	return [
		...Object.entries(expected.counts)
			.filter(([table, count]) => facts.counts[table] !== count)
			.map(([table, count]) => `rows_differ: ${table} ${facts.counts[table] ?? 0}, not ${count}`),
		...(facts.policies === expected.policies ? [] : ['policies_differ']),
		...(facts.migration === expected.migration ? [] : ['migrations_differ'])
	];
}

/**
 * PGlite's files, copied while nothing else uses its only session (the queue sees to that). They are a
 * directory that opens by itself: the log in it recovers what the checkpoint left.
 */
export async function snapshotPglite(sql: Sql, directory: string, folder: string): Promise<SnapshotFacts> {
	await sql.exec('checkpoint');
	const facts = await readFacts('pglite', sql);
	// A file system that can shares the blocks instead of copying them.
	await cp(directory, join(folder, 'database'), { recursive: true, mode: constants.COPYFILE_FICLONE });
	return facts;
}

/**
 * The same as one tar, without the log that nothing needs after a checkpoint: PostgreSQL keeps segments of
 * 16 MB ready to be written over, half of what a freshly seeded directory weighs.
 */
export async function packPglite(sql: Sql, directory: string, file: string): Promise<void> {
	await sql.exec('checkpoint');
	// Two names where the checkpoint's own entry begins a segment.
	const [log] = await sql.query<{ first: string; last: string }>(
		'select pg_walfile_name(redo_lsn) as first, pg_walfile_name(pg_current_wal_insert_lsn()) as last from pg_control_checkpoint()'
	);
	await packFolder(directory, file, { leaveOut: new RegExp(`pg_wal/(?!${log?.first}|${log?.last})[0-9A-F]{24}$`) });
}

/** A dump by the server's own tools, of the same moment as the facts. The tools must not be older than the server. */
export async function snapshotPostgres(sql: Sql, url: string, folder: string): Promise<SnapshotFacts> {
	await mkdir(folder, { recursive: true });
	return sql.transaction(async (tx) => {
		await tx.exec('set transaction isolation level repeatable read');
		const facts = await readFacts('postgres', tx);
		const [row] = await tx.query<{ id: string }>('select pg_export_snapshot() as id');
		await run(postgresTool('pg_dump'), [
			'--format=custom',
			'--no-password',
			`--snapshot=${row?.id}`,
			`--file=${join(folder, 'database.dump')}`,
			url
		]);
		return facts;
	});
}

/** A tool of the newest PostgreSQL on this machine, else whatever PATH has. */
export function postgresTool(name: 'pg_dump' | 'pg_restore'): string {
	const bin = findPostgres();
	return bin && existsSync(join(bin, name)) ? join(bin, name) : name;
}
