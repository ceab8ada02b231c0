-- A list has two dozen filters, nearly all of them empty. After five calls PostgreSQL takes a plan that is made for
-- any filters, and with it every condition is worked out for every case: 121,145 cases of a city take 650 ms instead
-- of 285, the overdue ones of them 196 instead of 42. A plan for each call costs 1.5 ms, which is much for the list of
-- a community and nothing for those above it.

create or replace function public.list_cases(
	campaign text, area text, filter jsonb default '{}', sort text default 'due', page_size integer default 50, page integer default 0
) returns json
language plpgsql stable security invoker
set search_path = ''
as $$
declare
	stages text[] := array(select jsonb_array_elements_text(coalesce(filter -> 'stages', '[]')));
	layers text[] := array(select jsonb_array_elements_text(coalesce(filter -> 'layers', '[]')));
	kinds text[] := array(select jsonb_array_elements_text(coalesce(filter -> 'kinds', '[]')));
	light text := filter ->> 'light';
	search text := '%' || replace(replace(replace(btrim(coalesce(filter ->> 'text', '')), '\', '\\'), '%', '\%'), '_', '\_') || '%';
	zone text := coalesce((select s.value #>> '{}' from public.settings s where s.key = 'timezone'), 'UTC');
	answer json;
begin
	page_size := least(greatest(page_size, 1), 500);
	perform set_config('plan_cache_mode', case when (
		select a.level in ('city', 'district', 'subdistrict') from public.areas a where a.code = list_cases.area
	) then 'force_custom_plan' else 'auto' end, true);
	with found as materialized (
		select t.id, t.due_at, t.updated_at, t.closed_at, t.number, t.stage, t.stage_since, t.unit, t.quantity_done, t.area_code, t.owner_id
		from public.tasks t
		left join public.sites s on s.id = t.site_id
		where t.campaign_id = list_cases.campaign and t.removed_at is null
			and t.area_code >= list_cases.area and t.area_code < list_cases.area || '~'
			and (cardinality(stages) = 0 or t.stage = any (stages))
			and (cardinality(layers) = 0 or t.layer_id = any (layers))
			and (cardinality(kinds) = 0 or t.kind_id = any (kinds))
			and (light is null
				or (light = 'overdue' and t.due_at < now() and t.stage not in ('closed', 'rejected', 'duplicate', 'void'))
				or (light = 'due_soon' and t.due_at >= now() and t.warn_at <= now() and t.stage not in ('closed', 'rejected', 'duplicate', 'void'))
				or (light = 'on_time' and t.stage = 'closed' and (t.due_at is null or t.closed_at <= t.due_at))
				or (light = 'late' and t.stage = 'closed' and t.closed_at > t.due_at))
			and (filter ->> 'owner' is null or t.owner_id::text = filter ->> 'owner')
			and (filter ->> 'domain' is null or t.domain_id = filter ->> 'domain')
			and (filter ->> 'own' is null or (t.area_code = list_cases.area) = (filter ->> 'own')::boolean)
			and (filter ->> 'reworked' is null or (t.rework_count > 0) = (filter ->> 'reworked')::boolean)
			and (filter ->> 'supervised' is null or (t.supervision is not null) = (filter ->> 'supervised')::boolean)
			and (filter ->> 'unlocated' is null or (s.id is not null and s.geometry is null) = (filter ->> 'unlocated')::boolean)
			and (filter ->> 'filedOn' is null or (t.filed_at at time zone zone)::date = (filter ->> 'filedOn')::date)
			and (filter ->> 'dueOn' is null or ((t.due_at at time zone zone)::date = (filter ->> 'dueOn')::date and t.stage not in ('closed', 'rejected', 'duplicate', 'void')))
			and (filter ->> 'closedOn' is null or (t.stage = 'closed' and (t.closed_at at time zone zone)::date = (filter ->> 'closedOn')::date))
			and (filter ->> 'filedFrom' is null or (t.filed_at at time zone zone)::date >= (filter ->> 'filedFrom')::date)
			and (filter ->> 'filedTo' is null or (t.filed_at at time zone zone)::date <= (filter ->> 'filedTo')::date)
			and (filter ->> 'closedFrom' is null or (t.stage = 'closed' and (t.closed_at at time zone zone)::date >= (filter ->> 'closedFrom')::date))
			and (filter ->> 'closedTo' is null or (t.stage = 'closed' and (t.closed_at at time zone zone)::date <= (filter ->> 'closedTo')::date))
			and (filter ->> 'lookAgainFrom' is null or t.look_again_on >= (filter ->> 'lookAgainFrom')::date)
			and (filter ->> 'lookAgainBy' is null or t.look_again_on <= (filter ->> 'lookAgainBy')::date)
			and (filter ->> 'reviewBy' is null or (t.stage = 'deferred' and t.review_on <= (filter ->> 'reviewBy')::date))
			and (filter ->> 'batch' is null or t.batch_id::text = filter ->> 'batch')
			and (search = '%%' or t.title ilike search or t.number ilike search)
	), page_rows as (
		-- The page is cut before anything is looked up for its rows.
		select f.id, f.area_code, f.owner_id, row_number() over (
			order by
				case when sort in ('due', 'stuck') then (f.stage in ('closed', 'rejected', 'duplicate', 'void'))::integer end,
				case when sort = 'due' then f.due_at when sort = 'stuck' then f.stage_since end nulls last,
				case when sort = 'updated' then f.updated_at when sort = 'closed' then f.closed_at end desc nulls last,
				f.number
		) as place
		from found f
		order by place
		limit page_size offset page * page_size
	), places as materialized (
		select a.area_code, (
			select string_agg(p.name, ' ' order by length(p.code)) from private.area_path(a.area_code) p where p.level not in ('city', 'district') or p.code = a.area_code
		) as name
		from (select distinct f.area_code from page_rows f) a
	), owners as materialized (
		select o.owner_id, private.person_name(o.owner_id) as name from (select distinct f.owner_id from page_rows f where f.owner_id is not null) o
	), rows as (
		select t.id, t.number, t.title, t.stage, t.outcome, t.layer_id as layer, t.kind_id as kind, t.area_code as area,
			(select p.name from places p where p.area_code = t.area_code) as "areaName",
			t.owner_id as owner, (select o.name from owners o where o.owner_id = t.owner_id) as "ownerName", t.due_at as "dueAt", t.warn_at as "warnAt",
			t.limit_amount as "limitAmount", t.limit_unit as "limitUnit", t.review_on as "reviewOn",
			t.quantity_target as "quantityTarget", t.quantity_done as "quantityDone", t.unit, t.rework_count as rework,
			t.is_urgent as "isUrgent", t.supervision is not null as "isSupervised", t.closed_at as "closedAt", t.filed_at as "filedAt",
			t.stage_since as "stageSince", s.id as site, s.number as "siteNumber", (s.id is not null and s.geometry is null) as "isUnlocated", t.version
		from page_rows f
		join public.tasks t on t.id = f.id
		left join public.sites s on s.id = t.site_id
		order by f.place
	)
	select json_build_object('asOf', now(), 'total', (select count(*) from found), 'quantities', coalesce((
		select json_object_agg(q.unit, q.done) from (select f.unit, sum(f.quantity_done) as done from found f where f.unit is not null and f.quantity_done is not null group by f.unit) q
	), '{}'::json), 'rows', coalesce((select json_agg(row_to_json(r)) from rows r), '[]'::json))
	into answer;
	return answer;
end
$$;
