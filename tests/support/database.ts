import { randomUUID } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { applyMigrations, readMigrations } from '#lib/server/backend/migrations.ts';
import { mendPglite } from '#lib/server/backend/pglite-mends.ts';
import { platformSql } from '#lib/server/backend/platform.ts';
import { postgis } from '#lib/server/backend/postgis.ts';
import { sqlOverPglite } from '#lib/server/backend/sql-pglite.ts';
import { sqlOverPostgres } from '#lib/server/backend/sql-postgres.ts';
import type { Sql } from '#lib/server/backend/sql.ts';
import { cachedTemplate } from '#lib/server/backend/template.ts';

/**
 * A fresh, migrated database: PGlite, or with TEST_DATABASE_URL (a superuser) a new database on that
 * server, migrated by an ordinary role as on Supabase. One session, so that tests may set roles.
 */
export async function openTestDatabase(): Promise<Sql> {
	const server = process.env.TEST_DATABASE_URL;
	if (!server) {
		const db = await PGlite.create({ loadDataDir: await cachedTemplate(() => {}), extensions: { postgis } });
		await mendPglite(db);
		return sqlOverPglite(db);
	}
	const name = `test_${randomUUID().replaceAll('-', '')}`;
	const admin = sqlOverPostgres(server, { max: 1 });
	await admin.exec(`do $$ begin
		perform pg_advisory_lock(7201);
		if not exists (select from pg_roles where rolname = 'zhantu_owner') then create role zhantu_owner login; end if;
		if not exists (select from pg_roles where rolname = 'zhantu_app') then create role zhantu_app login; end if;
		perform pg_advisory_unlock(7201);
	end $$;`);
	await admin.exec(`create database ${name}`);
	const url = new URL(server);
	url.pathname = `/${name}`;
	const db = sqlOverPostgres(url.href, { max: 1 });
	await admin.query('select pg_advisory_lock(7202)');
	await db.exec(platformSql({ owner: 'zhantu_owner', handler: 'zhantu_app' }));
	await admin.query('select pg_advisory_unlock(7202)');
	await db.exec('set role zhantu_owner');
	await applyMigrations(db, await readMigrations());
	await db.exec('reset role');
	return {
		...db,
		close: async () => {
			await db.close();
			await admin.exec(`drop database ${name} with (force)`);
			await admin.close();
		}
	};
}

/** Runs `work` in a transaction that is always rolled back. */
export async function rolledBack<Result>(sql: Sql, work: () => Promise<Result>): Promise<Result> {
	await sql.exec('begin');
	try {
		return await work();
	} finally {
		await sql.exec('rollback');
	}
}

/**
 * Acts as an account inside the current transaction, as the API does for a request: with the token of
 * a command on the server, or of the session that is named.
 */
export async function actAs(sql: Sql, userId: string | null, sessionId?: string): Promise<void> {
	const role = userId ? 'authenticated' : 'anon';
	const by = sessionId ? { session_id: sessionId } : { made_by: 'command' };
	await actWith(sql, userId ? { sub: userId, role, ...by } : { role });
}

/** Acts with exactly these claims. */
export async function actWith(sql: Sql, claims: { role: string; sub?: string; [claim: string]: unknown }): Promise<void> {
	await sql.query(
		`select set_config('role', $1, true), set_config('request.jwt.claim.sub', $2, true),
			set_config('request.jwt.claim.role', $1, true), set_config('request.jwt.claims', $3, true)`,
		[claims.role, claims.sub ?? '', JSON.stringify(claims)]
	);
}

/** Acts as the server's own key (service_role). */
export async function actAsOperator(sql: Sql): Promise<void> {
	await sql.query(
		`select set_config('role', 'service_role', true), set_config('request.jwt.claim.sub', '', true),
			set_config('request.jwt.claim.role', 'service_role', true), set_config('request.jwt.claims', '{"role":"service_role"}', true)`
	);
}

/** Back to the owner of the session. */
export async function actAsOwner(sql: Sql): Promise<void> {
	await sql.query(
		`select set_config('role', 'none', true), set_config('request.jwt.claim.sub', '', true),
			set_config('request.jwt.claim.role', '', true), set_config('request.jwt.claims', '', true)`
	);
}
