import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster } from '#lib/server/backend/cluster.ts';
import type { Sql } from '#lib/server/backend/sql.ts';
import { actAs, actAsOperator, openTestDatabase } from '../tests/support/database.ts';
import { addSomebody, buildWorld, CAMPAIGN, type Somebody, type World } from '../tests/support/world.ts';

export const HOME_COMMUNITY = '220602003003';
/** Beside the home compound: as many sites as a bench wants. */
const FULL_COMPOUND = `${HOME_COMMUNITY}901`;

/** A city of the size of Baishan on a PostgreSQL cluster of its own, without a case yet. */
export interface City {
	sql: Sql;
	/** Of the database, as its superuser. */
	url: string;
	world: World;
	/** Leads the whole city. */
	leader: Somebody;
	close(): Promise<void>;
}

export async function openCity(): Promise<City> {
	const folder = mkdtempSync(join(tmpdir(), 'zhantu-bench-pg-'));
	const cluster = await startCluster(folder, () => {});
	process.env.TEST_DATABASE_URL = cluster.url;
	const sql = await openTestDatabase();
	const world = await buildWorld(sql);
	const leader = await addSomebody(sql, '李明', 'leader', '2206');
	// 6 districts of 11 subdistricts of 10 communities of 2 compounds.
	for (const [parents, children] of [
		['2206', "select unnest('{02,05,21,22,23,81}'::text[])"],
		['^2206..$', "select lpad(n::text, 3, '0') from generate_series(1, 11) n"],
		['^2206.{5}$', "select lpad(n::text, 3, '0') from generate_series(1, 10) n"],
		['^2206.{8}$', "select lpad(n::text, 3, '0') from generate_series(1, 2) n"]
	] as const) {
		await sql.query(
			`insert into public.areas (code, parent_code, level, name)
			select a.code || s.code, a.code, case length(a.code) when 4 then 'district' when 6 then 'subdistrict' when 9 then 'community' else 'compound' end, a.code || s.code
			from public.areas a cross join (${children}) s (code)
			where a.code ~ $1 and a.level in ('city', 'district', 'subdistrict', 'community')
			on conflict do nothing`,
			[parents.startsWith('^') ? parents : `^${parents}$`]
		);
	}
	const [here] = await sql.query<{ name: string }>('select current_database() as name');
	const url = new URL(cluster.url);
	url.pathname = `/${here?.name}`;
	return {
		sql,
		url: url.href,
		world,
		leader,
		async close() {
			await sql.close();
			await cluster.stop();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

/**
 * Cases number `from` to `to` in every compound of the city, of every kind, over 540 days; the first `open` of
 * them are open. Written as the owner past all triggers, with progress laid out by the recount that the
 * tests hold it equal to: a million cases in a minute or two.
 */
export async function addCases({ sql, world }: City, from: number, to: number, open: number): Promise<void> {
	await sql.exec('set session_replication_role = replica');
	await sql.query(
		`with places as (select array_agg(a.code order by a.code) as codes from public.areas a where a.level = 'compound'),
		kinds as (select array_agg(k order by k.id) as all from public.task_kinds k where k.campaign_id = '${CAMPAIGN}' and k.id not like 'camera%')
		insert into public.tasks (
			id, campaign_id, area_code, layer_id, kind_id, number, title, domain_id, stage, outcome, owner_id, unit, quantity_target, quantity_done,
			limit_amount, limit_unit, reported_at, filed_at, assigned_at, due_at, warn_at, closed_at, stage_since, rework_count, look_again_on, is_internal
		)
		select gen_random_uuid(), '${CAMPAIGN}', places.codes[1 + m.at % cardinality(places.codes)], kind.layer_id, kind.id, 'B' || n, '第' || n || '件',
			'community', m.stage, case when m.stage = 'closed' then 'fixed' end, case when m.stage <> 'filed' then $4::uuid end, kind.unit, 1, case when m.stage = 'closed' then 1 end,
			kind.limit_amount, kind.limit_unit, m.filed, m.filed, case when m.stage <> 'filed' then m.filed end, m.due, m.due - interval '1 day',
			case when m.stage = 'closed' then least(m.filed + interval '3 days', now()) end, m.filed, (n % 11 = 0)::integer,
			case when m.stage = 'closed' then (m.filed + interval '93 days')::date end, false
		from generate_series($1::integer, $2::integer) n
		cross join places cross join kinds
		cross join lateral (select kinds.all[1 + n % cardinality(kinds.all)] as kind) k
		cross join lateral (select (k.kind).*) kind
		cross join lateral (
			select (n::bigint * 7919 / 7) as at,
				case when n > $3 then 'closed' else ('{in_progress,assigned,submitted,filed,rework}'::text[])[1 + n % 5] end as stage,
				now() - case when n > $3 then (n::bigint * 104729 % 540) * interval '1 day' else (n % 20) * interval '1 day' end as filed,
				now() + (n % 23 - 5) * interval '1 day' as due
		) m`,
		[from, to, open, world.otherCadre.personId]
	);
	await layOutProgress(sql);
	await sql.exec('set session_replication_role = default');
	await sql.exec('vacuum (analyze)');
}

export async function layOutProgress(sql: Sql): Promise<void> {
	await sql.exec('truncate private.progress, private.progress_days');
	await sql.exec(`insert into private.progress select * from private.recount_progress();
		insert into private.progress_days (campaign_id, area_code, kind_id, domain_id, day, filed, closed, on_time, quantity_done)
		select * from private.recount_days();
		select private.relay_places();`);
}

/** So many sites with an open case each in one compound of the home community, all in its square. */
export async function addSites({ sql, world }: City, count: number, isClosed = false): Promise<void> {
	await sql.query(
		"insert into public.areas (code, parent_code, level, name) values ($1, $2, 'compound', '满小区') on conflict do nothing",
		[FULL_COMPOUND, HOME_COMMUNITY]
	);
	await sql.query(
		`with made as (
			insert into public.sites (id, campaign_id, layer_id, area_code, number, title, geometry, is_internal, current_task_id)
			select gen_random_uuid(), '${CAMPAIGN}', 'illegal_structure', $1, before.number + n, '第' || n || '处',
				extensions.st_setsrid(extensions.st_makepoint(126.43 + (n % 40) * 0.0001, 41.94 + (n / 40) * 0.0001), 4326), false, gen_random_uuid()
			from generate_series(1, $2::integer) n
			cross join (select coalesce(max(s.number), 0) as number from public.sites s where s.area_code = $1) before
			returning id, number, title, current_task_id
		)
		insert into public.tasks (
			id, campaign_id, site_id, area_code, layer_id, kind_id, number, title, stage, outcome, owner_id, limit_amount, limit_unit,
			reported_at, filed_at, due_at, warn_at, closed_at, stage_since, is_internal
		)
		select m.current_task_id, '${CAMPAIGN}', m.id, $1, 'illegal_structure', 'private_structure', 'S' || m.number, m.title,
			case when $4 then 'closed' else 'in_progress' end, case when $4 then 'fixed' end, $3::uuid, 15, 'working_day',
			now(), now(), now() + interval '15 days', now() + interval '12 days', case when $4 then now() end, now(), false
		from made m`,
		[FULL_COMPOUND, count, world.cadre.personId, isClosed]
	);
	await sql.exec('analyze public.sites, public.tasks');
}

/** A question as somebody signed in (null: the server's own key), in a transaction as the API asks it. */
export async function ask(sql: Sql, who: Somebody | null, text: string, params: unknown[] = []): Promise<unknown[]> {
	await sql.exec('begin');
	try {
		await (who ? actAs(sql, who.userId) : actAsOperator(sql));
		return await sql.query(text, params);
	} finally {
		await sql.exec('rollback');
	}
}
