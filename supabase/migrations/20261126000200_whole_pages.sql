-- Three hundred sites are 228 kB when each of them says the names of its 29 properties, and 137 kB when they
-- are said once. The server reads, writes and sends each of these bytes several times over.

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
		-- Null when there is none: an aggregate over nothing.
		'sites', (
			select case when count(*) > 0 then json_build_object(
				'id', json_agg(s.id), 'number', json_agg(s.number), 'layer', json_agg(s.layer_id), 'area', json_agg(s.area_code),
				'title', json_agg(s.title), 'geometry', json_agg(extensions.st_asgeojson(s.geometry, 7)::json), 'version', json_agg(s.version),
				'task', json_agg(s.current_task_id), 'taskNumber', json_agg(s.task_number), 'taskVersion', json_agg(s.task_version),
				'kind', json_agg(s.kind_id), 'stage', json_agg(s.stage), 'outcome', json_agg(s.outcome), 'owner', json_agg(s.owner_id),
				'dueAt', json_agg(s.due_at), 'warnAt', json_agg(s.warn_at), 'limitAmount', json_agg(s.limit_amount),
				'limitUnit', json_agg(s.limit_unit), 'reviewOn', json_agg(s.review_on), 'stageSince', json_agg(s.stage_since),
				'isUrgent', json_agg(s.is_urgent), 'rework', json_agg(s.rework_count), 'isSupervised', json_agg(s.is_supervised),
				'hasRequest', json_agg(s.has_request), 'quantityTarget', json_agg(s.quantity_target),
				'quantityDone', json_agg(s.quantity_done), 'unit', json_agg(s.unit), 'closedAt', json_agg(s.closed_at),
				'lookAgainOn', json_agg(s.look_again_on)
			) end
			from (select * from shown order by area_code, number) s
		)
	)
$$;
comment on function public.map_sites(text, text, integer) is
	'Every site of an area that the caller may see, with the task that its pin shows: a list of values for each property, all in the order of the sites; null when there is none. geometry null means 未定位. isComplete is false when there are more than max_rows.';

-- Who asks is the first question of every page, and what the page stands on the second: one answer has both.

create or replace function public.staff_context(campaign text default null, from_day date default null, to_day date default null) returns json
language sql stable security invoker
set search_path = ''
as $$
	select json_build_object(
		'session', public.my_session(),
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
	'What every page of staff stands on: who asks (my_session), the campaigns, newest first, the one that is asked for (else the newest) with its template, and its calendar between two days as calendar_document gives it.';

-- The outlines of a city and of a district are for the eye: a hundred metres of line are left out. Ramer, Douglas
-- and Peucker's way takes a sixth of the time of the one that keeps topology (0.5 and 3.0 ms for 67 subdistricts),
-- and of 3,000 real outlines each stayed valid. Outlines of smaller areas are drawn as they are.

create or replace function public.area_sheet(area text) returns json
language sql stable security invoker
set search_path = ''
as $$
	select json_build_object(
		'area', private.area_json(a.code),
		'children', coalesce((
			select json_agg(json_build_object(
				'code', c.code, 'level', c.level, 'name', c.name, 'nameEn', c.name_en, 'isGenerated', c.is_generated or c.has_drawn_outline, 'sheet', c.sheet,
				'boundary', extensions.st_asgeojson(extensions.st_multi(case when a.level in ('city', 'district') then extensions.st_simplify(c.boundary, 0.001, true) else c.boundary end), 6)::json,
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
