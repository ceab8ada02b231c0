import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { RIGHTS_IN_AREAS, RIGHTS_WITHOUT_AREA } from '../rights.ts';
import { Asker } from '../support/asker.ts';
import { HOME, must } from '../support/city.ts';
import { contract, theBackend } from '../support/contract.ts';
import { PROBES, ROWS } from '../support/probes.ts';
import { layGrounds, type Grounds } from '../support/rights-fixtures.ts';
import { cellsOf, readRights, type Cell, type Right } from '../support/rights-table.ts';
import { CAMPAIGN } from '../support/world.ts';

const backend = await theBackend();
const { city } = contract;
const table = [...readRights(RIGHTS_IN_AREAS, true), ...readRights(RIGHTS_WITHOUT_AREA, false)];
const server = backend.operator();
const operator = new Asker(backend, null, secretKey());
/** Functions that run as the caller over rows whose reading is tried, or that speak of the caller alone. */
const UNTRIED = [
	'my_session',
	'my_inbox',
	'calendar_document',
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
let grounds: Grounds;

function secretKey(): string {
	// The client carries it; no other door hands it out.
	return (server as unknown as { supabaseKey: string }).supabaseKey;
}

beforeAll(async () => {
	grounds = await layGrounds(server, backend.as(city.people.administrator.serving.token), city.disabled.personId);
	const { mark } = grounds;
	must(
		await server.from('publications').insert({
			id: randomUUID(),
			campaign_id: CAMPAIGN,
			area_code: HOME,
			layer_id: 'trash_site',
			caption: 'rights',
			before_picture: `${mark}-1.jpg`,
			after_picture: `${mark}-2.jpg`,
			before_on: '2026-05-01',
			after_on: '2026-05-20',
			published_on: '2026-05-21'
		})
	);
	const day = '2026-05-21';
	must(await server.from('published_areas').upsert({ code: 'RIGHTS', level: 'compound', name: 'x', path: [], published_on: day }));
	const published = { id: CAMPAIGN, name: {}, area_code: HOME, starts_on: day, ends_on: day, layers: [], targets: [], published_on: day };
	must(await server.from('published_campaigns').upsert(published));
	must(await server.from('published_figures').upsert({ campaign_id: CAMPAIGN, area_code: HOME, measure: 'rights', value: 5, as_of: day }));
});

/** Whether the caller of the cell may, by trying. */
async function tries(right: Right, cell: Cell): Promise<boolean> {
	const asker = new Asker(backend, cell.token);
	const ground = grounds.at[cell.area];
	if (!ground) throw new Error(`nothing stands in ${cell.area}`);
	const probe = PROBES[`${right.thing} ${right.verb}`];
	if (probe) return probe({ asker, operator, ground, grounds });
	const row = rowOf(right, cell.area);
	if (right.verb === 'read') return (await asker.rows(row.table, row.match)).length > 0;
	if (right.verb !== 'write') throw new Error(`nobody knows how to ${right.verb} ${right.thing}`);
	const [column = '', value = ''] = Object.entries(row.match)[0] ?? [];
	const done = [
		await asker.write('POST', row.table, row.match, row.match),
		await asker.write('PATCH', row.table, row.match, { [column]: value }),
		await asker.write('DELETE', row.table, row.match)
	];
	return done.includes(true);
}

function rowOf(right: Right, area: string): { table: string; match: Record<string, string | number> } {
	const ground = grounds.at[area];
	const found = ground && ROWS[right.thing]?.(ground, grounds);
	if (!found) throw new Error(`no row of ${right.thing}`);
	return { table: found.table ?? right.thing, match: found.match };
}

/** What the server's own key sees of the rows that the cells ask for: they are there, whoever is denied. */
async function kept(right: Right, cells: Cell[]): Promise<number> {
	if (!ROWS[right.thing]) return 1;
	const areas = [...new Set(cells.map((cell) => cell.area))];
	const rows = await Promise.all(areas.map((area) => operator.rows(rowOf(right, area).table, rowOf(right, area).match)));
	return Math.min(...rows.map((found) => found.length));
}

describe('rights', () => {
	test.each(table)('$thing: $verb', { timeout: 120_000 }, async (right) => {
		const cells = cellsOf(right, city);
		expect(await kept(right, cells), 'the rows exist').toBe(1);
		const wrong: string[] = [];
		for (const cell of cells) {
			const happened = await tries(right, cell).catch((error: unknown) => String(error));
			if (happened !== cell.isAllowed) wrong.push(`${cell.who} (${cell.area}): ${cell.isAllowed ? 'allowed' : 'denied'}, but ${happened}`);
		}
		expect(wrong).toEqual([]);
		expect(await kept(right, cells), 'the rows still exist').toBe(1);
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
