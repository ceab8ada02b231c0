-- A page asks once. Every call costs the handler a transaction and a dozen settings before the question
-- itself is heard (2 ms embedded), so what a page cannot do without comes in one answer.

create function private.names_of(people uuid[]) returns table (id uuid, name text)
language plpgsql stable security definer
set search_path = ''
as $$
begin
	if private.is_staff() or private.is_operator() then
		return query select p.id, p.name from public.people p where p.id = any (names_of.people);
	end if;
end
$$;
comment on function private.names_of(uuid[]) is
	'private.person_name for many: the caller is looked at once and not for each of them. Nothing for whoever is not staff.';

-- Nobody has no name, and that needs no look at the caller.
alter function private.person_name(uuid) strict;

create or replace function public.map_sites(campaign text, area text, max_rows integer default 20000) returns json
language sql stable security invoker
set search_path = ''
as $$
	-- Where not all fit, what is open comes first; what is closed is not even looked at when no room is left for it.
	-- A city has few open cases among many: one begins with them, and says so, because a plan that is made
	-- for any campaign and any area expects few sites and many tasks.
	with waiting as materialized (
		select t.id, t.site_id
		from public.tasks t
		where t.campaign_id = map_sites.campaign and t.removed_at is null and t.stage not in ('closed', 'rejected', 'duplicate', 'void')
			and t.area_code >= map_sites.area and t.area_code < map_sites.area || '~'
	), opened as (
		select s.id as site, w.id as task
		from waiting w
		join public.sites s on s.id = w.site_id and s.current_task_id = w.id
		order by s.area_code, s.number
		limit max_rows
	), settled as (
		select s.id as site, t.id as task
		from public.sites s
		join public.tasks t on t.id = s.current_task_id
		where s.campaign_id = map_sites.campaign and s.removed_at is null
			and s.area_code >= map_sites.area and s.area_code < map_sites.area || '~' and t.stage in ('closed', 'rejected', 'duplicate', 'void')
		order by s.area_code, s.number
		limit greatest(max_rows - (select count(*) from opened), 0)
	), shown as (
		select s.id, s.number, s.layer_id, s.area_code, s.title, s.geometry, s.version, s.current_task_id,
			t.stage, t.kind_id, t.outcome, t.owner_id, t.due_at, t.warn_at, t.review_on, t.is_urgent, t.rework_count,
			t.quantity_target, t.quantity_done, t.unit, t.version as task_version, t.number as task_number, t.closed_at,
			t.stage_since, t.supervision is not null as is_supervised, t.request is not null as has_request,
			t.limit_amount, t.limit_unit, t.look_again_on
		from (select * from opened union all select * from settled) chosen
		join public.sites s on s.id = chosen.site
		join public.tasks t on t.id = chosen.task
	)
	select json_build_object(
		'asOf', now(),
		'isComplete', (select count(*) < max_rows from shown),
		'owners', coalesce((
			select json_object_agg(n.id, n.name) from private.names_of(array(select distinct s.owner_id from shown s where s.owner_id is not null)) n
		), '{}'::json),
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

create function private.campaign_asked(asked text) returns text
language sql stable
set search_path = ''
as $$
	select c.id from public.campaigns c where asked is null or c.id = asked order by c.starts_on desc, c.id limit 1
$$;
comment on function private.campaign_asked(text) is 'The campaign that is asked for, else the newest; null when there is none.';

create function public.staff_context(campaign text default null, from_day date default null, to_day date default null) returns json
language sql stable security invoker
set search_path = ''
as $$
	select json_build_object(
		'campaigns', coalesce((
			select json_agg(json_build_object('id', c.id, 'name', c.name, 'areaCode', c.area_code, 'isGenerated', c.is_generated) order by c.starts_on desc, c.id)
			from public.campaigns c
		), '[]'::json),
		'campaign', (
			select json_build_object(
				'id', c.id, 'name', c.name, 'areaCode', c.area_code, 'calendarId', c.calendar_id, 'startsOn', c.starts_on, 'endsOn', c.ends_on,
				'isGenerated', c.is_generated, 'template', c.document
			)
			from public.campaigns c where c.id = private.campaign_asked(staff_context.campaign)
		),
		'calendar', (
			select public.calendar_document(c.calendar_id, from_day, to_day)
			from public.campaigns c where c.id = private.campaign_asked(staff_context.campaign)
		)
	)
$$;
comment on function public.staff_context(text, date, date) is
	'What every page of staff stands on: the campaigns, newest first, the one that is asked for (else the newest) with its template, and its calendar between two days as calendar_document gives it.';

create function public.area_page(area text, campaign text default null, max_rows integer default 20000) returns json
language sql stable security invoker
set search_path = ''
as $$
	select json_build_object(
		'sheet', public.area_sheet(area_page.area),
		'sites', public.map_sites(private.campaign_asked(area_page.campaign), area_page.area, area_page.max_rows),
		'basemaps', coalesce((
			select json_agg(json_build_object(
				'id', b.id, 'name', b.name, 'kind', b.kind, 'crs', b.crs, 'attribution', b.attribution, 'approvalNumber', b.approval_number,
				'minZoom', b.min_zoom, 'maxZoom', b.max_zoom
			) order by b.position, b.id)
			from public.basemaps b where b.is_enabled and b.kind <> 'plan'
		), '[]'::json)
	)
$$;
comment on function public.area_page(text, text, integer) is
	'An area''s operations map: area_sheet, map_sites of the campaign that is asked for (else the newest), and the basemaps that the caller may see, without where they come from. sheet is null when there is no such area.';

insert into private.grants (kind, object, privileges, grantee) values
	('function', 'private.names_of', 'execute', 'authenticated'),
	('function', 'private.names_of', 'execute', 'service_role'),
	('function', 'private.campaign_asked', 'execute', 'authenticated'),
	('function', 'public.staff_context', 'execute', 'authenticated'),
	('function', 'public.area_page', 'execute', 'authenticated');
select private.apply_grants();
