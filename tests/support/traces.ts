import type { Sql } from '#lib/server/backend/sql.ts';

/** Everything that a change can leave behind, in one number each. */
export async function traces(sql: Sql): Promise<unknown> {
	const [row] = await sql.query(`select
		(select count(*) from public.sites)::integer as sites, (select count(*) from public.tasks)::integer as tasks,
		(select count(*) from public.task_events)::integer as events, (select count(*) from public.evidence)::integer as evidence,
		(select count(*) from private.changes)::integer as changes, (select coalesce(sum(last_number), 0) from private.counters)::integer as numbers,
		(select count(*) from public.publication_proposals)::integer as proposals,
		(select coalesce(sum(version), 0) from public.tasks)::integer as task_versions, (select coalesce(sum(version), 0) from public.sites)::integer as site_versions`);
	return row;
}
