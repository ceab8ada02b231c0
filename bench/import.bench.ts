import { spawn } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Draft } from '#lib/ledger/draft.ts';
import { planImport } from '#lib/ledger/plan.ts';
import { SHIPPED_PROFILES } from '#lib/ledger/profiles/index.ts';
import { readRecords } from '#lib/ledger/records.ts';
import { mapperOf } from '#lib/ledger/run-import.ts';
import { surveyFile } from '#lib/ledger/survey.ts';
import { findPostgres } from '#lib/server/backend/cluster.ts';
import { openBackend, type Backend } from '#lib/server/backend/index.ts';
import { loadTarget } from '../src/cli/import-context.ts';
import { localFile } from '../src/cli/local-file.ts';
import type { Bench, Figure } from './bench.ts';
import { watchMemory } from './memory.ts';

const ROOT = join(import.meta.dirname, '..');
const SIZES = [10_000, 100_000, 1_000_000];
/** Larger ones are there for their memory: what storing them plainly takes is known by then. */
const MOST_COMPARED = 100_000;
const ROWS_A_STATEMENT = 500;
/** A transaction goes to the embedded database as one message. */
const ROWS_A_TRANSACTION = 5000;
const TYPES = ['Street Light Outages', 'Pothole Repair (Internal)', 'Graffiti Removal', 'Sidewalk Repair', 'Unshoveled Sidewalk'];
const PLACES = ['Back Bay', 'Dorchester', 'Roxbury', 'Jamaica Plain', 'East Boston'];

/** A ledger as long as one likes, in the columns of Boston's. The same rows every time. */
function writeLedger(path: string, rows: number): void {
	const file = openSync(path, 'w');
	const columns = readFileSync(join(ROOT, 'tests/fixtures/ledger/boston311.csv'), 'utf8').split('\n', 1)[0]?.split(',') ?? [];
	writeSync(file, `${columns.join(',')}\n`);
	let lines = '';
	for (let row = 0; row < rows; row++) {
		const isClosed = row % 5 !== 0;
		const day = 1 + (row % 28);
		const cells: Record<string, string> = {
			CASE_ENQUIRY_ID: String(101_000_000_000 + row),
			OPEN_DT: `03/${day}/2015 09:${String(row % 60).padStart(2, '0')}:00 AM`,
			TARGET_DT: `04/${day}/2015 08:30:00 AM`,
			CLOSED_DT: isClosed ? `03/${day}/2015 04:10:00 PM` : '',
			CASE_STATUS: isClosed ? 'Closed' : 'Open',
			CLOSURE_REASON: isClosed ? 'Case Closed Case Resolved the crew has been there and the work is done' : '',
			TYPE: TYPES[row % TYPES.length] ?? '',
			REASON: 'Street Lights',
			Department: 'PWDx',
			SubmittedPhoto: row % 4 ? '' : `https://example.com/photos/${row}.jpg`,
			Location: `${row} Boylston St  Boston  MA  02116`,
			LOCATION_STREET_NAME: `${row} Boylston St`,
			neighborhood: PLACES[row % PLACES.length] ?? '',
			LATITUDE: (42.25 + ((row * 7919) % 100_000) / 1e6).toFixed(4),
			LONGITUDE: (-71.15 + ((row * 104_729) % 130_000) / 1e6).toFixed(4),
			Source: 'Citizens Connect App'
		};
		lines += `${columns.map((column) => cells[column] ?? '').join(',')}\n`;
		if (lines.length < 1 << 20) continue;
		writeSync(file, lines);
		lines = '';
	}
	writeSync(file, lines);
	closeSync(file);
}

/** A command of ours on a data directory; answers what it said. */
async function command(data: string, args: string[]): Promise<{ said: string; peakMB: Record<'all' | 'command', number> }> {
	const child = spawn(process.execPath, [join(ROOT, 'src/cli/main.ts'), ...args], {
		cwd: ROOT,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, ZHANTU_DATA: data, ZHANTU_DEMO: 'off', ZHANTU_BACKUP: 'off' }
	});
	let said = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (said += piece.toString()));
	const memory = watchMemory(child.pid ?? 0);
	const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
	const peakMB = memory.end();
	if (code !== 0) throw new Error(`${args[0]}: ${said.slice(-2000)}`);
	return { said, peakMB };
}

/** The rows as the import would send them, each a row of plain columns. */
async function draftsOf(backend: Backend, path: string): Promise<Draft[]> {
	const target = await loadTarget(backend.operator(), { campaign: 'boston' });
	const file = localFile(path);
	const survey = await surveyFile(file, { mostRows: 1000 });
	const plan = planImport(survey, { target, profile: null, known: SHIPPED_PROFILES, layer: null, crs: null });
	const mapper = mapperOf({ plan, layout: survey.layout, target });
	const drafts: Draft[] = [];
	for await (const records of readRecords(file, survey.layout))
		for (const record of records) drafts.push(mapper.map(record).draft as Draft);
	return drafts;
}

const COLUMNS = [
	'ref text not null unique',
	'layer text not null',
	'kind text not null',
	'title text not null',
	'area text not null',
	'geometry extensions.geometry(Point, 4326)',
	'stage text not null',
	'outcome text',
	'reported_at timestamptz',
	'due_at timestamptz',
	'closed_at timestamptz',
	'reason text',
	'department text',
	'attributes jsonb',
	'raw jsonb'
];

/** Seconds for the same rows by plain multi-row inserts into one table with the indexes that any table of cases needs. */
async function insertPlainly(backend: Backend, drafts: Draft[]): Promise<number> {
	const { sql } = backend;
	if (!sql) throw new Error('needs the owner of the database');
	await sql.exec(`drop table if exists private.bench_plain;
		create table private.bench_plain (id uuid primary key default gen_random_uuid(), ${COLUMNS.join(', ')});
		create index on private.bench_plain using gist (geometry);
		create index on private.bench_plain (area, stage);`);
	const started = performance.now();
	for (let from = 0; from < drafts.length; from += ROWS_A_TRANSACTION) {
		await sql.transaction(async (transaction) => {
			for (let at = from; at < Math.min(from + ROWS_A_TRANSACTION, drafts.length); at += ROWS_A_STATEMENT) {
				const part = drafts.slice(at, at + ROWS_A_STATEMENT);
				const values = part.map((_, row) => {
					const of = (column: number): string => `$${row * COLUMNS.length + column + 1}`;
					const cells = COLUMNS.map((column, index) =>
						column.startsWith('geometry') ? `extensions.st_geomfromgeojson(${of(index)})` : of(index)
					);
					return `(${cells.join(', ')})`;
				});
				const names = COLUMNS.map((column) => column.split(' ')[0]).join(', ');
				await transaction.query(`insert into private.bench_plain (${names}) values ${values.join(', ')}`, part.flatMap(plainRow));
			}
		});
	}
	const seconds = (performance.now() - started) / 1000;
	await sql.exec('drop table private.bench_plain');
	return seconds;
}

/** What an import leaves: in this order, rows of these tables. */
const WRITTEN = ['public.sites', 'public.tasks', 'public.evidence', 'public.task_events', 'private.ledger_heads'];

/** Seconds for the very rows that the import left, by plain multi-row inserts into copies of their tables with the same indexes. */
async function insertAgain({ sql }: Backend, batch: string): Promise<number> {
	if (!sql) throw new Error('needs the owner of the database');
	let seconds = 0;
	for (const table of WRITTEN) {
		const [, name = ''] = table.split('.');
		const own = name === 'sites' || name === 'tasks' ? 't.batch_id' : '(select x.batch_id from public.tasks x where x.id = t.task_id)';
		const columns = await sql.query<{ name: string }>(
			`select attname as name from pg_attribute where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`
		);
		const names = columns.map((column) => column.name);
		await sql.exec(`create table private.bench_copy (like ${table} including all);
			create table private.bench_literals as select (row_number() over ())::integer as n,
				format('(${names.map(() => '%L').join(',')})', ${names.map((one) => `t.${one}`).join(', ')}) as literal from ${table} t where ${own} = '${batch}';
			create unique index on private.bench_literals (n);`);
		for (let after = 0; ; after += ROWS_A_TRANSACTION) {
			const rows = await sql.query<{ literal: string }>(
				`select literal from private.bench_literals where n > ${after} and n <= ${after + ROWS_A_TRANSACTION} order by n`
			);
			if (rows.length === 0) break;
			const started = performance.now();
			await sql.transaction(async (transaction) => {
				for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
					const values = rows.slice(at, at + ROWS_A_STATEMENT).map(({ literal }) => literal);
					await transaction.exec(`insert into private.bench_copy (${names.join(', ')}) values ${values.join(',')}`);
				}
			});
			seconds += (performance.now() - started) / 1000;
		}
		await sql.exec('drop table private.bench_copy; drop table private.bench_literals');
	}
	return seconds;
}

function plainRow(draft: Draft): unknown[] {
	const { ref, layer, kind, title, area, geometry, stage, outcome, reported_at, due_at, closed_at, reason, department, attributes, raw } =
		draft;
	const json = (value: unknown): string | null => (value ? JSON.stringify(value) : null);
	return [
		...[ref, layer, kind, title, area, json(geometry), stage, outcome, reported_at, due_at, closed_at, reason, department],
		json(attributes),
		json(raw)
	];
}

/** Both baselines, on the database that an import has just filled; takes its batch back, for the next has the same references. */
async function plainly(backend: Backend, path: string): Promise<{ plain: number; again: number }> {
	try {
		const plain = await insertPlainly(backend, await draftsOf(backend, path));
		const [batch] = (await backend.sql?.query<{ id: string }>("select id from public.import_batches where state = 'imported'")) ?? [];
		const again = await insertAgain(backend, batch?.id ?? '');
		await backend.operator().rpc('import_undo', { batch: batch?.id ?? '' });
		return { plain, again };
	} finally {
		await backend.close();
	}
}

async function measure(kind: 'embedded' | 'PostgreSQL', say: (line: string) => void): Promise<Figure[]> {
	const folder = mkdtempSync(join(tmpdir(), 'zhantu-bench-import-'));
	// As root the cluster runs as another user, who has to pass through.
	chmodSync(folder, 0o711);
	const data = join(folder, 'data');
	const figures: Figure[] = [];
	const open = (): Promise<Backend> => openBackend({ data, usePrivateCluster: kind === 'PostgreSQL' });
	try {
		await (await open()).close();
		await command(data, ['areas', 'examples/boston/areas.csv']);
		await command(data, [
			...['campaign', 'examples/boston/template.json', '--id', 'boston', '--area', 'BOS'],
			...['--from', '2015-01-01', '--to', '2015-12-31', '--calendar', 'examples/boston/calendar.json']
		]);
		for (const rows of SIZES) {
			const path = join(folder, `ledger-${rows}.csv`);
			writeLedger(path, rows);
			const { said, peakMB } = await command(data, ['import', path, '--campaign', 'boston']);
			const seconds = Number(/\(([\d,]+) rows, ([\d.]+) s\)/.exec(said)?.[2]);
			const compared = rows <= MOST_COMPARED ? await plainly(await open(), path) : null;
			say(
				`${kind}, ${rows} rows: import ${seconds.toFixed(1)} s, the same rows plainly ${compared?.again.toFixed(1) ?? '–'} s, one table ${compared?.plain.toFixed(1) ?? '–'} s, command ${Math.round(peakMB.command)} MB`
			);
			const what = `${kind}, ${rows.toLocaleString('en')} rows`;
			figures.push(
				{ what: `${what}: import, from the file to the acknowledgement`, value: rows / seconds, unit: 'rows/s' },
				...(compared
					? ([
							{
								what: `${what}: time against plain multi-row inserts of the rows that it leaves`,
								value: seconds / compared.again,
								unit: 'ratio'
							},
							{
								what: `${what}: time against plain multi-row inserts of the mapped rows into one table`,
								value: seconds / compared.plain,
								unit: 'ratio'
							}
						] as const)
					: []),
				{ what: `${what}: peak memory of the command`, value: peakMB.command, unit: 'MB' },
				...(kind === 'embedded' ? [{ what: `${what}: peak memory with the database`, value: peakMB.all, unit: 'MB' } as const] : [])
			);
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	return figures;
}

/** What an import costs beside the least that storing the same rows could. */
export const bench: Bench = {
	name: 'import',
	about:
		'npm run import of a ledger with the columns of Boston 311 (read, mapped, staged, checked, stored as sites, cases, links and hash-chained entries) against plain multi-row inserts on the same database: of the rows that it leaves into copies of their tables with the same indexes, and of the mapped rows into one indexed table',
	async run(say) {
		const figures = await measure('embedded', say);
		if (!findPostgres()) {
			say('PostgreSQL: skipped, there is none on this machine');
			return figures;
		}
		return [...figures, ...(await measure('PostgreSQL', say))];
	}
};
