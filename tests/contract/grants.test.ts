import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { dataDir } from '#lib/server/backend/data-dir.ts';
import { openDatabase } from '#lib/server/backend/database.ts';
import { createHandler, type Handler } from '#lib/server/backend/handler.ts';
import { readOrMakeKeys, type Keys } from '#lib/server/backend/keys.ts';
import { muteConsole } from '#lib/server/backend/log.ts';
import { sqlOverPostgres } from '#lib/server/backend/sql-postgres.ts';
import type { Sql } from '#lib/server/backend/sql.ts';
import { contract } from '../support/contract.ts';

const STARTS = 3;

/** Every privilege that somebody other than the owner holds, and every one that would be given to what is made later. */
async function privileges(sql: Sql): Promise<string[]> {
	const rows = await sql.query<{ privilege: string }>(`
		with held as (
			select 'relation ' || c.oid::regclass::text as what, a.* from pg_class c cross join lateral aclexplode(c.relacl) a
			union all select 'column ' || attrelid::regclass::text || '.' || attname, a.* from pg_attribute cross join lateral aclexplode(attacl) a
			union all select 'function ' || p.oid::regprocedure::text, a.* from pg_proc p cross join lateral aclexplode(p.proacl) a
			union all select 'schema ' || nspname, a.* from pg_namespace cross join lateral aclexplode(nspacl) a
			union all select 'later ' || defaclrole::regrole::text || ' ' || coalesce(defaclnamespace::regnamespace::text, '') || ' ' || defaclobjtype::text, a.*
				from pg_default_acl cross join lateral aclexplode(defaclacl) a
		)
		select concat_ws(' ', what, privilege_type, 'to', case when grantee = 0 then 'public' else grantee::regrole::text end) as privilege
		from held where grantee in (0, 'anon'::regrole, 'authenticated'::regrole, 'service_role'::regrole) order by 1`);
	return rows.map((row) => row.privilege);
}

/** Requests of every kind, as anybody and with the server's own key: the first one is when the handler looks at the schema. */
async function useHandler(handler: Handler, keys: Keys): Promise<void> {
	const send = async (method: string, path: string, key: string, body?: unknown): Promise<number> => {
		const headers = { apikey: key, ...(body ? { 'content-type': 'application/json' } : {}) };
		const answered = await handler.fetch(
			new Request(`http://backend${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
		);
		await answered.arrayBuffer();
		return answered.status;
	};
	expect(await send('GET', '/rest/v1/publications?select=id', keys.publishableKey)).toBe(200);
	expect(await send('GET', '/rest/v1/sites?select=id', keys.publishableKey)).toBe(401);
	expect(await send('GET', '/rest/v1/sites?select=id', keys.secretKey)).toBe(200);
	expect(await send('POST', '/rest/v1/settings', keys.secretKey, { key: `k${Date.now()}`, value: 1 })).toBe(201);
	expect(await send('POST', '/storage/v1/object/list/evidence', keys.secretKey, { prefix: '' })).toBe(200);
	await send('POST', '/auth/v1/token?grant_type=password', keys.publishableKey, { email: 'x@test.invalid', password: 'x' });
}

describe.skipIf(contract.kind === 'supabase')('the handler', () => {
	test(`grants nobody anything, at its first request and over ${STARTS} starts`, async () => {
		const root = mkdtempSync(join(tmpdir(), 'zhantu-grants-'));
		onTestFinished(() => rmSync(root, { recursive: true, force: true }));
		const dir = dataDir(root);
		const keys = await readOrMakeKeys(dir.keys);
		// As in its own process: it prints what it refuses.
		muteConsole();
		const url = contract.superuser ? await newDatabase(contract.superuser) : undefined;
		const seen: string[][] = [];
		for (let start = 0; start < STARTS; start++) {
			const database = await openDatabase(dir, url, () => {});
			try {
				if (start === 0) seen.push(await privileges(database.sql));
				await useHandler(createHandler(database.connection, keys, dir.pictures), keys);
				seen.push(await privileges(database.sql));
			} finally {
				await database.close();
			}
		}
		const [migrated, ...later] = seen;
		expect(migrated).toContain('relation publications SELECT to anon');
		expect(migrated).not.toContain('relation sites SELECT to anon');
		for (const privilegesThen of later) expect(privilegesThen).toEqual(migrated);
	});
});

async function newDatabase(superuser: string): Promise<string> {
	const name = `grants_${Date.now()}`;
	const admin = sqlOverPostgres(superuser, { max: 1 });
	await admin.exec(`create database ${name}`);
	onTestFinished(async () => {
		await admin.exec(`drop database ${name} with (force)`);
		await admin.close();
	});
	const url = new URL(superuser);
	url.pathname = `/${name}`;
	return url.href;
}
