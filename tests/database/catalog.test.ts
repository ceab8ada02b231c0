import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '#lib/server/backend/sql.ts';
import { openTestDatabase, rolledBack } from '../support/database.ts';

let sql: Sql;
beforeAll(async () => {
	sql = await openTestDatabase();
});
afterAll(() => sql.close());

/** The first column of every row. */
async function list(text: string): Promise<string[]> {
	return (await sql.query<Record<string, string>>(text)).map((row) => Object.values(row)[0] ?? '');
}

/** Everything that the signed-out may read. A table more is a decision, written here. */
const PUBLISHED = ['basemaps', 'publications', 'published_areas', 'published_campaigns', 'published_figures', 'published_settings'];

describe('tables', () => {
	test('every table of the exposed schema has row-level security', async () => {
		expect(
			await list(
				"select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relrowsecurity"
			)
		).toEqual([]);
	});
	test('the schema that nobody is shown holds none that has it, or the API handler would grant it away', async () => {
		expect(await list("select relname from pg_class where relnamespace = 'private'::regnamespace and relrowsecurity")).toEqual([]);
	});
	test('every table, view and sequence of ours says what it is', async () => {
		expect(
			await list(`select c.oid::regclass::text from pg_class c
				where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind in ('r', 'p', 'v', 'm', 'S')
				and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype in ('a', 'i', 'e'))
				and obj_description(c.oid, 'pg_class') is null`)
		).toEqual([]);
	});
	test('views run as the caller, and nothing materialised is exposed', async () => {
		expect(
			await list(`select relname from pg_class where relnamespace = 'public'::regnamespace
				and (relkind = 'm' or relkind = 'v' and not coalesce(reloptions @> '{security_invoker=true}', false))`)
		).toEqual([]);
	});
	test('a table that somebody adds is closed until it is granted', () =>
		rolledBack(sql, async () => {
			await sql.exec('create table public.fresh (id integer)');
			expect(
				await list(`select r.rolname from pg_roles r where r.rolname in ('anon', 'authenticated')
					and has_table_privilege(r.oid, 'public.fresh', 'select, insert, update, delete')`)
			).toEqual([]);
		}));
});

describe('functions', () => {
	test('that act as their owner look names up nowhere but where they say', async () => {
		expect(
			await list(`select p.oid::regprocedure::text from pg_proc p
				where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and not coalesce('search_path=""' = any (p.proconfig), false)`)
		).toEqual([]);
	});
	test('are open to nobody who is signed out', async () => {
		expect(
			await list(`select p.oid::regprocedure::text from pg_proc p
				cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
				where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
				and a.privilege_type = 'EXECUTE' and (a.grantee = 0 or a.grantee = 'anon'::regrole)`)
		).toEqual([]);
	});
	test('each says what it does, those that the API shows and those behind it', async () => {
		expect(
			await list(`select p.oid::regprocedure::text from pg_proc p
				where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and obj_description(p.oid, 'pg_proc') is null`)
		).toEqual([]);
	});
});

describe('grants', () => {
	test('the signed-out hold the published tables and nothing else', async () => {
		expect(
			await list(`select distinct c.relname || ' ' || a.privilege_type from pg_class c
				cross join lateral aclexplode(c.relacl) a
				where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and a.grantee in (0, 'anon'::regrole) order by 1`)
		).toEqual(PUBLISHED.map((name) => `${name} SELECT`));
		expect(
			await list(`select attrelid::regclass || '.' || attname from pg_attribute cross join lateral aclexplode(attacl) a where a.grantee in (0, 'anon'::regrole)
				and attrelid in (select oid from pg_class where relnamespace in ('public'::regnamespace, 'private'::regnamespace))`)
		).toEqual([]);
	});
	test('are exactly those of the one list', async () => {
		expect(
			await list(`with held as (
					select 'table' as kind, c.oid::regclass::text as object, lower(a.privilege_type) as privilege, a.grantee::regrole::text as grantee
					from pg_class c cross join lateral aclexplode(c.relacl) a
					where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and a.grantee in ('anon'::regrole, 'authenticated'::regrole)
					union select 'function', p.oid::regproc::text, lower(a.privilege_type), a.grantee::regrole::text
					from pg_proc p cross join lateral aclexplode(p.proacl) a
					where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and a.grantee in ('anon'::regrole, 'authenticated'::regrole)
						or p.pronamespace = 'private'::regnamespace and a.grantee = 'service_role'::regrole
				), listed as (
					select g.kind, case g.kind when 'table' then g.object::regclass::text else g.object::regproc::text end, btrim(p.privilege), g.grantee
					from private.grants g cross join lateral unnest(string_to_array(g.privileges, ',')) p (privilege)
				)
				select 'unlisted: ' || concat_ws(' ', h.*) from (table held except table listed) h
				union all select 'not held: ' || concat_ws(' ', l.*) from (table listed except table held) l`)
		).toEqual([]);
	});
	test('the private schema is closed to the signed-out, and its tables to everybody', async () => {
		const [row] = await sql.query("select has_schema_privilege('anon', 'private', 'usage') as anon");
		expect(row).toEqual({ anon: false });
		expect(
			await list(
				`select c.relname from pg_class c cross join lateral aclexplode(c.relacl) a where c.relnamespace = 'private'::regnamespace and a.grantee <> c.relowner`
			)
		).toEqual([]);
	});
});

describe('policies', () => {
	test('speak of anon and authenticated by name; none is for everybody by omission', async () => {
		expect(
			await list("select tablename || ': ' || policyname from pg_policies where schemaname in ('public', 'storage') and roles = '{public}'")
		).toEqual([]);
	});
	test('for the signed-out only ever read', async () => {
		expect(await list("select tablename || ': ' || policyname from pg_policies where roles @> '{anon}' and cmd <> 'SELECT'")).toEqual([]);
	});
	test('that let a row be changed ask the same of the row that comes of it', async () => {
		expect(
			await list(
				"select tablename || ': ' || policyname from pg_policies where cmd in ('UPDATE', 'ALL') and with_check is distinct from qual"
			)
		).toEqual([]);
	});
	test('write only where an administrator’s own page writes: the field goes through functions', async () => {
		expect(await list("select distinct tablename from pg_policies where schemaname = 'public' and cmd <> 'SELECT' order by 1")).toEqual([
			'answerables',
			'basemaps',
			'import_profiles',
			'indicator_values',
			'posts',
			'settings'
		]);
	});
	test('on files: nobody overwrites or deletes one', async () => {
		expect(await list("select distinct cmd from pg_policies where schemaname = 'storage' order by 1")).toEqual(['INSERT', 'SELECT']);
	});
});

test('every code by which the database refuses has its sentence in both languages', () => {
	const root = join(import.meta.dirname, '../..');
	const folder = join(root, 'supabase/migrations');
	const text = readdirSync(folder)
		.map((file) => readFileSync(join(folder, file), 'utf8'))
		.join('\n');
	const codes = new Set([...text.matchAll(/(?:refuse\(|'code', )'([a-z_]+[a-z])'/g)].map(([, code]) => code ?? ''));
	// text_of, number_of … make these from the field's name.
	for (const [, field] of text.matchAll(/(?:text_of|number_of|uuid_of|date_of)\([a-z_]+, '([a-z_]+)'(?:, (?!false)[a-z_0-9]+)?\)/g)) {
		// Ids come from the program, never from a person's hand.
		if (!/(^|_)(id|evidence)$/.test(field ?? '')) codes.add(`needs_${field}`);
	}
	expect(codes.size).toBeGreaterThan(50);
	for (const locale of ['zh-CN', 'en']) {
		const messages = Object.assign(
			{},
			...readdirSync(join(root, 'messages', locale)).map(
				(file) => JSON.parse(readFileSync(join(root, 'messages', locale, file), 'utf8')) as object
			)
		) as Record<string, string>;
		expect({ locale, missing: [...codes].filter((code) => !messages[`refused_${code}`]) }).toEqual({
			locale,
			missing: []
		});
	}
});
