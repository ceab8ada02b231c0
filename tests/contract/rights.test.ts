import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { RIGHTS_IN_AREAS, RIGHTS_WITHOUT_AREA } from '../rights.ts';
import { contract, theBackend } from '../support/contract.ts';
import { cellsOf, readRights, type Cell, type Right } from '../support/rights-table.ts';
import { Trials, type Trial } from '../support/rights-trials.ts';

const backend = await theBackend();
const { city } = contract;
const table = [...readRights(RIGHTS_IN_AREAS, true), ...readRights(RIGHTS_WITHOUT_AREA, false)];
/** Functions that run as the caller over rows whose reading is tried, or that speak of the caller alone. */
const UNTRIED = [
	'my_session',
	'my_inbox',
	'calendar_document',
	'staff_context',
	'cases_near',
	'list_proposals',
	'proposal_detail',
	'import_check',
	'import_discard',
	'import_places',
	'list_imports',
	'places_at',
	'my_standing',
	'my_sessions',
	'end_my_sessions',
	'factors_of'
];
let trials: Trials;

beforeAll(async () => {
	trials = await Trials.prepare(backend, city);
});

/** What the server's own key sees of the rows that the cells ask for: they are there, whoever is denied. */
async function kept({ thing }: Right, cells: Cell[]): Promise<number> {
	if (!trials.tableOf(thing)) return 1;
	const rows = [...new Set(cells.map((cell) => cell.area))].map((area) => trials.rowOf(thing, area));
	const found = await Promise.all(rows.map(({ table, match }) => trials.operator.rows(table, match)));
	return Math.min(...found.map((one) => one.length));
}

/** What was answered otherwise than it should have been. */
async function wrongOf(asked: Trial[]): Promise<string[]> {
	const wrong: string[] = [];
	for (const { who, isAllowed, happens } of asked) {
		const happened = await happens().catch((error: unknown) => String(error));
		if (happened !== isAllowed) wrong.push(`${who}: ${isAllowed ? 'allowed' : 'denied'}, but ${happened}`);
	}
	return wrong;
}

describe('rights', () => {
	test.each(table)('$thing: $verb', { timeout: 120_000 }, async (right) => {
		const cells = cellsOf(right, city);
		expect(await kept(right, cells), 'the rows exist').toBe(1);
		expect(await wrongOf(trials.of(right, cells))).toEqual([]);
		expect(await kept(right, cells), 'the rows still exist').toBe(1);
	});

	test('what is one’s own is seen with no post left, and nobody works on their own posts', async () => {
		for (const own of Object.values(await trials.ofOnesOwn())) expect(await wrongOf(own)).toEqual([]);
	});

	test('the table speaks of every table of the API, and its probes of every function', async () => {
		const named =
			(await backend.sql?.query<{ name: string; is_table: boolean }>(
				`select relname as name, true as is_table from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm', 'p', 'f')
			union all select proname, false from pg_proc where pronamespace = 'public'::regnamespace and prokind = 'f'`
			)) ?? [];
		const things = new Set(table.map((right) => right.thing));
		const probes = ['probes.ts', 'sign-in-probes.ts']
			.map((file) => readFileSync(join(import.meta.dirname, '../support', file), 'utf8'))
			.join('\n');
		const known = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(probes) || UNTRIED.includes(name);
		expect(named.filter(({ name, is_table }) => !(is_table ? things.has(name) : known(name))).map(({ name }) => name)).toEqual([]);
	});
});
