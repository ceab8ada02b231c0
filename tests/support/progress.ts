import type { Sql } from '#lib/server/backend/sql.ts';

/** What the kept aggregates say and a recount does not, or the other way round; rows of nothing but noughts are no difference. */
export async function progressDifferences(sql: Sql): Promise<unknown[]> {
	return sql.query(`
		with kept as (
			select campaign_id, area_code, layer_id, kind_id, domain_id, stage, tasks::bigint, on_time::bigint, reworked::bigint, quantity_target, quantity_done
			from private.progress where (tasks, on_time, reworked, quantity_target, quantity_done) <> (0, 0, 0, 0, 0)
		), kept_days as (
			select campaign_id, area_code, kind_id, domain_id, day, filed::bigint, closed::bigint, on_time::bigint, quantity_done
			from private.progress_days where (filed, closed, on_time, quantity_done) <> (0, 0, 0, 0)
		), lengths as (
			select distinct length(code) as digits from public.areas where level <> 'grid'
		), places as (
			select campaign_id, place, layer_id, kind_id, domain_id, stage, sum(tasks), sum(on_time), sum(reworked), sum(quantity_done)
			from private.place_progress group by 1, 2, 3, 4, 5, 6
			having (sum(tasks), sum(on_time), sum(reworked), sum(quantity_done)) <> (0, 0, 0, 0)
		), counted_places as (
			select campaign_id, left(area_code, digits), layer_id, kind_id, domain_id, stage, sum(tasks), sum(on_time), sum(reworked), sum(quantity_done)
			from private.recount_progress() join lengths on digits <= length(area_code) group by 1, 2, 3, 4, 5, 6
		), place_days as (
			select campaign_id, place, domain_id, day, sum(filed), sum(closed), sum(looks) from private.place_days group by 1, 2, 3, 4
			having (sum(filed), sum(closed), sum(looks)) <> (0, 0, 0)
		), counted_place_days as (
			select campaign_id, left(area_code, digits), domain_id, day, sum(filed), sum(closed), sum(looks)
			from (
				select campaign_id, area_code, domain_id, day, filed, closed, 0 as looks from private.recount_days()
				union all
				select campaign_id, area_code, coalesce(domain_id, ''), look_again_on, 0, 0, 1 from public.tasks where removed_at is null and look_again_on is not null
			) d
			join lengths on digits <= length(area_code) group by 1, 2, 3, 4
		)
		(select 'kept' as side, to_jsonb(d) as row from (table kept except select * from private.recount_progress()) d)
		union all (select 'counted', to_jsonb(d) from (select * from private.recount_progress() except table kept) d)
		union all (select 'kept day', to_jsonb(d) from (table kept_days except select * from private.recount_days()) d)
		union all (select 'counted day', to_jsonb(d) from (select * from private.recount_days() except table kept_days) d)
		union all (select 'place', to_jsonb(d) from (table places except table counted_places) d)
		union all (select 'counted place', to_jsonb(d) from (table counted_places except table places) d)
		union all (select 'place day', to_jsonb(d) from (table place_days except table counted_place_days) d)
		union all (select 'counted place day', to_jsonb(d) from (table counted_place_days except table place_days) d)
	`);
}
