import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sql } from './sql.ts';

export interface Migration {
	/** Time stamp that begins the file name, as the Supabase CLI records it. */
	version: string;
	name: string;
	text: string;
}

const FOLDER = join(import.meta.dirname, '../../../../supabase/migrations');

/** Every migration in order, read from `supabase/migrations`. */
export async function readMigrations(folder = FOLDER): Promise<Migration[]> {
	const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
	return Promise.all(
		files.map(async (file) => {
			const [version = '', ...rest] = file.replace(/\.sql$/, '').split('_');
			return { version, name: rest.join('_'), text: await readFile(join(folder, file), 'utf8') };
		})
	);
}

/** Changes when any migration changes: names the cached template of a database. */
export function hashMigrations(migrations: Migration[]): string {
	const hash = createHash('sha256');
	for (const migration of migrations) hash.update(migration.version).update(migration.text);
	return hash.digest('hex').slice(0, 16);
}

/** Migrations that the database does not have yet. */
export async function missingMigrations(sql: Sql, migrations: Migration[]): Promise<Migration[]> {
	await sql.exec(`create schema if not exists supabase_migrations;
		create table if not exists supabase_migrations.schema_migrations (
			version text primary key, statements text[], name text
		);`);
	const done = new Set(
		(await sql.query<{ version: string }>('select version from supabase_migrations.schema_migrations')).map((row) => row.version)
	);
	return migrations.filter(({ version }) => !done.has(version));
}

/**
 * Applies what is missing, each migration in a transaction of its own, and records it where the
 * Supabase CLI does, so that either tool can go on after the other. Returns the versions applied.
 */
export async function applyMigrations(sql: Sql, migrations: Migration[]): Promise<string[]> {
	const missing = await missingMigrations(sql, migrations);
	for (const migration of missing) {
		await sql.transaction(async (tx) => {
			await tx.exec(migration.text);
			await tx.query('insert into supabase_migrations.schema_migrations (version, name, statements) values ($1, $2, $3)', [
				migration.version,
				migration.name,
				[migration.text]
			]);
		});
	}
	return missing.map(({ version }) => version);
}
