import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { platformSql } from '#lib/server/backend/platform.ts';
import { sqlOverPostgres } from '#lib/server/backend/sql-postgres.ts';
import type { Sql } from '#lib/server/backend/sql.ts';

const ROOT = join(import.meta.dirname, '../..');
const MIGRATIONS = join(ROOT, 'supabase/migrations');
const TYPES = join(ROOT, 'src/lib/data/database.types.ts');
const server = process.env.TEST_DATABASE_URL;

interface Answer {
	code: number | null;
	out: string;
	err: string;
}

/** The official CLI in a folder of its own, so that what it remembers stays out of the project. */
function supabase(workdir: string, ...args: string[]): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const child = spawn(join(ROOT, 'node_modules/.bin/supabase'), [...args, '--workdir', workdir, '--yes'], {
			cwd: workdir,
			env: { ...process.env, HOME: workdir, SUPABASE_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' }
		});
		const answer: Answer = { code: null, out: '', err: '' };
		child.stdout.on('data', (chunk: Buffer) => (answer.out += chunk.toString()));
		child.stderr.on('data', (chunk: Buffer) => (answer.err += chunk.toString()));
		child.once('error', reject);
		child.once('exit', (code) => resolve({ ...answer, code }));
	});
}

/** A folder with the first migrations, as an older edition of the project had them. */
function edition(count = Infinity): string {
	const folder = mkdtempSync(join(tmpdir(), 'zhantu-push-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	mkdirSync(join(folder, 'supabase/migrations'), { recursive: true });
	for (const file of versions().slice(0, count)) copyFileSync(join(MIGRATIONS, file), join(folder, 'supabase/migrations', file));
	return folder;
}

const versions = (): string[] =>
	readdirSync(MIGRATIONS)
		.filter((file) => file.endsWith('.sql'))
		.sort();

/** A database in which everything is there that Supabase brings, and a role that may do what its `postgres` may. */
async function newProject(admin: Sql): Promise<{ url: string; sql: Sql }> {
	const id = randomBytes(6).toString('hex');
	const password = randomBytes(12).toString('hex');
	const owner = `owner_${id}`;
	await admin.exec(`do $$ begin
		perform pg_advisory_lock(7201);
		if not exists (select from pg_roles where rolname = 'zhantu_app') then create role zhantu_app login; end if;
		perform pg_advisory_unlock(7201);
	end $$;`);
	await admin.exec(`create role ${owner} login createrole password '${password}'`);
	await admin.exec(`create database push_${id}`);
	const at = new URL(server ?? '');
	at.pathname = `/push_${id}`;
	const sql = sqlOverPostgres(at.href, { max: 1 });
	await admin.query('select pg_advisory_lock(7202)');
	await sql.exec(platformSql({ owner, handler: 'zhantu_app' }));
	await admin.query('select pg_advisory_unlock(7202)');
	for (const kind of ['tables', 'functions', 'sequences']) {
		await sql.exec(`alter default privileges for role ${owner} in schema public grant all on ${kind} to anon, authenticated, service_role`);
	}
	onTestFinished(async () => {
		await sql.exec(`drop owned by ${owner} cascade`);
		await sql.close();
		await admin.exec(`drop database push_${id} with (force)`);
		await admin.exec(`drop role ${owner}`);
	});
	at.username = owner;
	at.password = password;
	at.searchParams.set('sslmode', 'disable');
	return { url: at.href, sql };
}

describe.runIf(server)('supabase db push', () => {
	let admin: Sql;
	beforeAll(() => {
		admin = sqlOverPostgres(server ?? '', { max: 1 });
	});
	afterAll(() => admin.close());

	const push = async (folder: string, url: string): Promise<Answer> => {
		const answer = await supabase(folder, 'db', 'push', `--remote=${url}`);
		expect(answer.code, answer.err).toBe(0);
		return answer;
	};
	const applied = async (sql: Sql): Promise<string[]> =>
		(await sql.query<{ version: string }>('select version from supabase_migrations.schema_migrations order by 1')).map(
			(row) => row.version
		);
	const unlisted = async (sql: Sql): Promise<unknown[]> =>
		sql.query(`select c.oid::regclass::text, a.privilege_type, a.grantee::regrole::text
			from pg_class c cross join lateral aclexplode(c.relacl) a
			where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and a.grantee in ('anon'::regrole, 'authenticated'::regrole)
				and not exists (select 1 from private.grants g where g.kind = 'table' and g.object::regclass = c.oid
					and g.grantee = a.grantee::regrole::text and lower(a.privilege_type) = any (regexp_split_to_array(g.privileges, ', *')))`);

	test('applies every migration as a role that is no superuser and does not own auth, and once is enough', async () => {
		const { url, sql } = await newProject(admin);
		expect(
			await sql.query(`select r.rolsuper, r.rolbypassrls, n.nspowner = r.oid as owns_auth from pg_roles r, pg_namespace n
				where r.rolname = '${new URL(url).username}' and n.nspname = 'auth'`)
		).toEqual([{ rolsuper: false, rolbypassrls: false, owns_auth: false }]);
		const folder = edition();
		await push(folder, url);
		expect(await applied(sql)).toEqual(versions().map((file) => file.split('_')[0]));
		expect(await unlisted(sql)).toEqual([]);
		await push(folder, url);
		expect(await applied(sql)).toHaveLength(versions().length);
	});

	test('goes on from an older edition, and the types read from it are those of the project', async () => {
		const { url, sql } = await newProject(admin);
		await push(edition(7), url);
		expect(await applied(sql)).toHaveLength(7);
		const folder = edition();
		await push(folder, url);
		expect(await applied(sql)).toHaveLength(versions().length);
		const made = await supabase(folder, 'gen', 'types', '--lang', 'typescript', '--schema', 'public', `--remote=${url}`);
		expect(made.code, made.err).toBe(0);
		const options = await resolveConfig(TYPES);
		const types = await format(made.out.slice(made.out.indexOf('export type Json')), { ...options, plugins: [], parser: 'typescript' });
		expect(types === readFileSync(TYPES, 'utf8'), 'npm run db:types').toBe(true);
	});
});
