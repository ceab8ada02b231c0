-- What the pages ask. Each question is one function and one answer in JSON, so that no page counts
-- rows through a limit, and geometry crosses only as GeoJSON. Functions that read single rows run as
-- the caller under RLS; functions over aggregates check the scope once and then read what is kept.

create function private.person_name(person uuid) returns text
language plpgsql stable security definer
set search_path = ''
as $$
begin
	return (
		select p.name from public.people p where p.id = person and (private.is_staff() or private.is_operator())
	);
end
$$;
comment on function private.person_name(uuid) is 'The name in a case''s history, also of somebody who has left the line.';

create function private.require_scope(area_code text) returns void
language plpgsql stable security definer
set search_path = ''
as $$
begin
	if not (private.is_operator() or private.can('read', 'sites', area_code)) then
		perform private.refuse('not_allowed', 'area');
	end if;
end
$$;
comment on function private.require_scope(text) is 'Refuses whoever may not read cases in the area.';

create function private.area_json(code text) returns json
language sql stable
set search_path = ''
as $$
	select json_build_object(
		'code', a.code, 'parentCode', a.parent_code, 'level', a.level, 'name', a.name, 'nameEn', a.name_en,
		'boundary', extensions.st_asgeojson(a.boundary, 7)::json, 'center', extensions.st_asgeojson(a.center, 7)::json,
		'gridCode', a.grid_code, 'households', a.households, 'residents', a.residents, 'builtYear', a.built_year,
		'propertyCompany', a.property_company, 'partyAlliance', a.party_alliance, 'sheet', a.sheet, 'isGenerated', a.is_generated or a.has_drawn_outline,
		'path', (select json_agg(json_build_object('code', p.code, 'level', p.level, 'name', p.name, 'nameEn', p.name_en) order by length(p.code)) from private.area_path(a.code) p)
	)
	from public.areas a where a.code = area_json.code
$$;
comment on function private.area_json(text) is 'An area as src/lib/domain/area.ts has it, with its path.';

create function public.area_sheet(area text) returns json
language sql stable security invoker
set search_path = ''
as $$
	select json_build_object(
		'area', private.area_json(a.code),
		'children', coalesce((
			select json_agg(json_build_object(
				'code', c.code, 'level', c.level, 'name', c.name, 'nameEn', c.name_en, 'isGenerated', c.is_generated or c.has_drawn_outline, 'sheet', c.sheet,
				'boundary', extensions.st_asgeojson(extensions.st_multi(extensions.st_simplifypreservetopology(c.boundary, case when a.level in ('city', 'district') then 0.001 else 0 end)), 6)::json,
				'center', extensions.st_asgeojson(c.center, 6)::json
			) order by c.position, c.code)
			from public.areas c where c.parent_code = a.code and c.level <> 'grid'
		), '[]'::json),
		'plans', coalesce((
			select json_agg(json_build_object('areaCode', p.area_code, 'content', p.content, 'isGenerated', p.is_generated) order by p.area_code)
			from public.plans p where a.level in ('community', 'compound') and starts_with(p.area_code, a.code)
		), '[]'::json),
		'answerables', coalesce((
			select json_agg(json_build_object('level', w.level, 'title', w.title, 'personId', w.person_id, 'name', private.person_name(w.person_id))
				order by array_position('{city,district,subdistrict,community,grid,building}', w.level))
			from public.answerables w where w.area_code = a.code
		), '[]'::json)
	)
	from public.areas a where a.code = area_sheet.area
$$;
comment on function public.area_sheet(text) is
	'The ground of an area''s sheet: the area with its path, the areas below it, the plans of its compounds, and who is answerable (包保). GeoJSON in WGS-84.';

create function public.map_sites(campaign text, area text, max_rows integer default 20000) returns json
language sql stable security invoker
set search_path = ''
as $$
	with shown as (
		select s.*, t.stage, t.kind_id, t.outcome, t.owner_id, t.due_at, t.warn_at, t.review_on, t.is_urgent, t.rework_count,
			t.quantity_target, t.quantity_done, t.unit, t.version as task_version, t.number as task_number, t.closed_at,
			t.stage_since, t.supervision is not null as is_supervised, t.request is not null as has_request,
			t.limit_amount, t.limit_unit, t.look_again_on
		from public.sites s
		join public.tasks t on t.id = s.current_task_id
		where s.campaign_id = map_sites.campaign and s.removed_at is null and s.area_code >= map_sites.area and s.area_code < map_sites.area || '~'
		-- Where not all fit, what is open comes first.
		order by t.closed_at is not null, s.area_code, s.number
		limit max_rows
	)
	select json_build_object(
		'asOf', now(),
		'isComplete', (select count(*) < max_rows from shown),
		'owners', coalesce((select json_object_agg(o.owner_id, private.person_name(o.owner_id)) from (select distinct owner_id from shown where owner_id is not null) o), '{}'::json),
		'sites', coalesce((select json_agg(json_build_object(
			'id', s.id, 'number', s.number, 'layer', s.layer_id, 'area', s.area_code, 'title', s.title,
			'geometry', extensions.st_asgeojson(s.geometry, 7)::json, 'version', s.version,
			'task', s.current_task_id, 'taskNumber', s.task_number, 'taskVersion', s.task_version, 'kind', s.kind_id,
			'stage', s.stage, 'outcome', s.outcome, 'owner', s.owner_id, 'dueAt', s.due_at, 'warnAt', s.warn_at,
			'limitAmount', s.limit_amount, 'limitUnit', s.limit_unit, 'reviewOn', s.review_on, 'stageSince', s.stage_since,
			'isUrgent', s.is_urgent, 'rework', s.rework_count, 'isSupervised', s.is_supervised, 'hasRequest', s.has_request,
			'quantityTarget', s.quantity_target, 'quantityDone', s.quantity_done, 'unit', s.unit, 'closedAt', s.closed_at,
			'lookAgainOn', s.look_again_on
		) order by s.area_code, s.number) from shown s), '[]'::json)
	)
$$;
comment on function public.map_sites(text, text, integer) is
	'Every site of an area that the caller may see, with the task that its pin shows; geometry null means 未定位. isComplete is false when there are more than max_rows.';

create function public.task_detail(task uuid) returns json
language sql stable security invoker
set search_path = ''
as $$
	select json_build_object(
		'asOf', now(),
		'task', (
			select row_to_json(x) from (
				select t.id, t.campaign_id as campaign, t.site_id as "siteId", t.area_code as area, t.layer_id as layer, t.kind_id as kind, t.number,
					t.title, t.description, t.domain_id as domain, t.stage, t.outcome, t.code, t.code_kind as "codeKind",
					t.standard_ref as "standardRef", t.department, t.owner_id as "ownerId", private.person_name(t.owner_id) as "ownerName", t.handlers,
					t.is_urgent as "isUrgent", t.limit_amount as "limitAmount", t.limit_unit as "limitUnit", t.started_at as "startedAt",
					t.due_at as "dueAt", t.warn_at as "warnAt", t.hours_left as "hoursLeft", t.review_on as "reviewOn", t.request, t.supervision,
					t.rework_count as "reworkCount", t.extension_count as "extensionCount", t.reopen_count as "reopenCount",
					t.steps_done as "stepsDone", t.quantity_target as "quantityTarget", t.quantity_done as "quantityDone", t.unit,
					t.duplicate_of as "duplicateOf", t.relapse_of as "relapseOf", t.look_again_on as "lookAgainOn", t.reported_at as "reportedAt",
					t.filed_at as "filedAt", t.assigned_at as "assignedAt", t.submitted_at as "submittedAt", t.closed_at as "closedAt",
					t.closed_by as "closedBy", t.reported_by as "reportedBy", t.stage_since as "stageSince", t.last_returned_at as "lastReturnedAt",
					t.is_internal as "isInternal", t.is_generated as "isGenerated", t.version, t.updated_at as "updatedAt"
			) x
		),
		'site', (
			select json_build_object(
				'id', s.id, 'number', s.number, 'title', s.title, 'geometry', extensions.st_asgeojson(s.geometry, 7)::json,
				'attributes', s.attributes, 'source', s.source, 'sourceRef', s.source_ref, 'sourceCrs', s.source_crs,
				'version', s.version, 'isGenerated', s.is_generated
			) from public.sites s where s.id = t.site_id
		),
		'area', private.area_json(t.area_code),
		'answerables', coalesce((
			select json_agg(json_build_object('level', w.level, 'title', w.title, 'personId', w.person_id, 'name', private.person_name(w.person_id))
				order by array_position('{city,district,subdistrict,community,grid,building}', w.level))
			from public.answerables w where w.area_code = t.area_code
		), '[]'::json),
		'events', coalesce((
			select json_agg(json_build_object(
				'seq', e.seq, 'at', e.at, 'deviceAt', e.device_at, 'actorId', e.actor_id, 'actorName', private.person_name(e.actor_id),
				'action', e.action, 'from', e.from_stage, 'to', e.to_stage, 'payload', e.payload, 'hash', e.hash
			) order by e.seq desc)
			from public.task_events e where e.task_id = t.id
		), '[]'::json),
		'evidence', coalesce((
			select json_agg(json_build_object(
				'id', v.id, 'phase', v.phase, 'path', v.object_path, 'sourceUrl', v.source_url, 'width', v.width, 'height', v.height,
				'takenAt', v.taken_at, 'position', extensions.st_asgeojson(v.position, 7)::json, 'accuracyM', v.accuracy_m,
				'heading', v.heading, 'takenBy', private.person_name(v.taken_by), 'createdAt', v.created_at, 'isGenerated', v.is_generated
			) order by v.created_at, v.id)
			from public.evidence v where v.task_id = t.id and v.removed_at is null
		), '[]'::json),
		'publication', (
			select json_build_object('id', p.id, 'state', p.state, 'version', p.version, 'caption', p.caption, 'reason', p.reason)
			from public.publication_proposals p where p.task_id = t.id order by p.proposed_at desc limit 1
		),
		'owners', coalesce((
			select json_agg(distinct jsonb_build_object(
				'id', w.person_id, 'name', private.person_name(w.person_id), 'title', w.title, 'areaCode', w.area_code, 'role', w.role, 'level', a.level
			))
			from public.posts w
			join public.areas a on a.code = w.area_code
			where w.role in ('cadre', 'dispatcher', 'inspector')
				-- A grid reaches its compounds although no prefix says so.
				and (starts_with(t.area_code, a.code) or (a.level = 'grid' and exists (
					select 1 from public.areas c where c.grid_area = a.code and starts_with(t.area_code, c.code)
				)))
				and w.valid_from <= private.local_day(now()) and (w.valid_to is null or w.valid_to > private.local_day(now()))
		), '[]'::json)
	)
	from public.tasks t where t.id = task_detail.task
$$;
comment on function public.task_detail(uuid) is
	'Everything a detail panel shows: the case, its site, its place and who is answerable, the ledger newest first, pictures, publication, and who could own it.';

create function public.list_cases(
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
comment on function public.list_cases(text, text, jsonb, text, integer, integer) is
	'The rows behind a number: cases of an area by stages, layers, kinds, light (overdue, due_soon, on_time, late), owner, domain, text, unlocated, own (of the area itself), filedOn, dueOn, closedOn, filedFrom … sort: due, updated, closed, stuck (longest in its stage), number. quantities sums what was done, by unit.';

create function private.my_role_scopes(roles text[]) returns text[]
language sql stable security definer
set search_path = ''
as $$
	select coalesce(array_agg(distinct s.code), '{}')
	from public.posts p
	join public.areas a on a.code = p.area_code
	cross join lateral (
		select a.code
		union all
		select c.code from public.areas c where a.level = 'grid' and c.grid_area = a.code
	) s
	where p.person_id = (select private.my_person()) and p.role = any (my_role_scopes.roles)
		and p.valid_from <= private.local_day(now()) and (p.valid_to is null or p.valid_to > private.local_day(now()))
$$;
comment on function private.my_role_scopes(text[]) is 'Area codes under which the caller holds one of the roles today.';

create function private.my_duties(campaign text) returns setof private.transitions
language sql stable security definer
set search_path = ''
as $$
	select * from private.transitions t where t.campaign_id = my_duties.campaign and t.is_duty
$$;
comment on function private.my_duties(text) is 'The moves of the campaign that somebodys inbox waits for.';

create function public.my_inbox(campaign text) returns json
language sql stable security invoker
set search_path = ''
as $$
	-- Worked out once: unfolded into the question, scopes would be looked up for every case.
	with me as materialized (select private.my_person() as id),
	duties as materialized (
		select m.action, m.from_stages, m.by_owner, m.not_handler, m.request, m.supervised, private.my_role_scopes(m.roles) as scopes
		from private.my_duties(my_inbox.campaign) m
	),
	waiting as (
		select t.id, min(d.action) as duty
		from public.tasks t
		cross join me
		join duties d on t.stage = any (d.from_stages)
			and (d.request is null or (d.request = 'none' and t.request is null) or t.request ->> 'type' = d.request)
			and (d.supervised is null or (t.supervision is not null) = d.supervised)
			and not (d.not_handler and me.id = any (t.handlers))
			and ((d.by_owner and t.owner_id = me.id) or t.area_code operator(pg_catalog.^@) any (d.scopes))
		where t.campaign_id = my_inbox.campaign and t.removed_at is null
			and t.stage not in ('closed', 'rejected', 'duplicate', 'void')
			-- A deferred case waits for nobody until its review date.
			and (t.review_on is null or t.review_on <= private.local_day(now()))
		group by t.id
	)
	select json_build_object(
		'asOf', now(),
		'total', (select count(*) from waiting),
		'rows', coalesce((
			select json_agg(row_to_json(r)) from (
				select t.id, w.duty, t.number, t.title, t.stage, t.layer_id as layer, t.kind_id as kind, t.area_code as area,
					(select a.name from public.areas a where a.code = t.area_code) as "areaName",
					t.owner_id as owner, t.due_at as "dueAt", t.warn_at as "warnAt", t.limit_amount as "limitAmount", t.limit_unit as "limitUnit",
					t.review_on as "reviewOn", t.rework_count as rework, t.is_urgent as "isUrgent", t.supervision, t.request,
					t.quantity_target as "quantityTarget", t.unit, s.id as site, s.number as "siteNumber", t.version,
					case when t.stage in ('rework', 'reopened') then (
						select e.payload ->> 'reason' from public.task_events e where e.task_id = t.id and e.to_stage = t.stage order by e.seq desc limit 1
					) end as "returnReason"
				from waiting w
				join public.tasks t on t.id = w.id
				left join public.sites s on s.id = t.site_id
				order by t.due_at nulls last, t.number
				limit 500
			) r
		), '[]'::json)
	)
$$;
comment on function public.my_inbox(text) is
	'Cases that wait for the caller: those whose next duty (template: duty) is a move the caller may make now, soonest due first.';

create function public.search_places(campaign text, query text, max_rows integer default 8) returns json
language sql stable security invoker
set search_path = ''
as $$
	with asked as (
		select btrim(query) as text, words, '%' || replace(replace(replace(words[cardinality(words)], '\', '\\'), '%', '\%'), '_', '\_') || '%' as pattern
		from (select regexp_split_to_array(btrim(query), '\s+') as words) w
		where length(btrim(query)) between 1 and 100
	), found as (
		select 'task' as type, (t.number = asked.text) as is_exact, t.id::text as id, t.title as name, t.number as detail, t.area_code as area, t.stage
		from asked
		join public.tasks t on t.campaign_id = search_places.campaign and t.removed_at is null
			and (t.number ilike asked.pattern or t.title ilike asked.pattern)
		union all
		select case when a.level in ('building', 'unit') then 'building' else 'area' end, a.name = asked.words[cardinality(asked.words)],
			a.code, a.name, a.level, coalesce(case when a.level in ('building', 'unit') then left(a.code, 15) end, a.code), null
		from asked join public.areas a on a.name ilike asked.pattern or a.name_en ilike asked.pattern or a.code = asked.text
	), placed as (
		-- Of several words the last names the place and the others say where: "富安 5号楼".
		select f.*, (select string_agg(p.name, ' ' order by length(p.code)) from private.area_path(f.area) p where p.level <> 'city') as path
		from found f, asked
		where cardinality(asked.words) = 1 or not exists (
			select 1 from unnest(asked.words) word
			where not exists (select 1 from private.area_path(f.area) p where strpos(lower(p.name), lower(word)) > 0)
				and strpos(lower(f.name || ' ' || f.detail), lower(word)) = 0
		)
	), ranked as (
		-- Each kind of thing has its own rows, so that a hundred cases at 5号楼 do not hide the building.
		select f.*, row_number() over (partition by f.type order by f.is_exact desc, length(f.name), length(f.area), f.name, f.id) as rank
		from (select * from placed limit 2000) f
	)
	select coalesce(json_agg(json_build_object(
		'type', r.type, 'id', r.id, 'name', r.name, 'detail', r.detail, 'area', r.area, 'stage', r.stage, 'path', r.path,
		'position', case when r.type = 'building' then (
			select extensions.st_asgeojson(a.center, 7)::json -> 'coordinates' from public.areas a where a.code = r.id
		) end
	) order by array_position('{area,building,task}', r.type), r.rank), '[]'::json)
	from ranked r where r.rank <= least(max_rows, 50)
$$;
comment on function public.search_places(text, text, integer) is
	'Areas, buildings and cases (by number or title) that contain the text, up to max_rows of each. Words before the last name an area around it.';

create function public.places_at(lng double precision, lat double precision) returns json
language sql stable security invoker
set search_path = ''
as $$
	with here as (select extensions.st_setsrid(extensions.st_makepoint(lng, lat), 4326) as point
		where lng between -180 and 180 and lat between -90 and 90),
	-- A kilometre at most: what a telephone that stands between houses is wrong by, and more.
	found as (
		select a.code, a.level, a.name, a.name_en,
			extensions.st_distance(a.boundary::extensions.geography, here.point::extensions.geography) as distance_m
		from here
		join public.areas a on a.level in ('district', 'subdistrict', 'community', 'compound')
			and a.boundary operator(extensions.&&) extensions.st_expand(here.point, case a.level when 'compound' then 0.003 else 0 end)
	)
	select coalesce(json_agg(json_build_object(
		'code', f.code, 'level', f.level, 'name', f.name, 'nameEn', f.name_en, 'distanceM', round(f.distance_m)::integer,
		'path', (select string_agg(p.name, ' ' order by length(p.code)) from private.area_path(f.code) p where p.code <> f.code and p.level <> 'city')
	) order by f.distance_m > 0, case when f.distance_m > 0 then f.distance_m end, length(f.code) desc, f.code), '[]'::json)
	from found f
	where f.distance_m = 0 or (f.level = 'compound' and f.distance_m <= 200)
$$;
comment on function public.places_at(double precision, double precision) is
	'The areas that a position (WGS-84) lies in, nearest to the ground first, then compounds within 200 m of it, nearest first. distanceM is 0 inside.';

create function public.cases_near(
	campaign text, kind text, lng double precision, lat double precision, radius_m integer default 30, max_rows integer default 5
) returns json
language sql stable security invoker
set search_path = ''
as $$
	with here as (select extensions.st_setsrid(extensions.st_makepoint(lng, lat), 4326) as point
		where lng between -180 and 180 and lat between -89 and 89),
	found as (
		select s.id as site, s.number as site_number, s.current_task_id,
			extensions.st_distance(s.geometry::extensions.geography, here.point::extensions.geography) as distance_m
		from here
		-- A degree of longitude shrinks towards the poles; the box is as wide as the circle there.
		join public.sites s on s.geometry operator(extensions.&&) extensions.st_expand(
			here.point, least(radius_m, 1000) / (111000.0 * cos(radians(lat))), least(radius_m, 1000) / 110000.0
		)
		where s.campaign_id = cases_near.campaign and s.removed_at is null
	)
	select coalesce(json_agg(row_to_json(r)), '[]'::json) from (
		select t.id, t.number, t.title, t.stage, t.kind_id as kind, t.area_code as area, f.site, f.site_number as "siteNumber",
			t.reported_at as "reportedAt", private.person_name(t.owner_id) as "ownerName", round(f.distance_m)::integer as "distanceM"
		from found f
		join public.tasks t on t.id = f.current_task_id
		where f.distance_m <= radius_m and t.removed_at is null and t.kind_id = cases_near.kind
			and t.stage not in ('closed', 'rejected', 'duplicate', 'void')
		order by f.distance_m, t.number
		limit least(greatest(max_rows, 1), 50)
	) r
$$;
comment on function public.cases_near(text, text, double precision, double precision, integer, integer) is
	'Open cases of a kind within a radius (metres, at most 1,000) of a position (WGS-84), nearest first: what somebody may be about to report a second time.';

create function public.find_areas(query text, max_rows integer default 12) returns json
language sql stable security invoker
set search_path = ''
as $$
	with asked as (
		select btrim(query) as text, '%' || replace(replace(replace(btrim(query), '\', '\\'), '%', '\%'), '_', '\_') || '%' as pattern
		where length(btrim(query)) between 1 and 100
	)
	select coalesce(json_agg(json_build_object(
		'code', f.code, 'level', f.level, 'name', f.name, 'nameEn', f.name_en,
		'path', (select string_agg(p.name, ' ' order by length(p.code)) from private.area_path(f.code) p where p.code <> f.code)
	) order by f.is_exact desc, length(f.code), f.code), '[]'::json)
	from (
		select a.*, a.name = asked.text or a.code = asked.text as is_exact
		from asked join public.areas a on (a.name ilike asked.pattern or a.name_en ilike asked.pattern or starts_with(a.code, asked.text))
			and a.level not in ('building', 'unit')
		order by is_exact desc, length(a.code), a.code
		limit least(greatest(max_rows, 1), 50)
	) f
$$;
comment on function public.find_areas(text, integer) is
	'Areas whose name contains the text or whose code begins with it, widest first, each with the path above it: names repeat inside a city.';

-- Leaders ---------------------------------------------------------------------------------------------------
-- Figures come from kept aggregates. Only the lights are counted, because they turn with the time, and
-- only over open cases, once for an area and all below it.

create function private.figures_by_place(campaign text, area text, domain text, places text[])
returns table (place text, figures jsonb)
language sql stable
set search_path = ''
as $$
	with kept as materialized (
		select p.place, p.stage, sum(p.tasks) as tasks, sum(p.on_time) as on_time, sum(p.reworked) as reworked
		from private.place_progress p
		where p.campaign_id = figures_by_place.campaign and p.place = any (figures_by_place.places)
			and (figures_by_place.domain is null or p.domain_id = figures_by_place.domain)
		group by p.place, p.stage
	), clocks as materialized (
		select t.area_code, count(*) filter (where t.due_at < now()) as overdue, count(*) filter (where t.due_at >= now()) as due_soon
		from public.tasks t
		where t.campaign_id = figures_by_place.campaign and t.removed_at is null and t.stage not in ('closed', 'rejected', 'duplicate', 'void')
			and t.area_code >= figures_by_place.area and t.area_code < figures_by_place.area || '~'
			and (t.due_at < now() or t.warn_at <= now())
			and (figures_by_place.domain is null or t.domain_id = figures_by_place.domain)
		group by t.area_code
	)
	select w.place, jsonb_build_object(
		'stages', coalesce(k.stages, '{}'), 'open', coalesce(k.open, 0), 'closed', coalesce(k.closed, 0),
		'onTime', coalesce(k.on_time, 0), 'reworked', coalesce(k.reworked, 0),
		'overdue', coalesce(c.overdue, 0), 'dueSoon', coalesce(c.due_soon, 0)
	)
	from unnest(figures_by_place.places) w (place)
	cross join lateral (
		select jsonb_object_agg(s.stage, s.tasks) filter (where s.tasks <> 0) as stages,
			sum(s.tasks) filter (where s.stage not in ('closed', 'rejected', 'duplicate', 'void')) as open,
			sum(s.tasks) filter (where s.stage = 'closed') as closed, sum(s.on_time) as on_time,
			-- Of the filed cases, as the rate divides by them.
			sum(s.reworked) filter (where s.stage not in ('reported', 'rejected', 'duplicate', 'void')) as reworked
		from kept s where s.place = w.place
	) k
	cross join lateral (
		select sum(l.overdue) as overdue, sum(l.due_soon) as due_soon from clocks l where l.area_code operator(pg_catalog.^@) w.place
	) c
$$;
comment on function private.figures_by_place(text, text, text, text[]) is
	'Counts by stage and light of an area and of places inside it; of one domain, or of all when it is null.';

create function private.weeks_by_place(campaign text, domain text, places text[])
returns table (place text, weeks jsonb)
language sql stable
set search_path = ''
as $$
	with today as (select private.local_day(now()) as day),
	kept as materialized (
		select p.place, 9 - (today.day - p.day) / 7 as week, sum(p.closed) as closed
		from private.place_days p cross join today
		where p.campaign_id = weeks_by_place.campaign and p.place = any (weeks_by_place.places)
			and p.day > today.day - 70 and p.day <= today.day
			and (weeks_by_place.domain is null or p.domain_id = weeks_by_place.domain)
		group by 1, 2
	)
	select w.place, (
		select jsonb_agg(coalesce(s.closed, 0) order by g.week)
		from generate_series(0, 9) g (week)
		left join kept s on s.place = w.place and s.week = g.week
	)
	from unnest(weeks_by_place.places) w (place)
$$;
comment on function private.weeks_by_place(text, text, text[]) is 'Cases closed in each of the last ten weeks, oldest first; the last week ends today.';

create function public.area_overview(campaign text, area text, domain text default null) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
	place public.areas;
	rolled public.campaigns;
	below text[];
begin
	perform private.require_scope(area_overview.area);
	select * into place from public.areas a where a.code = area_overview.area;
	select * into rolled from public.campaigns c where c.id = area_overview.campaign;
	if place.code is null or rolled.id is null then return null; end if;
	select coalesce(array_agg(c.code), '{}') into below
	from public.areas c where c.parent_code = place.code and c.level in ('district', 'subdistrict', 'community', 'compound');
	return (
		with figured as materialized (
			-- Not place.code: its collation would become that of the campaign, whose index then serves nobody.
			select * from private.figures_by_place(rolled.id, area_overview.area, area_overview.domain, below || area_overview.area)
		),
		kept as materialized (
			select p.layer_id, p.kind_id, p.domain_id, p.stage, sum(p.tasks) as tasks, sum(p.quantity_done) as quantity_done
			from private.place_progress p
			where p.campaign_id = rolled.id and p.place = place.code
			group by 1, 2, 3, 4
		), chosen as (select * from kept where area_overview.domain is null or kept.domain_id = area_overview.domain)
		select json_build_object(
			'asOf', now(),
			'area', json_build_object('code', place.code, 'level', place.level, 'name', place.name, 'nameEn', place.name_en, 'isGenerated', place.is_generated or place.has_drawn_outline,
				'path', (select json_agg(json_build_object('code', p.code, 'level', p.level, 'name', p.name, 'nameEn', p.name_en) order by length(p.code)) from private.area_path(place.code) p)),
			'figures', (select f.figures from figured f where f.place = area_overview.area),
			-- Cases of the area itself, in none of the areas below it.
			'own', (
				select coalesce(sum(p.tasks), 0) from private.progress p
				where p.campaign_id = rolled.id and p.area_code = place.code and p.stage not in ('reported', 'rejected', 'duplicate', 'void')
					and (area_overview.domain is null or p.domain_id = area_overview.domain)
			),
			'domains', (select coalesce(json_object_agg(d.domain_id, d.tasks), '{}'::json) from (
				select k.domain_id, sum(k.tasks) as tasks from kept k where k.domain_id <> '' and k.tasks <> 0 group by k.domain_id
			) d),
			'targets', coalesce((
				select json_agg(json_build_object(
					'id', t.id, 'kinds', t.kinds, 'measure', t.measure, 'unit', t.unit, 'document', t.document,
					-- A plan is made for all domains, or for the one that the target names.
					'target', case
						when area_overview.domain is not null and t.document ->> 'domain' is distinct from area_overview.domain then null
						when place.code = rolled.area_code then t.amount
						else (
							select w.amount from public.area_targets w where w.campaign_id = rolled.id and w.target_id = t.id and w.area_code = place.code
						)
					end,
					'actual', coalesce((
						select case t.measure when 'closed' then sum(k.tasks) else sum(k.quantity_done) end
						from chosen k where k.stage = 'closed' and k.kind_id = any (t.kinds)
					), 0),
					'closed', coalesce((select sum(k.tasks) from chosen k where k.stage = 'closed' and k.kind_id = any (t.kinds)), 0),
					'open', coalesce((
						select sum(k.tasks) from chosen k where k.stage not in ('closed', 'rejected', 'duplicate', 'void') and k.kind_id = any (t.kinds)
					), 0)
				) order by t.position)
				from public.targets t where t.campaign_id = rolled.id
			), '[]'::json),
			'layers', coalesce((
				select json_object_agg(l.layer_id, l.counts) from (
					select k.layer_id, json_build_object(
						'open', coalesce(sum(k.tasks) filter (where k.stage not in ('closed', 'rejected', 'duplicate', 'void')), 0),
						'closed', coalesce(sum(k.tasks) filter (where k.stage = 'closed'), 0)
					) as counts
					from chosen k group by k.layer_id
				) l
			), '{}'::json),
			'children', coalesce((
				select json_agg(json_build_object(
					'code', c.code, 'level', c.level, 'name', c.name, 'nameEn', c.name_en, 'figures', f.figures, 'weeks', w.weeks
				) order by c.position, c.code)
				from public.areas c
				join figured f on f.place = c.code
				join private.weeks_by_place(rolled.id, area_overview.domain, below) w on w.place = c.code
			), '[]'::json)
		)
	);
end
$$;
comment on function public.area_overview(text, text, text) is
	'A leader''s figures for an area and for each area below it, of one domain or of all: stages, lights, rates'' parts, targets against actuals. Read from kept aggregates, not counted.';

create function public.area_outlines(area text) returns json
language sql stable security invoker
set search_path = ''
as $$
	with below as (
		select c.code, c.boundary, c.center, c.is_generated, c.position
		from public.areas c
		where c.parent_code = area_outlines.area and c.level in ('district', 'subdistrict', 'community', 'compound')
	), extent as (
		-- A thousandth of the picture: finer detail is less than a pixel of a map on an overview.
		select greatest(extensions.st_xmax(e.box) - extensions.st_xmin(e.box), extensions.st_ymax(e.box) - extensions.st_ymin(e.box)) / 1000.0 as tolerance
		from (select extensions.st_extent(b.boundary) as box from below b) e
	)
	select coalesce(json_agg(json_build_object(
		'code', b.code, 'isGenerated', b.is_generated,
		'boundary', extensions.st_asgeojson(extensions.st_multi(extensions.st_simplifypreservetopology(b.boundary, extent.tolerance)), 6)::json,
		'center', extensions.st_asgeojson(coalesce(extensions.st_pointonsurface(b.boundary), b.center), 6)::json
	) order by b.position, b.code), '[]'::json)
	from below b cross join extent
$$;
comment on function public.area_outlines(text) is 'Outlines of the areas below an area, simplified for a small map, each with a point inside it for a label. GeoJSON in WGS-84; boundary null where none is kept.';

create function public.area_days(campaign text, area text, domain text default null) returns json
language plpgsql stable security definer
set search_path = ''
as $$
begin
	perform private.require_scope(area_days.area);
	return (
		select coalesce(json_agg(json_build_array(d.day, d.filed, d.closed) order by d.day), '[]'::json)
		from (
			select p.day, sum(p.filed) as filed, sum(p.closed) as closed
			from private.place_days p
			where p.campaign_id = area_days.campaign and p.place = area_days.area
				and (area_days.domain is null or p.domain_id = area_days.domain)
			group by p.day
			having sum(p.filed) <> 0 or sum(p.closed) <> 0
		) d
	);
end
$$;
comment on function public.area_days(text, text, text) is 'Burn-up of an area: [day, filed, closed] for each day on which something happened.';

create function public.due_days(campaign text, area text, days integer default 14, domain text default null) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
	zone text := coalesce((select s.value #>> '{}' from public.settings s where s.key = 'timezone'), 'UTC');
	today date := (now() at time zone zone)::date;
	last_day date := today + least(greatest(due_days.days, 1), 60) - 1;
begin
	perform private.require_scope(due_days.area);
	return (
		with open as materialized (
			select t.stage, (t.due_at at time zone zone)::date as due_on
			from public.tasks t
			where t.campaign_id = due_days.campaign and t.removed_at is null and t.stage not in ('closed', 'rejected', 'duplicate', 'void')
				and t.area_code >= due_days.area and t.area_code < due_days.area || '~'
				and (due_days.domain is null or t.domain_id = due_days.domain)
				and t.due_at >= today::timestamp at time zone zone and t.due_at < (last_day + 1)::timestamp at time zone zone
		)
		select json_build_object(
			'days', (
				select json_agg(json_build_object('day', d.day, 'due', d.due, 'returned', d.returned) order by d.day)
				from (
					select g.day::date as day, count(o.stage) as due, count(o.stage) filter (where o.stage in ('rework', 'reopened')) as returned
					from generate_series(today, last_day, interval '1 day') g (day)
					left join open o on o.due_on = g.day::date
					group by 1
				) d
			),
			'lastDay', last_day,
			'reviews', (
				select count(*) from public.tasks t
				where t.campaign_id = due_days.campaign and t.removed_at is null and t.stage = 'deferred' and t.review_on <= last_day
					and t.area_code >= due_days.area and t.area_code < due_days.area || '~'
					and (due_days.domain is null or t.domain_id = due_days.domain)
			),
			'looks', (
				select coalesce(sum(p.looks), 0) from private.place_days p
				where p.campaign_id = due_days.campaign and p.place = due_days.area and p.day between today and last_day
					and (due_days.domain is null or p.domain_id = due_days.domain)
			)
		)
	);
end
$$;
comment on function public.due_days(text, text, integer, text) is
	'How many open cases fall due on each of the coming days, today first (returned: those sent back or reopened), and up to the last of these days, how many deferrals come up for review (also those overdue) and how many closed cases for another look.';

create function public.stuck_cases(campaign text, area text, by text default 'due', domain text default null, max_rows integer default 6) returns json
language plpgsql stable security definer
set search_path = ''
as $$
begin
	perform private.require_scope(stuck_cases.area);
	return (
		select coalesce(json_agg(row_to_json(r)), '[]'::json) from (
			select t.id, t.number, t.title, t.stage, t.kind_id as kind, t.area_code as area,
				(select string_agg(p.name, ' ' order by length(p.code)) from private.area_path(t.area_code) p
					where (p.level not in ('city', 'district') or p.code = t.area_code) and length(p.code) > length(stuck_cases.area)) as "areaName",
				t.owner_id as owner, private.person_name(t.owner_id) as "ownerName", t.department, t.due_at as "dueAt", t.warn_at as "warnAt",
				t.limit_unit as "limitUnit", t.review_on as "reviewOn", t.stage_since as "stageSince", t.rework_count as rework,
				t.supervision, t.request, t.is_generated as "isGenerated"
			from public.tasks t
			where t.campaign_id = stuck_cases.campaign and t.removed_at is null and t.stage not in ('closed', 'rejected', 'duplicate', 'void')
				and t.area_code >= stuck_cases.area and t.area_code < stuck_cases.area || '~'
				and (stuck_cases.domain is null or t.domain_id = stuck_cases.domain)
				and (stuck_cases.by <> 'due' or t.due_at is not null)
				-- A deferral stands still on purpose.
				and (stuck_cases.by <> 'still' or t.stage <> 'deferred')
			order by case when stuck_cases.by = 'due' then t.due_at else t.stage_since end, t.number
			limit least(greatest(stuck_cases.max_rows, 1), 50)
		) r
	);
end
$$;
comment on function public.stuck_cases(text, text, text, text, integer) is
	'卡点: open cases by the limit that ran out first (by = due), or by the time without a move (by = still), with who holds them.';

create function public.indicator_series(area text) returns json
language sql stable security invoker
set search_path = ''
as $$
	select coalesce(json_agg(json_build_object(
		'id', i.id, 'name', i.name, 'unit', i.unit, 'values', (
			select coalesce(json_agg(json_build_array(v.on_date, v.value, v.source) order by v.on_date), '[]'::json)
			from public.indicator_values v where v.indicator_id = i.id and v.area_code = indicator_series.area
		)
	) order by i.position), '[]'::json)
	from public.indicators i
	where exists (select 1 from public.indicator_values v where v.indicator_id = i.id and v.area_code = indicator_series.area)
$$;
comment on function public.indicator_series(text) is 'Indicators of an area over time: [day, value, source].';

insert into private.grants (kind, object, privileges, grantee) values
	('function', 'private.person_name', 'execute', 'authenticated'),
	('function', 'private.area_json', 'execute', 'authenticated'),
	('function', 'private.area_path', 'execute', 'authenticated'),
	('function', 'private.local_day', 'execute', 'authenticated'),
	('function', 'private.my_role_scopes', 'execute', 'authenticated'),
	('function', 'private.my_duties', 'execute', 'authenticated'),
	('function', 'public.area_sheet', 'execute', 'authenticated'),
	('function', 'public.map_sites', 'execute', 'authenticated'),
	('function', 'public.task_detail', 'execute', 'authenticated'),
	('function', 'public.list_cases', 'execute', 'authenticated'),
	('function', 'public.my_inbox', 'execute', 'authenticated'),
	('function', 'public.search_places', 'execute', 'authenticated'),
	('function', 'public.area_overview', 'execute', 'authenticated'),
	('function', 'public.area_days', 'execute', 'authenticated'),
	('function', 'public.due_days', 'execute', 'authenticated'),
	('function', 'public.stuck_cases', 'execute', 'authenticated'),
	('function', 'public.area_outlines', 'execute', 'authenticated'),
	('function', 'public.places_at', 'execute', 'authenticated'),
	('function', 'public.cases_near', 'execute', 'authenticated'),
	('function', 'public.find_areas', 'execute', 'authenticated'),
	('function', 'public.indicator_series', 'execute', 'authenticated');
select private.apply_grants();
