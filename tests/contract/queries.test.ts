import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { HOME, OFFICES, type Office } from '../support/city.ts';
import { ask, contract, theBackend } from '../support/contract.ts';
import { keepFigures } from '../support/figures.ts';
import { KEYS, queries, rowsIn, type Link } from '../support/query-maker.ts';
import { layGrounds } from '../support/rights-fixtures.ts';

const backend = await theBackend();
const { city } = contract;
const RUNS = process.env.FULL ? 20_000 : 250;
const ASKING: readonly (Office | 'idle' | 'public')[] = [
	'public',
	'idle',
	'rider',
	'cadre',
	'grid',
	'inspector',
	'street',
	'district',
	'districtAdministrator'
];

type Rows = Map<string, Record<string, unknown>>;
/** Every row of every table, as the server's own key sees them: what is right is computed from these, not asked of the policies. */
const all: Record<string, Rows> = {};
let links: Link[] = [];

const keyOf = (table: string, row: Record<string, unknown>): string => (KEYS[table] ?? []).map((column) => String(row[column])).join('/');

beforeAll(async () => {
	const server = backend.operator();
	await layGrounds(server, backend.as(city.people.administrator.serving.token), city.disabled.personId);
	for (const table of Object.keys(KEYS)) {
		all[table] = new Map();
		for (let from = 0; ; from += 1000) {
			const { data, error } = await server
				.from(table as 'sites')
				.select('*')
				.range(from, from + 999);
			if (error) throw new Error(`${table}: ${error.message}`);
			for (const row of data) all[table].set(keyOf(table, row), row);
			if (data.length < 1000) break;
		}
	}
	links =
		(await backend.sql
			?.query<Link>(
				`select conname as name, conrelid::regclass::text as from, confrelid::regclass::text as to
			from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`
			)
			.then((found) => found.map(({ name, from, to }) => ({ name, from: from.replace('public.', ''), to: to.replace('public.', '') })))
			.then((found) => found.filter(({ from, to }) => from in KEYS && to in KEYS))) ?? [];
});

/** The areas of an office, a grid's compounds among them. */
function scopesOf(office: Office): string[] {
	const [, area] = OFFICES[office];
	return office === 'grid' ? [area, HOME] : [area];
}
const isIn = (scopes: string[], area: unknown): boolean => scopes.some((scope) => String(area).startsWith(scope));
const isAbove = (scopes: string[], area: unknown): boolean => scopes.some((scope) => scope.startsWith(String(area)));

/** Whether the person may read the row, by tests/rights.ts said a second time. */
function mayRead(who: Office | 'idle' | 'public', table: string, row: Record<string, unknown>): boolean {
	if (who === 'public') return false;
	const me = who === 'idle' ? city.idle : city.people[who].serving;
	if (table === 'people') row = { ...row, person_id: row.id };
	if (row.person_id === me.personId && ['people', 'posts', 'contacts'].includes(table)) return true;
	if (who === 'idle' || who === 'rider') return false;
	const scopes = scopesOf(who);
	const isAdministrator = who === 'districtAdministrator';
	const seesTask = (task: unknown): boolean => {
		const of = all.tasks?.get(String(task));
		return of?.removed_at === null && isIn(scopes, of.area_code);
	};
	const postsOf = (person: unknown): unknown[] =>
		[...(all.posts?.values() ?? [])].filter((post) => post.person_id === person).map((post) => post.area_code);
	switch (table) {
		case 'areas':
		case 'campaigns':
		case 'layers':
		case 'task_kinds':
			return true;
		case 'sites':
		case 'tasks':
			return row.removed_at === null && isIn(scopes, row.area_code);
		case 'publication_proposals':
		case 'indicator_values':
			return isIn(scopes, row.area_code);
		case 'task_events':
			return seesTask(row.task_id);
		case 'evidence':
			return row.removed_at === null && seesTask(row.task_id);
		case 'posts':
		case 'answerables':
			return isIn(scopes, row.area_code) || isAbove(scopes, row.area_code);
		case 'people': {
			const posts = postsOf(row.id);
			return posts.some((area) => isIn(scopes, area) || isAbove(scopes, area)) || (posts.length === 0 && isAdministrator);
		}
		case 'contacts':
			return isAdministrator && postsOf(row.person_id).some((area) => isIn(scopes, area));
		case 'import_batches':
			return isAdministrator;
		default:
			return false;
	}
}

test(
	`of ${RUNS} random queries none brings a foreign row, nor counts one`,
	{ timeout: process.env.FULL ? 7_200_000 : 120_000 },
	async () => {
		expect(links.length).toBeGreaterThan(10);
		const started = Date.now();
		let answered = 0;
		let seen = 0;
		await fc.assert(
			fc.asyncProperty(fc.constantFrom(...ASKING), queries(links), async (who, query) => {
				const token = who === 'public' ? undefined : who === 'idle' ? city.idle.token : city.people[who].serving.token;
				const headers = { prefer: 'count=exact', ...(query.isCsv ? { accept: 'text/csv' } : {}) };
				const answer = await ask(backend, 'GET', `/rest/v1/${query.path}`, { token, headers });
				const text = await answer.text();
				if (!answer.ok) {
					expect(answer.status, text).toBeLessThan(500);
					return;
				}
				answered++;
				const rows = query.isCsv ? fromCsv(query.table, text) : rowsIn(query.table, JSON.parse(text));
				seen += rows.length;
				for (const { table, row } of rows) {
					const whole = all[table]?.get(keyOf(table, row));
					expect(whole && mayRead(who, table, whole), `${who} got ${table} ${keyOf(table, row)} by ${query.path}`).toBe(true);
				}
				const total = Number(/\/(\d+)$/.exec(answer.headers.get('content-range') ?? '')?.[1] ?? 0);
				const visible = [...(all[query.table]?.values() ?? [])].filter((row) => mayRead(who, query.table, row)).length;
				expect(total, `${who} counted ${query.path}`).toBeLessThanOrEqual(visible);
				if (query.isWhole) expect(total, `${who} counted ${query.path}`).toBe(visible);
			}),
			{ numRuns: RUNS, endOnFailure: true }
		);
		expect(answered).toBeGreaterThan(RUNS / 3);
		expect(seen).toBeGreaterThan(RUNS);
		if (process.env.FULL) {
			const about =
				'row 47: random queries (select, embedding, filter, order, limit, count, CSV) of nine people, against an oracle that does not ask the policies';
			const figures = { queries: RUNS, answered, rows: seen, foreignRows: 0, foreignCounts: 0 };
			keepFigures('query-oracle', { about, backend: backend.kind, seconds: Math.round((Date.now() - started) / 1000), figures });
		}
	}
);

function fromCsv(table: string, text: string): { table: string; row: Record<string, unknown> }[] {
	const [head = '', ...lines] = text.trim().split('\n');
	const columns = head.split(',');
	return lines
		.filter((line) => line !== '')
		.map((line) => ({ table, row: Object.fromEntries(line.split(',').map((value, index) => [columns[index] ?? '', value])) }));
}
