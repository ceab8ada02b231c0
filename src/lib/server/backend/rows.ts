import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as v from 'valibot';
import { readFacts, type SnapshotFacts } from './snapshot.ts';
import { sqlOverPostgres } from './sql-postgres.ts';
import type { Sql } from './sql.ts';

/**
 * Rows as any PostgreSQL of any version reads them: a file a table, a line a row, each value as the text
 * that PostgreSQL itself writes for it, so that a position or a hash comes back bit for bit.
 */
const ContentsSchema = v.object({
	tables: v.array(v.object({ name: v.string(), columns: v.array(v.string()), rows: v.number(), digest: v.string() })),
	sequences: v.record(v.string(), v.string())
});
type Contents = v.InferOutput<typeof ContentsSchema>;

/** What {@link readRows} is to put where. */
export interface RowsToRead {
	folder: string;
	/** That the rows are of. */
	migration: string;
	/** Puts the pictures in place, before a row names them. */
	putPictures(): Promise<void>;
	/** Supabase writes the rows of its pictures itself. */
	withObjects?: boolean;
}

interface Table {
	name: string;
	columns: { name: string; type: string }[];
}

/** The rows cannot be put where they should: the reason is for the person at the keyboard. */
export class CannotMove extends Error {}

const CONTENTS = 'contents.json';
/** Of what is not ours: who signs in, and which pictures there are. Sessions stay behind. */
const USERS = 'auth.users';
const OBJECTS = 'storage.objects';
const FOREIGN = [USERS, 'auth.identities', OBJECTS];
const LINES_AT_ONCE = 2_000;
const BYTES_AT_ONCE = 4_000_000;

/** One text for one value, whatever the server is set to. */
const PLAIN_TEXT = `set local search_path = ''; set local timezone = 'UTC'; set local datestyle = 'ISO'; set local intervalstyle = 'postgres';
	set local bytea_output = 'hex'; set local extra_float_digits = 1;`;

/** Writes the rows of one moment into a folder. The caller gives a session that may read everything. */
export async function writeRows(sql: Sql, folder: string): Promise<SnapshotFacts> {
	await mkdir(folder, { recursive: true });
	return sql.transaction(async (tx) => {
		await tx.exec(`set transaction isolation level repeatable read; ${PLAIN_TEXT}`);
		const facts = await readFacts('rows', tx);
		const contents: Contents = { tables: [], sequences: await readSequences(tx) };
		for (const table of await listTables(tx)) {
			await pipeline(Readable.from(linesOf(tx, table)), createWriteStream(join(folder, `${table.name}.jsonl`)));
			contents.tables.push({ name: table.name, columns: table.columns.map(({ name }) => name), ...(await digest(tx, table)) });
		}
		await writeFile(join(folder, CONTENTS), JSON.stringify(contents));
		return facts;
	});
}

/** A session of its own on a server. */
export async function onServer<Result>(url: string, work: (sql: Sql) => Promise<Result>): Promise<Result> {
	const sql = sqlOverPostgres(url, { max: 1 });
	try {
		return await work(sql);
	} finally {
		await sql.close();
	}
}

/**
 * Puts rows that {@link writeRows} wrote into an empty database of the same migrations, in one transaction
 * and without triggers: aggregates and the ledger come as they are. Every table is then compared with what
 * was written. Throws {@link CannotMove}.
 */
export async function readRows(sql: Sql, { folder, migration, putPictures, withObjects = true }: RowsToRead): Promise<void> {
	const { tables, sequences } = v.parse(ContentsSchema, JSON.parse(await readFile(join(folder, CONTENTS), 'utf8')));
	await sql.transaction(async (tx) => {
		await mustFit(tx, migration, withObjects);
		await tx.exec(PLAIN_TEXT);
		await withoutTriggers(tx);
		const here = new Map((await listTables(tx)).map((table) => [table.name, table]));
		const ours = [...here.keys()].filter((name) => !FOREIGN.includes(name));
		await tx.exec(`truncate ${ours.join(', ')}`);
		await putPictures();
		for (const written of tables) {
			if (written.name === OBJECTS && !withObjects) continue;
			const table = here.get(written.name);
			if (!table) throw new CannotMove(`there is no ${written.name} here`);
			await fill(tx, table, written, join(folder, `${written.name}.jsonl`));
			if (table.name === USERS && !withObjects) await completeUsers(tx, table);
		}
		for (const [name, value] of Object.entries(sequences))
			await tx.query(`select setval($1::text::regclass, $2::text::bigint)`, [name, value]);
	});
	await sql.exec('analyze');
}

async function* linesOf(sql: Pick<Sql, 'query' | 'exec'>, table: Table): AsyncGenerator<string> {
	await sql.exec(`declare all_rows no scroll cursor for select ${asLine(table)}::text as line from ${table.name} t`);
	for (;;) {
		const rows = await sql.query<{ line: string }>(`fetch ${LINES_AT_ONCE} from all_rows`);
		if (rows.length === 0) break;
		yield `${rows.map(({ line }) => line).join('\n')}\n`;
	}
	await sql.exec('close all_rows');
}

async function fill(sql: Sql, table: Table, written: Contents['tables'][number], file: string): Promise<void> {
	const isForeign = FOREIGN.includes(table.name);
	const columns = written.columns.flatMap((name, at) => {
		const column = table.columns.find((one) => one.name === name);
		return column ? [{ ...column, at }] : [];
	});
	const isSame = columns.length === written.columns.length && columns.length === table.columns.length;
	if (!isSame && !isForeign) throw new CannotMove(`${table.name} has other columns here`);
	const statement = `insert into ${table.name} (${columns.map(({ name }) => name).join(', ')}) overriding system value
		select ${columns.map(({ at, type }) => `(r ->> ${at})::${type}`).join(', ')} from jsonb_array_elements($1::text::jsonb) r`;
	let lines: string[] = [];
	let bytes = 0;
	const send = async (): Promise<void> => {
		if (lines.length > 0) await sql.query(statement, [`[${lines.join(',')}]`]);
		lines = [];
		bytes = 0;
	};
	for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
		lines.push(line);
		bytes += line.length;
		if (lines.length >= LINES_AT_ONCE || bytes >= BYTES_AT_ONCE) await send();
	}
	await send();
	const found = await digest(sql, table);
	if (found.rows !== written.rows || (isSame && found.digest !== written.digest)) {
		throw new CannotMove(`${table.name} does not hold what was written: ${found.rows} rows of ${written.rows}`);
	}
}

/** Supabase reads an account's tokens without asking whether they are null, and knows one instance only. */
async function completeUsers(sql: Pick<Sql, 'query'>, { columns }: Table): Promise<void> {
	const texts = columns.filter(({ name, type }) => /_token|_change$|_token_new$|_token_current$/.test(name) && /char|text/.test(type));
	const sets = texts.filter(({ name }) => name !== 'phone').map(({ name }) => `${name} = coalesce(${name}, '')`);
	if (columns.some(({ name }) => name === 'instance_id')) sets.push(`instance_id = '00000000-0000-0000-0000-000000000000'`);
	if (sets.length > 0) await sql.query(`update ${USERS} set ${sets.join(', ')}`);
}

async function mustFit(sql: Pick<Sql, 'query'>, migration: string, withObjects: boolean): Promise<void> {
	const [here] = await sql.query<{ migration: string; used: number }>(
		`select (select max(m.version) from supabase_migrations.schema_migrations m) as migration,
			((select count(*) from public.areas) + (select count(*) from public.people) + (select count(*) from public.campaigns)
				+ (select count(*) from auth.users) + (select count(*) from storage.objects where $1))::integer as used`,
		[withObjects]
	);
	if (here?.migration !== migration) {
		throw new CannotMove(
			`the rows are of migration ${migration}, and this database is at ${here?.migration}. Bring both to one version first.`
		);
	}
	if (here.used > 0)
		throw new CannotMove('this database is in use. Rows are put into an empty one only (npm run db:reset, or another one).');
}

async function withoutTriggers(sql: Pick<Sql, 'exec'>): Promise<void> {
	try {
		await sql.exec(`set local session_replication_role = 'replica'`);
	} catch {
		throw new CannotMove(
			'the role may not switch triggers off: use a superuser, or as one: grant set on parameter session_replication_role to …'
		);
	}
}

/** Our tables and three that are not, with every column that is stored. */
async function listTables(sql: Pick<Sql, 'query'>): Promise<Table[]> {
	return sql.query<Table & Record<string, unknown>>(
		`select c.oid::regclass::text as name,
			json_agg(json_build_object('name', quote_ident(a.attname), 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum) as columns
		from pg_catalog.pg_class c
		join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
		where c.relkind = 'r'
			and (c.relnamespace::regnamespace::text in ('public', 'private') or c.oid::regclass::text = any ($1::text[]))
		group by c.oid order by 1`,
		[FOREIGN]
	);
}

async function readSequences(sql: Pick<Sql, 'query'>): Promise<Record<string, string>> {
	const rows = await sql.query<{ name: string; value: string }>(
		`select format('%I.%I', s.schemaname, s.sequencename) as name, s.last_value::text as value
		from pg_catalog.pg_sequences s where s.schemaname in ('public', 'private') and s.last_value is not null`
	);
	return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

/** Of all rows whatever their order, so that no server's way of sorting comes into it. */
async function digest(sql: Pick<Sql, 'query'>, table: Table): Promise<{ rows: number; digest: string }> {
	const [row] = await sql.query<{ rows: number; digest: string }>(
		`select count(*)::integer as rows,
			coalesce(sum(('x' || substr(md5(${asLine(table)}::text), 1, 15))::bit(60)::bigint), 0)::text as digest
		from ${table.name} t`
	);
	return row ?? { rows: 0, digest: '' };
}

function asLine({ columns }: Table): string {
	return `jsonb_build_array(${columns.map(({ name }) => `t.${name}::text`).join(', ')})`;
}
