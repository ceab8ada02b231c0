import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WorkCalendar } from '#lib/domain/calendar.ts';
import { groupInbox } from '#lib/domain/inbox.ts';
import type { PlanKind } from '#lib/domain/plan.ts';
import type { InboxRow } from '#lib/domain/task.ts';
import type { Sql } from '#lib/server/backend/sql.ts';
import { DEMO_ACCOUNTS } from '#lib/server/demo/accounts.ts';
import { demoMoment } from '#lib/server/demo/moment.ts';
import { actAs, actAsOperator, rolledBack } from '../support/database.ts';
import { openDemoDatabase, type DemoDatabase } from '../support/demo.ts';

/** A Wednesday morning, so that something falls due before the evening. */
const NOW = demoMoment(new Date('2026-11-18T04:00:00Z'));

let opened: DemoDatabase;
let sql: Sql;
const accounts = new Map<string, string>();

beforeAll(async () => {
	opened = await openDemoDatabase(NOW);
	sql = opened.sql;
	for (const { key, email } of DEMO_ACCOUNTS) {
		const id = randomUUID();
		accounts.set(key, id);
		await sql.query('insert into auth.users (id, email) values ($1, $2)', [id, email]);
		await sql.query('update public.people set user_id = $1 where id = $2', [id, opened.demo.staff.account(key).id]);
	}
}, 1_200_000);
afterAll(() => opened.close());

async function one<Row>(text: string, params?: unknown[]): Promise<Row> {
	const [row] = await sql.query<Row>(text, params);
	if (!row) throw new Error(`no row: ${text}`);
	return row;
}
const count = async (from: string, params?: unknown[]): Promise<number> =>
	Number((await one<{ n: string }>(`select count(*) as n from ${from}`, params)).n);

describe('the ground', () => {
	test("is Baishan's real tree, with real outlines of its six county-level areas", async () => {
		expect(await sql.query('select level, count(*)::integer as n from public.areas where not is_generated group by 1 order by 1')).toEqual([
			{ level: 'city', n: 1 },
			{ level: 'community', n: 655 },
			{ level: 'district', n: 6 },
			{ level: 'subdistrict', n: 67 }
		]);
		expect(await count(`public.areas where level = 'district' and boundary is not null and not has_drawn_outline`)).toBe(6);
		expect(await count(`public.areas where level in ('subdistrict', 'community') and boundary is not null and not has_drawn_outline`)).toBe(
			0
		);
	});

	test('holds at least sixty compounds, each with a plan worth looking at and inside its community', async () => {
		const wanted: PlanKind[] = ['road', 'gate', 'building', 'green', 'tree'];
		const plans = await sql.query<{ name: string; kinds: PlanKind[]; units: number; inside: boolean }>(
			`select a.name, a.is_generated, array(select distinct f.value -> 'properties' ->> 'kind' from jsonb_array_elements(p.content -> 'features') f) as kinds,
				(select count(*)::integer from public.areas u where u.level = 'unit' and starts_with(u.code, a.code)) as units,
				extensions.st_covers(extensions.st_buffer(c.boundary, 0.00005), a.boundary) as inside
			from public.areas a join public.areas c on c.code = a.parent_code join public.plans p on p.area_code = a.code where a.level = 'compound'`
		);
		expect(plans.length).toBeGreaterThanOrEqual(60);
		for (const { name, kinds, units, inside } of plans) {
			expect(kinds, name).toEqual(expect.arrayContaining(wanted));
			expect(units, name).toBeGreaterThan(5);
			expect(inside, name).toBe(true);
		}
	});
});

describe('the story', () => {
	test('campaign sancheng carries its targets, and what is done lies within two per cent of them', async () => {
		const targets = await sql.query<{ id: string; amount: number; done: number }>(
			`select t.id, t.amount::float, (
				select sum(case when t.measure = 'closed' then p.tasks else p.quantity_done end)::float from private.progress p
				where p.campaign_id = 'sancheng' and p.stage = 'closed' and p.kind_id = any (t.kinds)
			) as done from public.targets t where t.campaign_id = 'sancheng' order by t.position`
		);
		expect(targets.map(({ id, amount }) => [id, amount])).toEqual([
			['structures', 6400],
			['rubbish', 195_000],
			['small_ads', 590_000],
			['plants', 720_000],
			['compounds', 99]
		]);
		for (const { id, amount, done } of targets) expect(Math.abs(done / amount - 1), id).toBeLessThan(0.02);
	});

	test('every one of the six domains has cases, open and closed', async () => {
		const domains = await sql.query<{ domain_id: string }>(
			`select domain_id from public.tasks group by 1 having bool_or(stage = 'closed') and bool_or(stage = 'in_progress') order by 1`
		);
		expect(domains.map((row) => row.domain_id)).toEqual(opened.demo.template.domains.map(({ id }) => id).sort());
	});

	test('fee rates rise as told, in compounds of the size told', async () => {
		for (const [name, from, to] of [
			['林海新苑', 56, 99],
			['天池花园一期', 33, 97]
		] as const) {
			const [{ values = [] } = {}] = await sql.query<{ values: number[] }>(
				`select array_agg(v.value::float order by v.on_date) as values from public.indicator_values v join public.areas a on a.code = v.area_code
				where a.name = $1 and v.indicator_id = 'fee_rate'`,
				[name]
			);
			expect([values[0], values.at(-1)], name).toEqual([from, to]);
		}
		expect(await one('select households, residents from public.areas where name = $1', ['天池花园一期'])).toEqual({
			households: 513,
			residents: 1019
		});
	});

	test('72 cameras cost 175,000 yuan, paid by the property company, and all cameras are internal', async () => {
		const [row] = await sql.query(
			`select count(*)::integer as cameras, sum((s.attributes ->> 'cost_yuan')::integer)::integer as yuan, array_agg(distinct s.attributes ->> 'payer') as payers
			from public.sites s join public.areas a on a.code = s.area_code where a.name = '林海新苑' and s.layer_id = 'camera'`
		);
		expect(row).toEqual({ cameras: 72, yuan: 175_000, payers: ['红心物业服务公司'] });
		expect(await count(`public.sites where layer_id = 'camera' and not is_internal`)).toBe(0);
	});

	test('eighteen months of history have met and missed limits, rework, deferrals and relapses, and the ledger holds', async () => {
		const history = await one<Record<string, number>>(
			`select (extract(epoch from max(e.at) - min(e.at)) / 86400)::integer as days,
				count(*) filter (where e.action = 'close')::integer as closed, count(*) filter (where e.action = 'rework')::integer as rework,
				count(*) filter (where e.action = 'grant_deferral')::integer as deferred, count(*) filter (where e.action = 'reopen')::integer as reopened
			from public.task_events e`
		);
		// The campaign began on 1 June 2025.
		expect(history.days).toBeGreaterThan(520);
		expect(history.closed).toBeGreaterThan(2000);
		for (const what of ['rework', 'deferred', 'reopened']) expect(history[what], what).toBeGreaterThan(20);
		expect(await count('public.tasks where relapse_of is not null')).toBeGreaterThan(10);
		expect(await count(`public.tasks where stage = 'closed' and closed_at > due_at`)).toBeGreaterThan(100);
		await rolledBack(sql, async () => {
			await actAsOperator(sql);
			expect(await sql.query('select * from public.verify_ledger()')).toEqual([]);
		});
	});
});

describe('what the public sees', () => {
	test('at least ninety pairs over most compounds and months, each let out by a second person', async () => {
		const shown = await one<Record<string, number>>(
			`select count(*)::integer as pairs, count(distinct area_code)::integer as compounds, count(distinct to_char(published_on, 'YYYY-MM'))::integer as months
			from public.publications`
		);
		expect(shown.pairs).toBeGreaterThanOrEqual(90);
		expect(shown.compounds).toBeGreaterThanOrEqual(45);
		expect(shown.months).toBeGreaterThanOrEqual(14);
		expect(await count(`public.publication_proposals where state = 'approved' and decided_by is distinct from proposed_by`)).toBe(
			shown.pairs
		);
		for (const name of ['富安小区', '林海新苑', '天池花园一期']) {
			expect(
				await count(`public.publications p join public.areas a on a.code = p.area_code where a.name = $1`, [name]),
				name
			).toBeGreaterThan(5);
		}
	});

	test('never a camera, never an original: every shown file is a redacted copy with bytes of its own', async () => {
		expect(await count(`public.publications p join public.layers l on l.id = p.layer_id where l.is_internal`)).toBe(0);
		expect(
			await count(`public.publications p join storage.objects o on o.bucket_id = 'publications' and o.name in (p.before_picture, p.after_picture)
				join public.evidence e on '"' || left(e.sha256, 32) || '"' = o.metadata ->> 'eTag'`)
		).toBe(0);
		for (const { before_picture, after_picture } of await sql.query<Record<string, string>>('select * from public.publications')) {
			expect(existsSync(join(opened.pictures, 'publications', before_picture ?? ''))).toBe(true);
			expect(existsSync(join(opened.pictures, 'publications', after_picture ?? ''))).toBe(true);
		}
	});

	test('some pairs wait, one of them was refused with a reason and one withdrawn with a reason', async () => {
		expect(
			await count(`public.publication_proposals where state = 'proposed' and starts_with(area_code, '220602003')`)
		).toBeGreaterThanOrEqual(3);
		for (const state of ['rejected', 'withdrawn']) {
			expect(await count('public.publication_proposals where state = $1 and reason is not null', [state]), state).toBeGreaterThan(0);
		}
	});
});

describe('what waits today', () => {
	test.each([
		['secretary', ['overdue', 'today', 'returned', 'ordered', 'later'], ['file', 'start', 'submit', 'reply']],
		['grid', ['overdue', 'today', 'returned', 'later'], ['file', 'start', 'submit']],
		['enforcement', ['overdue', 'today', 'returned', 'ordered', 'later'], ['start', 'submit', 'reply']],
		['property', ['overdue', 'returned', 'ordered', 'later'], ['file', 'start', 'submit', 'reply']],
		[
			'dispatcher',
			['overdue', 'ordered', 'decide', 'dispatch'],
			['file', 'assign', 'grant_extension', 'grant_deferral', 'resume', 'reply']
		],
		['inspector', ['overdue', 'inspect'], ['close']]
	])('%s finds work of every kind that is theirs', async (key, wanted, duties) => {
		const rows = await rolledBack(sql, async () => {
			await actAs(sql, accounts.get(key) ?? '');
			return (await one<{ inbox: { rows: InboxRow[] } }>(`select public.my_inbox('sancheng') as inbox`)).inbox.rows;
		});
		expect(rows.length).toBeGreaterThan(5);
		expect([...new Set(rows.map((row) => row.duty))]).toEqual(expect.arrayContaining(duties));
		const groups = groupInbox(rows, opened.demo.template, new WorkCalendar(opened.demo.calendar), NOW).map(({ group }) => group);
		expect(groups.map((group) => (group === 'week' ? 'later' : group))).toEqual(expect.arrayContaining(wanted));
	});
});

describe('what is generated', () => {
	const MARKED = [
		'tasks',
		'sites',
		'evidence',
		'people',
		'posts',
		'answerables',
		'plans',
		'indicator_values',
		'publication_proposals',
		'publications'
	];

	test.each(MARKED)('says so in every row of %s', async (table) => {
		expect(await count(`public.${table}`)).toBeGreaterThan(0);
		expect(await count(`public.${table} where not is_generated`)).toBe(0);
	});

	test('goes with demo:clear to the last row; the real tree stays', async () => {
		await rolledBack(sql, async () => {
			await actAsOperator(sql);
			await sql.query('select public.clear_demo()');
			await sql.query(`select set_config('role', 'none', true)`);
			for (const table of [...MARKED, 'task_events', 'campaigns', 'published_areas', 'published_campaigns', 'published_figures']) {
				expect(await count(`public.${table}`), table).toBe(0);
			}
			expect(await count('private.progress')).toBe(0);
			expect(
				await sql.query(
					'select level, count(*)::integer as n, count(boundary)::integer as outlines from public.areas group by 1 order by 1'
				)
			).toEqual([
				{ level: 'city', n: 1, outlines: 1 },
				{ level: 'community', n: 655, outlines: 0 },
				{ level: 'district', n: 6, outlines: 6 },
				{ level: 'subdistrict', n: 67, outlines: 0 }
			]);
		});
	});
});
