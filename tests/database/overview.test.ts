import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIGURE_ROWS } from '#lib/domain/figure-rows.ts';
import type { Figures } from '#lib/domain/figures.ts';
import type { DayFigures, DueCalendar, Outline, Overview, StuckCase } from '#lib/domain/overview.ts';
import type { CaseFilter } from '#lib/domain/paths.ts';
import type { Sql } from '#lib/server/backend/sql.ts';
import { actAs, actAsOwner, openTestDatabase, rolledBack } from '../support/database.ts';
import { CAMPAIGN, COMPOUND, SIBLING, aSite, buildWorld, submitAs, type Somebody, type World } from '../support/world.ts';

const DISTRICT = '220602';
let sql: Sql;
let world: World;
let cityLeader: Somebody;

beforeAll(async () => {
	sql = await openTestDatabase();
	world = await buildWorld(sql);
	await fillLedger();
	cityLeader = { ...world.administrator };
});
afterAll(() => sql.close());

async function askAs<Answer>(who: Somebody, question: string, values: unknown[]): Promise<Answer> {
	return rolledBack(sql, async () => {
		await actAs(sql, who.userId);
		const [row] = await sql.query<{ answer: Answer }>(`select ${question} as answer`, values);
		await actAsOwner(sql);
		return (row as { answer: Answer }).answer;
	});
}

const overview = (who: Somebody, area: string, domain: string | null = null): Promise<Overview> =>
	askAs(who, 'public.area_overview($1, $2, $3)', [CAMPAIGN, area, domain]);

async function countRows(who: Somebody, area: string, filter: CaseFilter): Promise<number> {
	return (await askAs<{ total: number }>(who, 'public.list_cases($1, $2, $3::jsonb)', [CAMPAIGN, area, JSON.stringify(filter)])).total;
}

/** Cases in every stage, in time and late, of several domains, in two districts and one on the city itself. */
async function fillLedger(): Promise<void> {
	const stages = [
		'reported', 'filed', 'assigned', 'in_progress', 'submitted', 'rework', 'reopened', 'deferred', 'closed', 'closed', 'rejected', 'duplicate', 'void'
	]; // prettier-ignore
	const kinds = [
		['piled_rubbish', 'trash_site', 't'],
		['private_structure', 'illegal_structure', 'piece'],
		['camera_fault', 'camera', 'piece']
	] as const;
	let serial = 0;
	for (const area of [COMPOUND, SIBLING, '220602003', '2206']) {
		for (const stage of stages) {
			for (const [kind, layer, unit] of kinds) {
				serial += 1;
				const isClosed = stage === 'closed';
				// One in three overdue, one due soon, one with time left.
				const due = `${[-30, 2, 200][serial % 3]} hours`;
				await sql.query(
					`insert into public.tasks (
						id, campaign_id, area_code, layer_id, kind_id, number, title, domain_id, stage, due_at, warn_at, limit_amount, limit_unit,
						rework_count, quantity_done, unit, reported_at, filed_at, closed_at, stage_since, is_internal, review_on, look_again_on
					) values (
						gen_random_uuid(), $1, $2, $3, $4, $5, $5, $6, $7,
						case when $7 = 'deferred' then null else now() + $8::interval end, case when $7 = 'deferred' then null else now() + $8::interval - interval '10 hours' end,
						2, 'working_days', $9, $10, $11, now() - interval '20 days',
						case when $7 not in ('reported', 'rejected', 'duplicate') then now() - make_interval(days => $9 * 9) end,
						case when $7 in ('closed', 'rejected', 'duplicate', 'void') then now() - make_interval(hours => $9 * 24) end,
						now() - make_interval(days => $9), $3 = 'camera', case when $7 = 'deferred' then current_date + $9 end, case when $7 = 'closed' then current_date + $9 * 10 end
					)`,
					[
						CAMPAIGN,
						area,
						layer,
						kind,
						`T-${serial}`,
						['community', 'office', null][serial % 3],
						stage,
						due,
						serial % 4,
						isClosed ? serial : null,
						unit
					]
				);
			}
		}
	}
}

describe('every number on a leader’s page is as many rows as it says', () => {
	for (const [level, area] of [
		['city', '2206'],
		['district', DISTRICT],
		['subdistrict', '220602003'],
		['compound', COMPOUND]
	] as const) {
		for (const domain of [undefined, 'community', 'office']) {
			test(`${level}${domain ? `, ${domain} only` : ''}`, async () => {
				const answer = await overview(cityLeader, area, domain ?? null);
				const check = async (figures: Figures, where: string): Promise<void> => {
					for (const { count, filter } of Object.values(FIGURE_ROWS)) {
						expect(await countRows(cityLeader, where, { ...filter, domain } as CaseFilter), JSON.stringify(filter)).toBe(count(figures));
					}
				};
				await check(answer.figures, area);
				for (const child of answer.children) await check(child.figures, child.code);
				expect(await countRows(cityLeader, area, { ...FIGURE_ROWS.filed.filter, own: true, domain } as CaseFilter)).toBe(answer.own);
				for (const target of answer.targets) {
					expect(await countRows(cityLeader, area, { kinds: target.kinds, stages: ['closed'], domain })).toBe(target.closed);
				}
			});
		}
	}

	test('the figures of the areas below and of the area itself add up to its own', async () => {
		const city = await overview(cityLeader, '2206');
		const below = city.children.map((child) => FIGURE_ROWS.filed.count(child.figures)).reduce((a, b) => a + b, 0);
		expect(below + city.own).toBe(FIGURE_ROWS.filed.count(city.figures));
		expect(city.own).toBeGreaterThan(0);
	});

	test('a quantity is the sum of what its rows did', async () => {
		const city = await overview(cityLeader, '2206');
		const rubbish = city.targets.find((target) => target.id === 'rubbish');
		const list = await askAs<{ quantities: Record<string, number> }>(cityLeader, 'public.list_cases($1, $2, $3::jsonb)', [
			CAMPAIGN,
			'2206',
			JSON.stringify({ kinds: rubbish?.kinds, stages: ['closed'] })
		]);
		expect(list.quantities.t).toBe(rubbish?.actual);
		expect(rubbish?.actual).toBeGreaterThan(0);
	});

	test('the days of the burn-up add up to what was filed and closed', async () => {
		const days = await askAs<DayFigures[]>(cityLeader, 'public.area_days($1, $2)', [CAMPAIGN, DISTRICT]);
		const { figures } = await overview(cityLeader, DISTRICT);
		const sum = (index: 1 | 2): number => days.reduce((total, day) => total + day[index], 0);
		expect(sum(1)).toBe(FIGURE_ROWS.filed.count(figures));
		expect(sum(2)).toBe(figures.closed);
		const [first, last] = [days[0]?.[0], days.at(-1)?.[0]];
		expect(await countRows(cityLeader, DISTRICT, { ...FIGURE_ROWS.filed.filter, filedFrom: first, filedTo: last } as CaseFilter)).toBe(
			sum(1)
		);
		expect(await countRows(cityLeader, DISTRICT, { closedFrom: first, closedTo: last })).toBe(sum(2));
	});

	test('the due calendar counts what its lists show', async () => {
		const calendar = await askAs<DueCalendar>(cityLeader, 'public.due_days($1, $2, $3)', [CAMPAIGN, '2206', 14]);
		expect(calendar.days).toHaveLength(14);
		expect(calendar.days.some((day) => day.due > 0)).toBe(true);
		for (const day of calendar.days) {
			expect(await countRows(cityLeader, '2206', { dueOn: day.day })).toBe(day.due);
			expect(await countRows(cityLeader, '2206', { dueOn: day.day, stages: ['rework', 'reopened'] })).toBe(day.returned);
		}
		expect(await countRows(cityLeader, '2206', { reviewBy: calendar.lastDay })).toBe(calendar.reviews);
		expect(await countRows(cityLeader, '2206', { lookAgainFrom: calendar.days[0]?.day, lookAgainBy: calendar.lastDay })).toBe(
			calendar.looks
		);
		expect(Math.min(calendar.reviews, calendar.looks)).toBeGreaterThan(0);
	});
});

describe('a leader sees their own area', () => {
	test('and is refused above and beside it, where the city’s leader reads', async () => {
		expect((await overview(world.leader, DISTRICT)).figures.open).toBeGreaterThan(0);
		for (const area of ['2206', '220605']) {
			expect((await overview(cityLeader, area)).figures.open).toBeGreaterThan(0);
			for (const question of ['area_overview($1, $2)', 'area_days($1, $2)', 'due_days($1, $2)', 'stuck_cases($1, $2)']) {
				await expect(askAs(world.leader, `public.${question}`, [CAMPAIGN, area])).rejects.toThrow('not_allowed');
			}
		}
	});

	test('stuck cases come longest first, with who holds them; a deferral is not stuck', async () => {
		const due = await askAs<StuckCase[]>(world.leader, 'public.stuck_cases($1, $2)', [CAMPAIGN, DISTRICT]);
		expect(due.length).toBe(6);
		const moments = due.map((one) => Date.parse(one.dueAt ?? ''));
		expect(moments).toEqual(moments.toSorted((a, b) => a - b));
		const still = await askAs<StuckCase[]>(world.leader, 'public.stuck_cases($1, $2, $3, null, 50)', [CAMPAIGN, DISTRICT, 'still']);
		expect(still.some((one) => one.stage === 'deferred')).toBe(false);
		expect(still.map((one) => one.stageSince)).toEqual(still.map((one) => one.stageSince).toSorted());
	});

	test('outlines are there where boundaries are, and say so where they are not', async () => {
		const [compound] = await askAs<Outline[]>(world.leader, 'public.area_outlines($1)', ['220602003003']);
		expect(compound).toMatchObject({ code: COMPOUND, isGenerated: false, boundary: { type: 'MultiPolygon' }, center: { type: 'Point' } });
		const [community] = await askAs<Outline[]>(world.leader, 'public.area_outlines($1)', ['220602003']);
		expect(community).toMatchObject({ boundary: null });
	});
});

describe('kept figures', () => {
	test('follow a case from report to closing, in its domain', () =>
		rolledBack(sql, async () => {
			const before = await overviewInside(COMPOUND, 'community');
			const elsewhere = await overviewInside(COMPOUND, 'office');
			const { taskId } = await aSite(sql, world.cadre);
			await submitAs(sql, world.cadre, `task:${taskId}`, 1, { action: 'file' });
			const after = await overviewInside(COMPOUND, 'community');
			expect(after.figures.open).toBe(before.figures.open + 1);
			expect(after.figures.stages.filed).toBe((before.figures.stages.filed ?? 0) + 1);
			expect((await overviewInside(COMPOUND, 'office')).figures).toEqual(elsewhere.figures);
		}));

	test('are laid out again when the days of the installation begin elsewhere', () =>
		rolledBack(sql, async () => {
			await sql.query(`update public.settings set value = '"Pacific/Kiritimati"' where key = 'timezone'`);
			const [row] = await sql.query<{ differences: string }>(
				`select count(*) as differences from (
					(select campaign_id, area_code, kind_id, domain_id, day, filed, closed from private.progress_days except select campaign_id, area_code, kind_id, domain_id, day, filed, closed from private.recount_days())
					union all
					(select campaign_id, area_code, kind_id, domain_id, day, filed, closed from private.recount_days() except select campaign_id, area_code, kind_id, domain_id, day, filed, closed from private.progress_days)
				) d`
			);
			expect(Number(row?.differences)).toBe(0);
		}));

	async function overviewInside(area: string, domain: string): Promise<Overview> {
		await actAs(sql, cityLeader.userId);
		const [row] = await sql.query<{ answer: Overview }>('select public.area_overview($1, $2, $3) as answer', [CAMPAIGN, area, domain]);
		await actAsOwner(sql);
		return (row as { answer: Overview }).answer;
	}
});
