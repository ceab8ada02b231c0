-- The one write path of the field. submit_change() is called with an id made on the device; the same
-- id is answered with its first result, a stale base_version with a conflict and both versions, an
-- illegal move with a code. Time is an argument below it, so that tests and the demo generator drive
-- the same rules.

create function private.clock_of(campaign text, stage text) returns text
language plpgsql stable
set search_path = ''
as $$
begin
	return (
		select s.clock from private.stages s where s.campaign_id = clock_of.campaign and s.id = clock_of.stage
	);
end
$$;
comment on function private.clock_of(text, text) is 'Whether the limit runs, stands or has ended in the stage.';

create function private.start_clock(task public.tasks, at timestamptz, amount numeric, unit text) returns public.tasks
language plpgsql stable
set search_path = ''
as $$
declare
	calendar text := (select c.calendar_id from public.campaigns c where c.id = task.campaign_id);
begin
	task.limit_amount := amount;
	task.limit_unit := unit;
	task.limit_extended := 0;
	task.started_at := at;
	task.hours_left := null;
	task.due_at := private.due_after(calendar, at, amount, unit);
	task.warn_at := greatest(at, private.before_due(calendar, task.due_at, private.limit_hours(calendar, amount, unit) * 0.2, unit));
	return task;
end
$$;
comment on function private.start_clock(public.tasks, timestamptz, numeric, text) is 'Starts a limit from the moment.';

create function private.move_clock(task public.tasks, from_clock text, to_clock text, at timestamptz) returns public.tasks
language plpgsql stable
set search_path = ''
as $$
declare
	calendar text := (select c.calendar_id from public.campaigns c where c.id = task.campaign_id);
begin
	if task.limit_unit is null then
		return task;
	end if;
	if from_clock = 'run' and to_clock = 'stop' then
		task.hours_left := private.hours_left(calendar, at, task.due_at, task.limit_unit);
		task.due_at := null;
		task.warn_at := null;
	elsif from_clock = 'stop' and to_clock = 'run' then
		task.due_at := private.before_due(calendar, at, -task.hours_left, task.limit_unit);
		task.warn_at := private.before_due(
			calendar, task.due_at, private.limit_hours(calendar, task.limit_amount, task.limit_unit) * 0.2, task.limit_unit
		);
		task.hours_left := null;
	end if;
	return task;
end
$$;
comment on function private.move_clock(public.tasks, text, text, timestamptz) is
	'Stops or resumes the limit when a case changes between stages: a deferral keeps what is left and hands it back.';

create function private.extend_clock(task public.tasks, amount numeric) returns public.tasks
language plpgsql stable
set search_path = ''
as $$
declare
	calendar text := (select c.calendar_id from public.campaigns c where c.id = task.campaign_id);
begin
	task.limit_amount := task.limit_amount + amount;
	task.limit_extended := task.limit_extended + amount;
	if task.due_at is not null then
		task.due_at := private.due_after(calendar, task.due_at, amount, task.limit_unit);
		task.warn_at := private.before_due(
			calendar, task.due_at, private.limit_hours(calendar, task.limit_amount, task.limit_unit) * 0.2, task.limit_unit
		);
	else
		task.hours_left := task.hours_left + private.limit_hours(calendar, amount, task.limit_unit);
	end if;
	return task;
end
$$;

comment on function private.extend_clock(public.tasks, numeric) is 'Adds a granted extension, in the unit of the limit, also to a clock that stands.';

create function private.next_number(campaign text, area_code text) returns integer
language sql
set search_path = ''
as $$
	insert into private.counters as c (campaign_id, area_code, last_number)
	values (next_number.campaign, next_number.area_code, 1)
	on conflict on constraint counters_pkey do update set last_number = c.last_number + 1
	returning c.last_number
$$;
comment on function private.next_number(text, text) is 'The next number on a pin or case of the area.';

-- Reading a patch ------------------------------------------------------------------------------------

create function private.text_of(patch jsonb, field text, max_length integer, is_required boolean default true) returns text
language plpgsql stable
set search_path = ''
as $$
declare
	found_text text := nullif(btrim(patch ->> field), '');
begin
	if jsonb_typeof(patch -> field) not in ('string', 'null') then
		perform private.refuse('not_a_text', field);
	end if;
	if found_text is null and is_required then
		perform private.refuse('needs_' || field, field);
	end if;
	if length(found_text) > max_length then
		perform private.refuse('too_long', field, to_jsonb(max_length));
	end if;
	return found_text;
end
$$;
comment on function private.text_of(jsonb, text, integer, boolean) is
	'The patch''s text, trimmed; null where it is empty. Refuses needs_<field>, not_a_text, too_long. The readers below are of the same kind: whatever shape the patch has, it is refused by code, never by an error.';

create function private.boolean_of(patch jsonb, field text) returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
	if jsonb_typeof(patch -> field) not in ('boolean', 'null') then
		perform private.refuse('bad_patch', field, patch -> field);
	end if;
	return (patch ->> field)::boolean;
end
$$;
comment on function private.boolean_of(jsonb, text) is 'The patch''s true or false; null where it has none.';

create function private.time_of(patch jsonb, field text) returns timestamptz
language plpgsql stable
set search_path = ''
as $$
declare
	moment timestamptz;
begin
	if patch ->> field is null then return null; end if;
	if patch ->> field !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})$' then
		perform private.refuse('not_a_time', field, patch -> field);
	end if;
	begin
		moment := (patch ->> field)::timestamptz;
	exception when data_exception then
		perform private.refuse('not_a_time', field, patch -> field);
	end;
	return moment;
end
$$;
comment on function private.time_of(jsonb, text) is 'The patch''s moment (ISO 8601 with its offset from UTC); null where it has none.';

create function private.number_of(patch jsonb, field text, is_required boolean default true) returns numeric
language plpgsql stable
set search_path = ''
as $$
begin
	if patch -> field is null or jsonb_typeof(patch -> field) = 'null' then
		if is_required then perform private.refuse('needs_' || field, field); end if;
		return null;
	end if;
	if jsonb_typeof(patch -> field) <> 'number' or (patch ->> field)::numeric < 0 or (patch ->> field)::numeric > 1e12 then
		perform private.refuse('not_a_number', field, patch -> field);
	end if;
	return (patch ->> field)::numeric;
end
$$;
comment on function private.number_of(jsonb, text, boolean) is 'The patch''s number, not negative and at most a million million.';

create function private.uuid_of(patch jsonb, field text, is_required boolean default true) returns uuid
language plpgsql stable
set search_path = ''
as $$
begin
	if patch ->> field is null then
		if is_required then perform private.refuse('needs_' || field, field); end if;
		return null;
	end if;
	if patch ->> field !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
		perform private.refuse('not_an_id', field, patch -> field);
	end if;
	return (patch ->> field)::uuid;
end
$$;
comment on function private.uuid_of(jsonb, text, boolean) is 'The patch''s id.';

create function private.date_of(patch jsonb, field text, after_day date) returns date
language plpgsql stable
set search_path = ''
as $$
declare
	found_day date;
begin
	if patch ->> field is null then perform private.refuse('needs_' || field, field); end if;
	if patch ->> field !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then perform private.refuse('not_a_date', field, patch -> field); end if;
	begin
		found_day := (patch ->> field)::date;
	exception when data_exception then
		perform private.refuse('not_a_date', field, patch -> field);
	end;
	if found_day <= after_day then perform private.refuse('date_not_ahead', field, patch -> field); end if;
	return found_day;
end
$$;
comment on function private.date_of(jsonb, text, date) is 'The patch''s day (YYYY-MM-DD), which must lie behind after_day.';

create function private.geometry_of(patch jsonb, allowed text) returns extensions.geometry
language plpgsql stable
set search_path = ''
as $$
declare
	shape extensions.geometry;
	kind text := patch -> 'geometry' ->> 'type';
	is_usable boolean;
begin
	if patch -> 'geometry' is null or jsonb_typeof(patch -> 'geometry') = 'null' then
		return null;
	end if;
	if kind is null or kind not in ('Point', 'Polygon', 'MultiPolygon')
		or (allowed = 'point' and kind <> 'Point') or (allowed = 'polygon' and kind = 'Point') then
		perform private.refuse('wrong_geometry', 'geometry', to_jsonb(kind));
	end if;
	begin
		shape := extensions.st_setsrid(extensions.st_force2d(extensions.st_geomfromgeojson((patch -> 'geometry')::text)), 4326);
		is_usable := not extensions.st_isempty(shape) and extensions.st_npoints(shape) <= 20000
			and extensions.st_xmin(shape) >= -180 and extensions.st_xmax(shape) <= 180
			and extensions.st_ymin(shape) >= -90 and extensions.st_ymax(shape) <= 90
			and extensions.st_isvalid(shape);
	exception when others then
		-- PostGIS reports a shape it cannot read by internal errors of many kinds.
		is_usable := false;
	end;
	if is_usable is not true then perform private.refuse('invalid_geometry', 'geometry'); end if;
	return shape;
end
$$;
comment on function private.geometry_of(jsonb, text) is 'The patch''s GeoJSON geometry (WGS-84), checked; null where it has none.';

create function private.area_at(shape extensions.geometry, near_code text) returns text
language sql stable
set search_path = ''
as $$
	select a.code from public.areas a
	where a.level in ('community', 'compound') and a.boundary operator(extensions.&&) shape
		and extensions.st_covers(a.boundary, extensions.st_pointonsurface(shape))
	order by length(a.code) desc, starts_with(a.code, left(near_code, 12)) desc, a.code limit 1
$$;
comment on function private.area_at(extensions.geometry, text) is 'The compound, else the community, that a shape lies in, for the offer to reassign.';

create function private.check_inside(shape extensions.geometry, area_code text) returns void
language plpgsql stable
set search_path = ''
as $$
declare
	fence extensions.geometry;
begin
	if shape is null then return; end if;
	-- An area without a surveyed boundary is as wide as its nearest ancestor that has one.
	select a.boundary into fence
	from generate_series(1, length(check_inside.area_code)) n
	join public.areas a on a.code = left(check_inside.area_code, n) and a.boundary is not null
	order by n desc limit 1;
	if fence is not null and not extensions.st_covers(fence, extensions.st_pointonsurface(shape)) then
		perform private.refuse('outside_area', 'geometry', to_jsonb(private.area_at(shape, area_code)));
	end if;
end
$$;
comment on function private.check_inside(extensions.geometry, text) is
	'Refuses (outside_area, naming the area it lies in) a shape that is not where its area is.';

-- Who may do what to a case ------------------------------------------------------------------------------

create function private.may_move(task public.tasks, move private.transitions, actor uuid, on_day date) returns text
language sql stable
set search_path = ''
as $$
	select case
		when not task.stage = any (move.from_stages) then 'illegal_move'
		when move.request = 'none' and task.request is not null then 'request_open'
		when move.request in ('extension', 'deferral') and task.request ->> 'type' is distinct from move.request then 'illegal_move'
		when move.supervised is not null and (task.supervision is not null) <> move.supervised then 'illegal_move'
		when move.not_handler and actor = any (task.handlers) then 'handled_by_you'
		when move.by_owner and task.owner_id = actor then null
		when private.has_role(actor, move.roles, task.area_code, on_day) then null
		else 'not_allowed'
	end
$$;
comment on function private.may_move(public.tasks, private.transitions, uuid, date) is
	'Null when the person may make the move now, else the code of what forbids it. src/lib/domain/workflow.ts says the same on the device.';

create function private.check_evidence(task public.tasks, phase text) returns void
language plpgsql stable
set search_path = ''
as $$
begin
	if not exists (
		select 1 from public.evidence e
		where e.task_id = task.id and e.phase = check_evidence.phase and e.removed_at is null
			and (check_evidence.phase = 'before' or task.last_returned_at is null or e.created_at > task.last_returned_at)
	) then
		perform private.refuse('needs_evidence_' || phase, 'evidence');
	end if;
end
$$;
comment on function private.check_evidence(public.tasks, text) is
	'Refuses a move whose picture is missing; after a rework or reopening only a newer one proves anything.';

create function private.check_domain(campaign jsonb, domain text) returns void
language plpgsql stable
set search_path = ''
as $$
begin
	if domain is not null and not exists (select 1 from jsonb_array_elements(campaign -> 'domains') d where d ->> 'id' = domain) then
		perform private.refuse('unknown_domain', 'domain', to_jsonb(domain));
	end if;
end
$$;
comment on function private.check_domain(jsonb, text) is 'Refuses a domain (六域) that the campaign''s template does not have.';

create function private.apply_move(task public.tasks, move private.transitions, actor uuid, patch jsonb, at timestamptz) returns public.tasks
language plpgsql
set search_path = ''
as $$
declare
	today date;
	need text;
	kind public.task_kinds;
	other uuid;
	amount numeric;
	moved public.tasks := task;
begin
	today := private.local_day(at);
	select * into kind from public.task_kinds k
	where k.campaign_id = task.campaign_id and k.id = coalesce(case when move.effect in ('file', 'self_handle') and task.filed_at is null then patch ->> 'kind' end, task.kind_id);
	if kind.id is null then perform private.refuse('unknown_kind', 'kind', patch -> 'kind'); end if;
	if kind.layer_id <> task.layer_id then perform private.refuse('wrong_kind', 'kind', patch -> 'kind'); end if;

	if move.effect = 'self_handle' and not coalesce((kind.document ->> 'selfHandle')::boolean, false) then
		perform private.refuse('illegal_move', 'action');
	end if;

	foreach need in array move.needs loop
		case need
			when 'reason' then perform private.text_of(patch, 'reason', 2000);
			when 'message' then perform private.text_of(patch, 'message', 2000);
			when 'quantity' then if kind.unit is not null then perform private.number_of(patch, 'quantity'); end if;
			when 'amount' then
				if private.number_of(patch, 'amount') not between 0.01 and 366 then
					perform private.refuse('not_a_number', 'amount', patch -> 'amount');
				end if;
			when 'review_on' then perform private.date_of(patch, 'review_on', today);
			when 'reply_by' then perform private.date_of(patch, 'reply_by', today - 1);
			when 'owner' then perform private.uuid_of(patch, 'owner');
			when 'original' then perform private.uuid_of(patch, 'original');
			when 'step' then perform private.text_of(patch, 'step', 60);
			when 'evidence_before' then
				if coalesce((kind.document -> 'evidence' ->> 'before')::boolean, false) then perform private.check_evidence(task, 'before'); end if;
			when 'evidence_after' then
				if coalesce((kind.document -> 'evidence' ->> 'after')::boolean, true) then perform private.check_evidence(task, 'after'); end if;
			else perform private.refuse('bad_template', 'needs', to_jsonb(need));
		end case;
	end loop;

	if move.effect in ('submit', 'self_handle', 'step') or (move.effect = 'move' and move.by_owner) then
		if not actor = any (moved.handlers) then moved.handlers := moved.handlers || actor; end if;
	end if;

	case move.effect
		when 'move' then null;
		when 'file', 'self_handle' then
			-- A case is filed once: what was copied then stays, and its clock is not started anew.
			if moved.filed_at is null then
				moved.kind_id := kind.id;
				moved.code := kind.code;
				moved.code_kind := kind.code_kind;
				moved.standard_ref := kind.standard_ref;
				moved.unit := kind.unit;
				moved.department := coalesce(private.text_of(patch, 'department', 120, false), kind.document ->> 'department');
				moved.is_urgent := coalesce(private.boolean_of(patch, 'urgent'), moved.is_urgent);
				moved.quantity_target := coalesce(private.number_of(patch, 'quantity_target', false), moved.quantity_target);
				moved.filed_at := at;
				if moved.is_urgent and kind.document -> 'urgent' is not null then
					moved := private.start_clock(moved, at, (kind.document -> 'urgent' ->> 'amount')::numeric, kind.document -> 'urgent' ->> 'unit');
				else
					moved := private.start_clock(moved, at, kind.limit_amount, kind.limit_unit);
				end if;
			end if;
			if move.effect = 'self_handle' then
				moved.owner_id := actor;
				moved.submitted_at := at;
				moved.quantity_done := coalesce(private.number_of(patch, 'quantity', false), moved.quantity_done);
			end if;
		when 'assign' then
			other := private.uuid_of(patch, 'owner');
			if not private.has_role(other, '{cadre,dispatcher,inspector}', task.area_code, today) then
				perform private.refuse('owner_not_here', 'owner', patch -> 'owner');
			end if;
			moved.owner_id := other;
			moved.assigned_at := at;
			moved.department := coalesce(private.text_of(patch, 'department', 120, false), moved.department);
			moved.request := null;
		when 'submit' then
			moved.submitted_at := at;
			moved.request := null;
			moved.quantity_done := coalesce(private.number_of(patch, 'quantity', false), moved.quantity_done);
		when 'close' then
			moved.outcome := 'fixed';
			moved.closed_at := at;
			moved.closed_by := actor;
			moved.quantity_done := coalesce(private.number_of(patch, 'quantity', false), moved.quantity_done, moved.quantity_target, case when kind.unit = 'piece' then 1 end);
			moved.look_again_on := today + (kind.document ->> 'lookAgainDays')::integer;
		when 'rework' then
			moved.rework_count := moved.rework_count + 1;
			moved.last_returned_at := at;
		when 'return' then
			moved.owner_id := null;
			moved.request := null;
		when 'reopen' then
			moved.reopen_count := moved.reopen_count + 1;
			moved.outcome := null;
			moved.closed_at := null;
			moved.closed_by := null;
			moved.look_again_on := null;
			moved.last_returned_at := at;
			-- The limit that was copied at filing runs again, without what was granted on top of it.
			moved := private.start_clock(
				moved, at, coalesce(moved.limit_amount - moved.limit_extended, kind.limit_amount), coalesce(moved.limit_unit, kind.limit_unit)
			);
		when 'reject' then
			moved.outcome := 'not_ours';
			moved.closed_at := at;
			moved.closed_by := actor;
		when 'duplicate' then
			other := private.uuid_of(patch, 'original');
			if other = task.id or not exists (
				select 1 from public.tasks t
				where t.id = other and t.campaign_id = task.campaign_id and t.removed_at is null and t.stage <> 'duplicate'
			) then
				perform private.refuse('unknown_original', 'original', patch -> 'original');
			end if;
			moved.duplicate_of := other;
			moved.outcome := 'duplicate';
			moved.closed_at := at;
			moved.closed_by := actor;
		when 'void' then
			moved.outcome := 'void';
			moved.closed_at := at;
			moved.closed_by := actor;
		when 'ask_extension' then
			if moved.due_at is null then perform private.refuse('no_limit', 'action'); end if;
			moved.request := jsonb_build_object('type', 'extension', 'amount', patch -> 'amount', 'reason', patch ->> 'reason', 'by', actor, 'at', at);
		when 'ask_deferral' then
			moved.request := jsonb_build_object('type', 'deferral', 'review_on', patch ->> 'review_on', 'reason', patch ->> 'reason', 'by', actor, 'at', at);
		when 'extend' then
			if moved.due_at is null then perform private.refuse('no_limit', 'action'); end if;
			amount := coalesce(private.number_of(patch, 'amount', false), private.number_of(task.request, 'amount'));
			if amount not between 0.01 and 366 then perform private.refuse('not_a_number', 'amount', patch -> 'amount'); end if;
			moved := private.extend_clock(moved, amount);
			moved.extension_count := moved.extension_count + 1;
			moved.request := null;
		when 'defer' then
			-- The day that was asked for may have gone by meanwhile.
			moved.review_on := private.date_of(case when patch ->> 'review_on' is null then task.request else patch end, 'review_on', today);
			moved.outcome := 'deferred';
			moved.request := null;
		when 'refuse' then
			moved.request := null;
		when 'resume' then
			moved.review_on := null;
			moved.outcome := null;
		when 'supervise' then
			moved.supervision := jsonb_build_object('message', patch ->> 'message', 'reply_by', patch ->> 'reply_by', 'by', actor, 'at', at);
		when 'reply' then
			moved.supervision := null;
		when 'step' then
			if not exists (select 1 from jsonb_array_elements(kind.document -> 'steps') s where s ->> 'id' = patch ->> 'step') then
				perform private.refuse('unknown_step', 'step', patch -> 'step');
			end if;
			if patch ->> 'step' = any (moved.steps_done) then perform private.refuse('step_done', 'step', patch -> 'step'); end if;
			moved.steps_done := moved.steps_done || (patch ->> 'step');
	end case;

	if move.to_stage is not null then
		moved := private.move_clock(moved, private.clock_of(task.campaign_id, task.stage), private.clock_of(task.campaign_id, move.to_stage), at);
		moved.stage := move.to_stage;
		if moved.stage <> task.stage then moved.stage_since := at; end if;
		if private.clock_of(task.campaign_id, move.to_stage) = 'end' then
			-- Nothing waits for an answer on a case that has ended.
			moved.request := null;
			moved.supervision := null;
		end if;
	end if;
	return moved;
end
$$;
comment on function private.apply_move(public.tasks, private.transitions, uuid, jsonb, timestamptz) is
	'The case after the move, or a refusal naming what it still needs. Writes nothing.';

create function private.store_task(task public.tasks) returns void
language plpgsql
set search_path = ''
as $$
begin
	update public.tasks t set
		area_code = task.area_code, kind_id = task.kind_id, title = task.title, description = task.description,
		domain_id = task.domain_id, stage = task.stage, outcome = task.outcome, code = task.code, code_kind = task.code_kind,
		standard_ref = task.standard_ref, department = task.department, owner_id = task.owner_id, handlers = task.handlers,
		is_urgent = task.is_urgent, limit_amount = task.limit_amount, limit_unit = task.limit_unit, limit_extended = task.limit_extended, started_at = task.started_at,
		due_at = task.due_at, warn_at = task.warn_at, hours_left = task.hours_left, review_on = task.review_on,
		request = task.request, supervision = task.supervision, rework_count = task.rework_count,
		extension_count = task.extension_count, reopen_count = task.reopen_count, steps_done = task.steps_done,
		quantity_target = task.quantity_target, quantity_done = task.quantity_done, unit = task.unit,
		duplicate_of = task.duplicate_of, look_again_on = task.look_again_on, filed_at = task.filed_at,
		assigned_at = task.assigned_at, submitted_at = task.submitted_at, closed_at = task.closed_at, closed_by = task.closed_by,
		stage_since = task.stage_since, last_returned_at = task.last_returned_at,
		version = task.version + 1, updated_at = task.updated_at, removed_at = task.removed_at
	where t.id = task.id;
end
$$;
comment on function private.store_task(public.tasks) is 'Writes a case back, one version on.';

create function private.task_brief(task public.tasks) returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
	return jsonb_build_object(
		'id', task.id, 'version', task.version, 'stage', task.stage, 'title', task.title, 'ownerId', task.owner_id,
		'dueAt', task.due_at, 'warnAt', task.warn_at, 'quantityDone', task.quantity_done, 'updatedAt', task.updated_at
	);
end
$$;

comment on function private.task_brief(public.tasks) is 'What the device hears of a case after a change (TaskBrief in src/lib/domain/change.ts).';

create function private.site_brief(site public.sites) returns jsonb
language sql stable
set search_path = ''
as $$
	select jsonb_build_object(
		'id', site.id, 'version', site.version, 'number', site.number, 'title', site.title, 'areaCode', site.area_code,
		'geometry', extensions.st_asgeojson(site.geometry, 7)::jsonb, 'attributes', site.attributes, 'updatedAt', site.updated_at
	)
$$;

comment on function private.site_brief(public.sites) is 'What the device hears of a site after a change (SiteBrief).';

-- Changes -------------------------------------------------------------------------------------------------

create function private.create_task(
	actor uuid, change_id uuid, task_id uuid, campaign public.campaigns, site public.sites, area_code text, patch jsonb, at timestamptz
) returns public.tasks
language plpgsql
set search_path = ''
as $$
declare
	kind public.task_kinds;
	task public.tasks;
	verify_limit jsonb := campaign.document -> 'workflow' -> 'verify';
begin
	select * into kind from public.task_kinds k where k.campaign_id = campaign.id and k.id = patch ->> 'kind';
	if kind.id is null then perform private.refuse('unknown_kind', 'kind', patch -> 'kind'); end if;
	if site.id is not null and kind.layer_id <> site.layer_id then perform private.refuse('wrong_kind', 'kind', patch -> 'kind'); end if;
	task.id := task_id;
	task.campaign_id := campaign.id;
	task.site_id := site.id;
	task.area_code := area_code;
	task.layer_id := kind.layer_id;
	task.kind_id := kind.id;
	-- The first task of a site shares the number on its pin.
	task.number := private.case_number(area_code, case
		when site.id is not null and site.current_task_id is null then site.number
		else private.next_number(campaign.id, area_code)
	end);
	task.title := private.text_of(patch, 'title', 200);
	task.description := private.text_of(patch, 'description', 4000, false);
	task.domain_id := coalesce(private.text_of(patch, 'domain', 60, false), kind.document ->> 'domain');
	perform private.check_domain(campaign.document, task.domain_id);
	task.stage := 'reported';
	task.code := kind.code;
	task.code_kind := kind.code_kind;
	task.standard_ref := kind.standard_ref;
	task.is_urgent := coalesce(private.boolean_of(patch, 'urgent'), false);
	task.unit := kind.unit;
	task.quantity_target := private.number_of(patch, 'quantity_target', false);
	task.relapse_of := private.uuid_of(patch, 'relapse_of', false);
	if task.relapse_of is not null and not exists (
		select 1 from public.tasks t where t.id = task.relapse_of and t.campaign_id = campaign.id and t.removed_at is null
	) then
		perform private.refuse('unknown_original', 'relapse_of', patch -> 'relapse_of');
	end if;
	task.reported_at := at;
	task.reported_by := actor;
	task.stage_since := at;
	task.handlers := '{}';
	task.rework_count := 0;
	task.extension_count := 0;
	task.reopen_count := 0;
	task.steps_done := '{}';
	task.limit_extended := 0;
	task.version := 1;
	task.updated_at := at;
	task.is_internal := coalesce(site.is_internal, (
		select l.is_internal from public.layers l where l.campaign_id = campaign.id and l.id = kind.layer_id
	));
	task.is_generated := coalesce(private.boolean_of(patch, 'is_generated'), false);
	if verify_limit is not null then
		task := private.start_clock(task, at, (verify_limit ->> 'amount')::numeric, verify_limit ->> 'unit');
	end if;
	if exists (select 1 from public.tasks t where t.id = task.id) then perform private.refuse('id_taken', 'target'); end if;
	insert into public.tasks select task.*;
	if site.id is not null then
		update public.sites s set current_task_id = task.id, updated_at = at where s.id = site.id;
	end if;
	return task;
end
$$;
comment on function private.create_task(uuid, uuid, uuid, public.campaigns, public.sites, text, jsonb, timestamptz) is
	'Stores a newly reported case and makes it the one that its site''s pin shows.';

create function private.change_task(
	actor uuid, change_id uuid, task_id uuid, base_version integer, patch jsonb, at timestamptz, today date
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
	task public.tasks;
	moved public.tasks;
	move private.transitions;
	site public.sites;
	campaign public.campaigns;
	verdict text;
	receipt text;
	action text := patch ->> 'action';
begin
	if action = 'create' then
		select * into campaign from public.campaigns c where c.id = patch ->> 'campaign';
		if campaign.id is null then perform private.refuse('unknown_campaign', 'campaign', patch -> 'campaign'); end if;
		if patch ->> 'site_id' is not null then
			select * into site from public.sites s where s.id = private.uuid_of(patch, 'site_id') and s.campaign_id = campaign.id and s.removed_at is null for update;
			if site.id is null or (site.is_internal and not private.covers(private.scopes_of(actor, 'read', 'cameras', today), site.area_code)) then
				perform private.refuse('unknown_target', 'site_id');
			end if;
		elsif not exists (select 1 from public.areas a where a.code = patch ->> 'area_code' and starts_with(a.code, campaign.area_code)) then
			perform private.refuse('unknown_area', 'area_code', patch -> 'area_code');
		end if;
		if not private.covers(private.scopes_of(actor, 'create', 'tasks', today), coalesce(site.area_code, patch ->> 'area_code')) then
			perform private.refuse('not_allowed', 'action');
		end if;
		task := private.create_task(actor, change_id, task_id, campaign, site, coalesce(site.area_code, patch ->> 'area_code'), patch, at);
		receipt := private.append_event(task.id, change_id, at, actor, 'report', null, 'reported', patch - 'action' - 'device_at', private.time_of(patch, 'device_at'));
		return jsonb_build_object('status', 'applied', 'receipt', receipt, 'task', private.task_brief(task));
	end if;

	select * into task from public.tasks t where t.id = change_task.task_id and t.removed_at is null for update;
	if task.id is null or not private.covers(private.scopes_of(actor, 'read', 'sites', today), task.area_code)
		or (task.is_internal and not private.covers(private.scopes_of(actor, 'read', 'cameras', today), task.area_code)) then
		perform private.refuse('unknown_target', 'target');
	end if;

	if action = 'attach' then
		return private.attach_evidence(actor, change_id, task, patch, at, today);
	end if;

	if base_version is distinct from task.version then
		return jsonb_build_object('status', 'conflict', 'base', base_version, 'task', private.task_brief(task));
	end if;

	if action = 'edit' then
		if not private.covers(private.scopes_of(actor, 'update', 'sites', today), task.area_code) then
			perform private.refuse('not_allowed', 'action');
		end if;
		moved := task;
		if patch ? 'title' then moved.title := private.text_of(patch, 'title', 200); end if;
		if patch ? 'description' then moved.description := private.text_of(patch, 'description', 4000, false); end if;
		if patch ? 'quantity_target' then moved.quantity_target := private.number_of(patch, 'quantity_target', false); end if;
		if patch ? 'domain' then
			moved.domain_id := private.text_of(patch, 'domain', 60, false);
			select * into campaign from public.campaigns c where c.id = task.campaign_id;
			perform private.check_domain(campaign.document, moved.domain_id);
		end if;
	else
		select * into move from private.transitions t where t.campaign_id = task.campaign_id and t.action = patch ->> 'action';
		if move.action is null then perform private.refuse('unknown_action', 'action', patch -> 'action'); end if;
		verdict := private.may_move(task, move, actor, today);
		if verdict is not null then perform private.refuse(verdict, 'action'); end if;
		moved := private.apply_move(task, move, actor, patch, at);
	end if;
	moved.updated_at := at;
	perform private.store_task(moved);
	moved.version := task.version + 1;
	receipt := private.append_event(task.id, change_id, at, actor, action, task.stage, moved.stage, patch - 'action' - 'device_at', private.time_of(patch, 'device_at'));
	return jsonb_build_object('status', 'applied', 'receipt', receipt, 'task', private.task_brief(moved));
end
$$;
comment on function private.change_task(uuid, uuid, uuid, integer, jsonb, timestamptz, date) is
	'A change of a case: create, attach, edit, or a move of the campaign''s workflow.';

create function private.change_site(
	actor uuid, change_id uuid, site_id uuid, base_version integer, patch jsonb, at timestamptz, today date
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
	site public.sites;
	layer public.layers;
	campaign public.campaigns;
	task public.tasks;
	receipt text;
	action text := patch ->> 'action';
	resource text;
	verb text;
begin
	if action = 'create' then
		select * into campaign from public.campaigns c where c.id = patch ->> 'campaign';
		if campaign.id is null then perform private.refuse('unknown_campaign', 'campaign', patch -> 'campaign'); end if;
		select * into layer from public.layers l where l.campaign_id = campaign.id and l.id = patch ->> 'layer';
		if layer.id is null then perform private.refuse('unknown_layer', 'layer', patch -> 'layer'); end if;
		if not exists (select 1 from public.areas a where a.code = patch ->> 'area_code' and starts_with(a.code, campaign.area_code)) then
			perform private.refuse('unknown_area', 'area_code', patch -> 'area_code');
		end if;
		resource := case when layer.is_internal then 'cameras' else 'sites' end;
		if not private.covers(private.scopes_of(actor, 'create', resource, today), patch ->> 'area_code') then
			perform private.refuse('not_allowed', 'action');
		end if;
		if exists (select 1 from public.sites s where s.id = change_site.site_id) then perform private.refuse('id_taken', 'target'); end if;
		site.id := change_site.site_id;
		site.campaign_id := campaign.id;
		site.layer_id := layer.id;
		site.area_code := patch ->> 'area_code';
		site.title := private.text_of(patch, 'title', 200);
		site.geometry := private.geometry_of(patch, layer.geometry);
		perform private.check_inside(site.geometry, site.area_code);
		site.attributes := coalesce(patch -> 'attributes', '{}');
		if jsonb_typeof(site.attributes) <> 'object' or length(site.attributes::text) > 20000 then
			perform private.refuse('bad_attributes', 'attributes');
		end if;
		site.number := private.next_number(campaign.id, site.area_code);
		site.is_internal := layer.is_internal;
		site.source := coalesce(private.text_of(patch, 'source', 120, false), 'app');
		site.source_crs := 'WGS84';
		site.is_generated := coalesce(private.boolean_of(patch, 'is_generated'), false);
		site.version := 1;
		site.created_at := at;
		site.updated_at := at;
		site.created_by := actor;
		insert into public.sites select site.*;
		task := private.create_task(
			actor, change_id, private.uuid_of(patch -> 'task', 'id'), campaign, site, site.area_code,
			jsonb_build_object('title', site.title, 'is_generated', site.is_generated) || (patch -> 'task'), at
		);
		receipt := private.append_event(task.id, change_id, at, actor, 'report', null, 'reported', patch - 'action' - 'device_at', private.time_of(patch, 'device_at'));
		return jsonb_build_object('status', 'applied', 'receipt', receipt, 'site', private.site_brief(site), 'task', private.task_brief(task));
	end if;

	select * into site from public.sites s
	where s.id = change_site.site_id and (s.removed_at is null or action = 'restore') for update;
	resource := case when site.is_internal then 'cameras' else 'sites' end;
	if site.id is null or not private.covers(private.scopes_of(actor, 'read', resource, today), site.area_code) then
		perform private.refuse('unknown_target', 'target');
	end if;
	if base_version is distinct from site.version then
		return jsonb_build_object('status', 'conflict', 'base', base_version, 'site', private.site_brief(site));
	end if;
	verb := case when action in ('remove', 'restore') then 'delete' else 'update' end;
	if not private.covers(private.scopes_of(actor, verb, resource, today), site.area_code) then
		perform private.refuse('not_allowed', 'action');
	end if;
	select * into layer from public.layers l where l.campaign_id = site.campaign_id and l.id = site.layer_id;

	case action
		when 'reshape' then
			if not patch ? 'geometry' then perform private.refuse('needs_geometry', 'geometry'); end if;
			site.geometry := private.geometry_of(patch, layer.geometry);
			perform private.check_inside(site.geometry, site.area_code);
		when 'edit' then
			if patch ? 'title' then site.title := private.text_of(patch, 'title', 200); end if;
			if patch ? 'attributes' then
				if jsonb_typeof(patch -> 'attributes') <> 'object' or length((patch -> 'attributes')::text) > 20000 then
					perform private.refuse('bad_attributes', 'attributes');
				end if;
				site.attributes := patch -> 'attributes';
			end if;
		when 'reassign' then
			select * into campaign from public.campaigns c where c.id = site.campaign_id;
			if not exists (select 1 from public.areas a where a.code = patch ->> 'area_code' and starts_with(a.code, campaign.area_code)) then
				perform private.refuse('unknown_area', 'area_code', patch -> 'area_code');
			end if;
			if not private.covers(private.scopes_of(actor, verb, resource, today), patch ->> 'area_code') then
				perform private.refuse('not_allowed', 'area_code');
			end if;
			if patch ? 'geometry' then site.geometry := private.geometry_of(patch, layer.geometry); end if;
			perform private.check_inside(site.geometry, patch ->> 'area_code');
			site.area_code := patch ->> 'area_code';
			site.number := private.next_number(site.campaign_id, site.area_code);
		when 'remove' then
			perform private.text_of(patch, 'reason', 2000);
			site.removed_at := at;
		when 'restore' then
			if site.removed_at is null then perform private.refuse('illegal_move', 'action'); end if;
			site.removed_at := null;
		else
			perform private.refuse('unknown_action', 'action', patch -> 'action');
	end case;

	update public.sites s set
		geometry = site.geometry, title = site.title, attributes = site.attributes, area_code = site.area_code,
		number = site.number, removed_at = site.removed_at, version = site.version + 1, updated_at = at
	where s.id = site.id;
	site.version := site.version + 1;

	-- One statement for all cases of the site, so that the aggregates are locked in one order.
	if action in ('remove', 'restore', 'reassign') then
		update public.tasks t set removed_at = site.removed_at, area_code = site.area_code, version = t.version + 1, updated_at = at
		where t.site_id = site.id;
	elsif action = 'edit' and patch ? 'title' then
		update public.tasks t set title = site.title, version = t.version + 1, updated_at = at where t.id = site.current_task_id;
	end if;
	for task in
		select * from public.tasks t
		where t.site_id = site.id and (t.id = site.current_task_id or action in ('remove', 'restore', 'reassign'))
		order by t.id = site.current_task_id, t.id
	loop
		receipt := private.append_event(
			task.id, change_id, at, actor, 'site_' || action, task.stage, task.stage, patch - 'action' - 'device_at', private.time_of(patch, 'device_at')
		);
	end loop;
	return jsonb_build_object('status', 'applied', 'receipt', receipt, 'site', private.site_brief(site));
end
$$;
comment on function private.change_site(uuid, uuid, uuid, integer, jsonb, timestamptz, date) is
	'A change of a site: create (with its first case), reshape, edit, reassign, remove, restore.';

create function private.apply_change(
	actor uuid, change_id uuid, target text, base_version integer, patch jsonb, at timestamptz
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
	target_id uuid;
	today date := private.local_day(at);
begin
	if target is null or target !~ '^(site|task|publication):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
		perform private.refuse('unknown_target', 'target', to_jsonb(target));
	end if;
	if jsonb_typeof(patch) is distinct from 'object' or length(patch::text) > 200000 then
		perform private.refuse('bad_patch', 'patch');
	end if;
	target_id := split_part(target, ':', 2)::uuid;
	return case split_part(target, ':', 1)
		when 'task' then private.change_task(actor, change_id, target_id, base_version, patch, at, today)
		when 'site' then private.change_site(actor, change_id, target_id, base_version, patch, at, today)
		else private.change_publication(actor, change_id, target_id, base_version, patch, at, today)
	end;
exception
	when sqlstate 'PT422' then
		declare
			told text;
		begin
			get stacked diagnostics told = pg_exception_detail;
			return jsonb_build_object('status', 'refused', 'code', sqlerrm) || coalesce(told::jsonb, '{}');
		end;
	when unique_violation then
		return jsonb_build_object('status', 'refused', 'code', 'id_taken', 'field', 'target');
	when data_exception or integrity_constraint_violation then
		return jsonb_build_object('status', 'refused', 'code', 'bad_patch', 'field', 'patch');
end
$$;
comment on function private.apply_change(uuid, uuid, text, integer, jsonb, timestamptz) is
	'Applies one change as the person at the moment and answers applied, conflict or refused; refused and conflict leave nothing behind.';

create function private.submit(change_id uuid, target text, base_version integer, patch jsonb) returns jsonb
language plpgsql security definer
set search_path = ''
as $$
declare
	actor uuid := private.my_person();
	known private.changes;
	digest text := encode(sha256(convert_to(concat_ws('|', target, coalesce(base_version::text, ''), patch::text), 'UTF8')), 'hex');
	result jsonb;
begin
	if actor is null then
		return jsonb_build_object('status', 'refused', 'code', 'signed_out');
	end if;
	if change_id is null then
		return jsonb_build_object('status', 'refused', 'code', 'bad_patch', 'field', 'change_id');
	end if;
	-- Two copies of one change wait for each other here; the second finds the first one's answer.
	perform pg_advisory_xact_lock(hashtextextended(change_id::text, 7));
	select * into known from private.changes c where c.change_id = submit.change_id;
	if known.change_id is not null then
		if known.digest <> digest or known.person_id <> actor then
			return jsonb_build_object('status', 'refused', 'code', 'change_id_reused');
		end if;
		return known.result || '{"repeated":true}';
	end if;
	-- What is generated is said by the generator alone.
	if jsonb_typeof(patch) = 'object' then patch := patch - 'is_generated'; end if;
	if jsonb_typeof(patch -> 'task') = 'object' then patch := patch #- '{task,is_generated}'; end if;
	result := private.apply_change(actor, change_id, target, base_version, patch, clock_timestamp());
	if result ->> 'status' = 'applied' then
		insert into private.changes (change_id, person_id, digest, result) values (submit.change_id, actor, digest, result);
	end if;
	return result;
end
$$;

comment on function private.submit(uuid, text, integer, jsonb) is
	'submit_change for whoever the session says is calling: answers a known change_id with its first result, else applies the change now.';

create function public.submit_change(change_id uuid, target text, base_version integer, patch jsonb) returns jsonb
language sql security invoker
set search_path = ''
as $$
	select private.submit(change_id, target, base_version, patch)
$$;
comment on function public.submit_change(uuid, text, integer, jsonb) is
	'The one write path of the field, as the caller. target is "task:<uuid>", "site:<uuid>" or "publication:<uuid>"; patch is {"action": …, …}. Answers {"status":"applied","receipt",…}, {"status":"conflict","base",…current…} or {"status":"refused","code","field"}. A known change_id is answered with its first result.';

create function private.replay_changes(changes jsonb) returns integer
language plpgsql
set search_path = ''
as $$
declare
	change jsonb;
	result jsonb;
	applied integer := 0;
begin
	for change in select value from jsonb_array_elements(changes) loop
		result := private.apply_change(
			(change ->> 'actor')::uuid, (change ->> 'change_id')::uuid, change ->> 'target',
			case
				when change -> 'patch' ->> 'action' in ('create', 'attach') then null
				when change ->> 'target' like 'task:%' then (select t.version from public.tasks t where t.id = split_part(change ->> 'target', ':', 2)::uuid)
				when change ->> 'target' like 'site:%' then (select s.version from public.sites s where s.id = split_part(change ->> 'target', ':', 2)::uuid)
				else (select p.version from public.publication_proposals p where p.id = split_part(change ->> 'target', ':', 2)::uuid)
			end,
			change -> 'patch', (change ->> 'at')::timestamptz
		);
		if result ->> 'status' <> 'applied' then
			raise exception 'change % of %: %', change -> 'patch' ->> 'action', change ->> 'target', result;
		end if;
		applied := applied + 1;
	end loop;
	return applied;
end
$$;
comment on function private.replay_changes(jsonb) is
	'Applies past changes in order, each as its person at its moment, through the same rules. For generated history; reachable only by the owner of the database.';

insert into private.grants (kind, object, privileges, grantee) values
	('function', 'private.submit', 'execute', 'authenticated'),
	('function', 'public.submit_change', 'execute', 'authenticated');
select private.apply_grants();
