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
		)
		(select 'kept' as side, to_jsonb(d) as row from (table kept except select * from private.recount_progress()) d)
		union all (select 'counted', to_jsonb(d) from (select * from private.recount_progress() except table kept) d)
		union all (select 'kept day', to_jsonb(d) from (table kept_days except select * from private.recount_days()) d)
		union all (select 'counted day', to_jsonb(d) from (select * from private.recount_days() except table kept_days) d)
	`);
}
