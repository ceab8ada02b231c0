-- Files in and out. Import: rows are staged in any number of calls and become sites and tasks in one
-- transaction, so a file is stored whole or not at all and memory does not grow with it. Export: pages
-- of cases as the caller may see them, each counted in a log.

create table public.import_batches (
	id uuid primary key,
	campaign_id text not null references public.campaigns (id),
	file_name text not null check (length(file_name) between 1 and 300),
	file_digest text check (file_digest ~ '^[0-9a-f]{64}$'),
	profile text check (length(profile) <= 200),
	encoding text check (length(encoding) <= 40),
	crs text check (length(crs) <= 40),
	source text not null check (length(source) between 1 and 120),
	state text not null default 'staging' check (state in ('staging', 'imported', 'undone', 'discarded')),
	rows_read integer not null default 0,
	rows_imported integer not null default 0,
	rows_rejected integer not null default 0,
	notes jsonb not null default '{}',
	created_by uuid references public.people (id),
	created_at timestamptz not null default now(),
	imported_at timestamptz,
	undone_at timestamptz,
	undone_by uuid references public.people (id)
);
comment on table public.import_batches is
	'One imported file: what it was, what became of its rows, and by whom. notes counts known faults by name (default_point, missing_address …).';
comment on column public.import_batches.file_digest is
	'SHA-256 over the SHA-256 of each mebibyte of the file: a browser can tell it without holding the file.';
create index import_batches_digest on public.import_batches (campaign_id, file_digest) where state = 'imported';
alter table public.import_batches enable row level security;
create policy "importers read batches" on public.import_batches for select to authenticated
	using (cardinality((select private.my_scopes('create', 'imports'))) > 0);

create table public.import_profiles (
	id text primary key check (id ~ '^[a-z0-9-]{1,60}$'),
	document jsonb not null check (jsonb_typeof(document) = 'object' and length(document::text) <= 100000),
	created_by uuid references public.people (id),
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now()
);
comment on table public.import_profiles is 'A remembered mapping from the columns of some kind of file to ours (src/lib/ledger/profile.ts describes the document).';
alter table public.import_profiles enable row level security;
create policy "importers read profiles" on public.import_profiles for select to authenticated
	using (cardinality((select private.my_scopes('create', 'imports'))) > 0);
create policy "importers add profiles" on public.import_profiles for insert to authenticated
	with check (cardinality((select private.my_scopes('create', 'imports'))) > 0);
create policy "importers change profiles" on public.import_profiles for update to authenticated
	using (cardinality((select private.my_scopes('create', 'imports'))) > 0)
	with check (cardinality((select private.my_scopes('create', 'imports'))) > 0);

create unlogged table private.import_rows (
	batch_id uuid not null,
	row_number integer not null,
	ref text,
	layer_id text,
	kind_id text,
	title text,
	description text,
	area_code text collate "C",
	geometry extensions.geometry (Geometry, 4326),
	stage text,
	outcome text,
	reported_at timestamptz,
	filed_at timestamptz,
	due_at timestamptz,
	closed_at timestamptz,
	has_clock boolean not null,
	reason text,
	code text,
	department text,
	quantity_target numeric,
	quantity_done numeric,
	attributes jsonb not null,
	raw jsonb,
	photos jsonb,
	crs text,
	primary key (batch_id, row_number)
);
comment on table private.import_rows is
	'Rows between the file and the ledger, as columns, so that checking and storing read no JSON. Unlogged: a crash loses nothing that was acknowledged as imported.';

create function private.importer() returns uuid
language plpgsql stable security definer
set search_path = ''
as $$
declare
	person uuid := private.my_person();
begin
	if not private.is_operator() and cardinality(private.my_scopes('create', 'imports')) = 0 then
		perform private.refuse('not_allowed', 'import');
	end if;
	return person;
end
$$;

comment on function private.importer() is 'The calling person (null for the server''s own commands), or a refusal when they may not import.';

create function private.staging_batch(batch uuid) returns public.import_batches
language plpgsql
set search_path = ''
as $$
declare
	found_batch public.import_batches;
	person uuid := private.importer();
begin
	select * into found_batch from public.import_batches b where b.id = batch for update;
	if found_batch.id is null or (found_batch.created_by is distinct from person and not private.is_operator()) then
		perform private.refuse('unknown_batch', 'batch');
	end if;
	if found_batch.state <> 'staging' then perform private.refuse('batch_not_open', 'batch', to_jsonb(found_batch.state)); end if;
	return found_batch;
end
$$;
comment on function private.staging_batch(uuid) is 'The caller''s own open batch, locked.';

create function private.drop_rows(batch uuid) returns integer
language plpgsql
set search_path = ''
as $$
declare
	dropped integer;
begin
	if exists (select 1 from private.import_rows r where r.batch_id <> batch) then
		delete from private.import_rows r where r.batch_id = batch;
		get diagnostics dropped = row_count;
	else
		select count(*) into dropped from private.import_rows;
		-- Deleted rows would keep their place on disk where no autovacuum runs (PGlite).
		truncate private.import_rows;
	end if;
	return dropped;
end
$$;
comment on function private.drop_rows(uuid) is 'Empties a batch of what was staged; answers how many rows that were.';

create function public.import_begin(batch jsonb) returns void
language plpgsql security definer
set search_path = ''
as $$
declare
	person uuid := private.importer();
	campaign public.campaigns;
	earlier public.import_batches;
	left_over uuid;
begin
	select * into campaign from public.campaigns c where c.id = batch ->> 'campaign_id';
	if campaign.id is null then perform private.refuse('unknown_campaign', 'campaign', batch -> 'campaign_id'); end if;
	select * into earlier from public.import_batches b
	where b.campaign_id = campaign.id and b.file_digest = batch ->> 'file_digest' and b.state = 'imported' order by b.imported_at limit 1;
	if earlier.id is not null then
		perform private.refuse('file_imported', 'file', to_jsonb(to_char(earlier.imported_at at time zone 'UTC', 'YYYY-MM-DD')));
	end if;
	-- What a closed browser left behind.
	for left_over in select b.id from public.import_batches b where b.state = 'staging' and b.created_at < now() - interval '1 day' for update skip locked loop
		delete from private.import_rows r where r.batch_id = left_over;
		update public.import_batches b set state = 'discarded' where b.id = left_over;
	end loop;
	insert into public.import_batches (id, campaign_id, file_name, file_digest, profile, encoding, crs, source, created_by)
	values (
		private.uuid_of(batch, 'id'), campaign.id, left(batch ->> 'file_name', 300), batch ->> 'file_digest', batch ->> 'profile',
		batch ->> 'encoding', batch ->> 'crs', left(coalesce(batch ->> 'source', batch ->> 'file_name'), 120), person
	);
end
$$;
comment on function public.import_begin(jsonb) is
	'Opens a batch: {"id","campaign_id","file_name","file_digest","profile","encoding","crs","source"}. source names where the rows come from; a source_ref is stored once per source. The same file twice in a campaign is refused (file_imported).';

create function public.import_stage(batch uuid, rows jsonb) returns integer
language plpgsql security definer
set search_path = ''
as $$
declare
	staged integer;
begin
	perform private.staging_batch(batch);
	begin
		insert into private.import_rows
		select batch, r.row, r.ref, r.layer, r.kind, r.title, r.description, r.area,
			extensions.st_setsrid(extensions.st_geomfromgeojson(nullif(r.geometry, 'null')), 4326),
			r.stage, r.outcome, r.reported_at, r.filed_at, r.due_at, r.closed_at, coalesce(r.clock, true), r.reason, r.code, r.department,
			r.quantity_target, r.quantity_done, coalesce(nullif(r.attributes, 'null'), '{}'), nullif(r.raw, 'null'), nullif(r.photos, 'null'), r.crs
		from jsonb_to_recordset(rows) as r (
			row integer, ref text, layer text, kind text, title text, description text, area text, geometry jsonb, stage text, outcome text,
			reported_at timestamptz, filed_at timestamptz, due_at timestamptz, closed_at timestamptz, clock boolean, reason text, code text,
			department text, quantity_target numeric, quantity_done numeric, attributes jsonb, raw jsonb, photos jsonb, crs text
		)
		on conflict on constraint import_rows_pkey do nothing;
		get diagnostics staged = row_count;
	exception when data_exception or integrity_constraint_violation or internal_error then
		-- Only a client of somebody's own sends such rows; PostGIS calls a broken geometry an internal error.
		perform private.refuse('bad_rows', 'rows');
	end;
	return staged;
end
$$;
comment on function public.import_stage(uuid, jsonb) is
	'Adds rows to an open batch; a repeated row number is kept once, so a call may be repeated. A row: {"row","ref","layer","kind","title","description","area","geometry"|null,"stage","outcome","reported_at","filed_at","due_at","closed_at","clock","reason","code","department","quantity_target","quantity_done","attributes","raw","photos":[{"phase","url"}],"crs"} (src/lib/ledger/draft.ts).';

create function public.import_check(batch uuid, most integer default 1000) returns json
language plpgsql security definer
set search_path = ''
set statement_timeout = '15min'
as $$
declare
	opened public.import_batches := private.staging_batch(batch);
	campaign public.campaigns;
	scopes text[] := case when private.is_operator() then array[''] else private.my_scopes('create', 'imports') end;
begin
	select * into campaign from public.campaigns c where c.id = opened.campaign_id;
	return (
		with staged as not materialized (
			select * from private.import_rows r where r.batch_id = batch
		)
		select coalesce(json_agg(json_build_object('row', i.row_number, 'field', i.field, 'value', i.value, 'code', i.code) order by i.row_number), '[]'::json)
		from (
			select r.row_number, 'area' as field, r.area_code as value, 'unknown_area' as code
			from staged r left join public.areas a on a.code = r.area_code
			where a.code is null or not starts_with(a.code, campaign.area_code) or not private.covers(scopes, a.code)
			union all
			select r.row_number, 'layer', r.layer_id, 'unknown_layer'
			from staged r left join public.layers l on l.campaign_id = campaign.id and l.id = r.layer_id where l.id is null
			union all
			select r.row_number, 'kind', r.kind_id, 'unknown_kind'
			from staged r left join public.task_kinds k on k.campaign_id = campaign.id and k.id = r.kind_id and k.layer_id = r.layer_id where k.id is null
			union all
			select r.row_number, 'stage', r.stage, 'unknown_stage'
			from staged r left join private.stages s on s.campaign_id = campaign.id and s.id = r.stage where s.id is null
			union all
			select r.row_number, 'title', left(r.title, 100), 'bad_row' from staged r
			where coalesce(length(r.title), 0) not between 1 and 200 or r.outcome not in ('fixed', 'not_ours', 'duplicate', 'void', 'deferred')
				or r.quantity_target < 0 or r.quantity_done < 0
			union all
			select r.row_number, 'geometry', extensions.geometrytype(r.geometry), 'wrong_geometry'
			from staged r join public.layers l on l.campaign_id = campaign.id and l.id = r.layer_id
			where extensions.geometrytype(r.geometry) not in ('POINT', 'POLYGON', 'MULTIPOLYGON') or extensions.st_isempty(r.geometry)
				or (l.geometry = 'point' and extensions.geometrytype(r.geometry) <> 'POINT')
				or (l.geometry = 'polygon' and extensions.geometrytype(r.geometry) = 'POINT')
			union all
			select r.row_number, 'geometry', extensions.st_isvalidreason(r.geometry), 'crossing_geometry'
			from staged r where extensions.geometrytype(r.geometry) <> 'POINT' and not extensions.st_isvalid(r.geometry)
			union all
			select r.row_number, 'ref', r.ref, 'already_imported'
			from staged r join public.sites s on s.campaign_id = campaign.id and s.source = opened.source and s.source_ref = r.ref and s.removed_at is null
			union all
			select d.row_number, 'ref', d.ref, 'repeated_ref'
			from (select r.row_number, r.ref, row_number() over (partition by r.ref order by r.row_number) as nth from staged r where r.ref is not null) d
			where d.nth > 1
			order by 1, 2
			limit least(most, 5000)
		) i
	);
end
$$;
comment on function public.import_check(uuid, integer) is
	'What the database would refuse of the staged rows, in their order (at most 5,000): row, field, value, code. Of rows with the same reference the first may stay.';

create function public.import_discard(batch uuid, rows integer[] default null) returns integer
language plpgsql security definer
set search_path = ''
as $$
declare
	dropped integer;
begin
	perform private.staging_batch(batch);
	if import_discard.rows is not null then
		delete from private.import_rows r where r.batch_id = batch and r.row_number = any (import_discard.rows);
		get diagnostics dropped = row_count;
		return dropped;
	end if;
	update public.import_batches b set state = 'discarded' where b.id = batch;
	return private.drop_rows(batch);
end
$$;
comment on function public.import_discard(uuid, integer[]) is 'Drops the given rows of an open batch, or the batch.';

create function private.store_rows(opened public.import_batches, first_row integer, last_row integer, at timestamptz) returns integer
language plpgsql
set search_path = ''
-- Nothing is known of rows that were staged a moment ago: left alone, the planner takes them for few.
set enable_nestloop = off
set work_mem = '32MB'
as $$
declare
	campaign public.campaigns;
	calendar text;
	stored integer;
begin
	-- Lasts as long as the import does.
	perform set_config('zhantu.shard', '8', true);
	select * into campaign from public.campaigns c where c.id = opened.campaign_id;
	calendar := campaign.calendar_id;
	with incoming as materialized (
		select r.*, gen_random_uuid() as site_id, gen_random_uuid() as task_id, l.is_internal, st.clock,
			k.code as kind_code, k.code_kind, k.standard_ref, k.unit, k.limit_amount, k.limit_unit,
			row_number() over (partition by r.area_code order by r.row_number) as nth,
			coalesce(r.reported_at, r.filed_at, at) as opened_at,
			case when r.stage <> 'reported' then coalesce(r.filed_at, r.reported_at, at) end as started_at
		from private.import_rows r
		join public.layers l on l.campaign_id = campaign.id and l.id = r.layer_id
		join public.task_kinds k on k.campaign_id = campaign.id and k.id = r.kind_id
		join private.stages st on st.campaign_id = campaign.id and st.id = r.stage
		where r.batch_id = opened.id and r.row_number between first_row and last_row
	), counted as (
		select i.area_code, count(*)::integer as rows from incoming i group by i.area_code
	), counters as (
		insert into private.counters as c (campaign_id, area_code, last_number)
		select campaign.id, i.area_code, i.rows from counted i order by i.area_code
		on conflict on constraint counters_pkey do update set last_number = c.last_number + excluded.last_number
		returning c.area_code, c.last_number
	), numbered as materialized (
		select i.*, (c.last_number - n.rows + i.nth)::integer as number, d.ends_at, d.amount, d.limited_in
		from incoming i
		join counted n on n.area_code = i.area_code
		join counters c on c.area_code = i.area_code
		cross join lateral (
			-- A target given by the source stands in natural hours; one that is missing stays missing for
			-- finished cases and is computed for running ones, unless the source has no limits at all.
			select
				case
					when i.due_at is not null then i.due_at
					when i.clock = 'run' and i.started_at is not null and i.has_clock
						then private.due_after(calendar, i.started_at, i.limit_amount, i.limit_unit)
				end as ends_at,
				case
					when i.due_at is not null and i.started_at is not null
						then greatest(round(extract(epoch from i.due_at - i.started_at)::numeric / 3600, 2), 0.01)
					when i.has_clock then i.limit_amount
				end as amount,
				case when i.due_at is not null and i.started_at is not null then 'hours' when i.has_clock then i.limit_unit end as limited_in
		) d
	), placed as (
		insert into public.sites (
			id, campaign_id, layer_id, area_code, number, title, geometry, attributes, is_internal, current_task_id,
			source, source_ref, source_crs, raw, batch_id, created_at, created_by, updated_at
		)
		select n.site_id, campaign.id, n.layer_id, n.area_code, n.number, n.title, n.geometry, n.attributes, n.is_internal, n.task_id,
			opened.source, n.ref, coalesce(n.crs, opened.crs, 'WGS84'), n.raw, opened.id, at, opened.created_by, at
		from numbered n
	), tasked as (
		insert into public.tasks (
			id, campaign_id, site_id, area_code, layer_id, kind_id, number, title, description, stage, outcome, code, code_kind,
			standard_ref, department, limit_amount, limit_unit, started_at, due_at, warn_at, unit, quantity_target, quantity_done,
			reported_at, filed_at, closed_at, stage_since, is_internal, batch_id, updated_at
		)
		select n.task_id, campaign.id, n.site_id, n.area_code, n.layer_id, n.kind_id,
			private.case_number(n.area_code, n.number),
			n.title, left(n.description, 4000), n.stage, n.outcome, coalesce(n.code, n.kind_code), n.code_kind, n.standard_ref, n.department,
			n.amount, n.limited_in, n.started_at, n.ends_at,
			case when n.clock = 'run' and n.ends_at is not null then
				greatest(n.started_at, private.before_due(calendar, n.ends_at, private.limit_hours(calendar, n.amount, n.limited_in) * 0.2, n.limited_in))
			end,
			n.unit, n.quantity_target, n.quantity_done,
			n.opened_at, n.started_at, n.closed_at, coalesce(n.closed_at, n.started_at, n.opened_at), n.is_internal, opened.id, at
		from numbered n
	), pictures as (
		insert into public.evidence (id, task_id, area_code, phase, source_url, created_at)
		select gen_random_uuid(), n.task_id, n.area_code, p ->> 'phase', p ->> 'url', at
		from numbered n cross join lateral jsonb_array_elements(n.photos) p
		where p ->> 'url' ~ '^https?://'
	), entries as (
		select n.task_id, 1 as seq, opened.id as change_id, at as happened_at, null::timestamptz as device_at, opened.created_by as actor_id,
			'import' as action, null::text as from_stage, n.stage as to_stage,
			jsonb_strip_nulls(jsonb_build_object(
				'file', opened.file_name, 'row', n.row_number, 'ref', n.ref, 'reported_at', n.reported_at,
				'due_at', n.due_at, 'closed_at', n.closed_at, 'outcome', n.outcome, 'reason', n.reason
			)) as payload
		from numbered n
	), chained as (
		insert into public.task_events
		-- private.event_hash written out for a first entry: called, it costs a third of the whole import.
		select e.*, '', encode(sha256(convert_to(concat_ws('|',
			'', e.task_id, e.seq, e.change_id, (extract(epoch from e.happened_at) * 1000000)::bigint, '',
			coalesce(e.actor_id::text, ''), e.action, '', e.to_stage, e.payload::text
		), 'UTF8')), 'hex')
		from entries e
		returning task_id, seq, hash
	)
	insert into private.ledger_heads (task_id, length, hash) select c.task_id, c.seq, c.hash from chained c;
	get diagnostics stored = row_count;
	return stored;
end
$$;
comment on function private.store_rows(public.import_batches, integer, integer, timestamptz) is
	'Turns staged rows of a range into sites, tasks, links to pictures and ledger entries, in one statement: every reference among them is checked at its end, so that what waits to be checked does not grow with the file.';

create function public.import_commit(batch uuid, summary jsonb default '{}') returns json
language plpgsql security definer
set search_path = ''
set statement_timeout = '15min'
as $$
declare
	opened public.import_batches := private.staging_batch(batch);
	at timestamptz := clock_timestamp();
	problems json := public.import_check(batch);
	slice record;
	stored integer := 0;
begin
	if json_array_length(problems) > 0 then
		perform private.refuse('rows_refused', 'rows', problems::jsonb);
	end if;
	set constraints all immediate;
	for slice in
		select min(r.row_number) as first_row, max(r.row_number) as last_row
		from (select i.row_number, (row_number() over (order by i.row_number) - 1) / 10000 as part from private.import_rows i where i.batch_id = batch) r
		group by r.part order by r.part
	loop
		stored := stored + private.store_rows(opened, slice.first_row, slice.last_row, at);
	end loop;
	if stored = 0 then perform private.refuse('no_rows', 'rows'); end if;
	perform private.drop_rows(batch);
	update public.import_batches b set
		state = 'imported', rows_imported = stored, imported_at = at,
		rows_read = coalesce((summary ->> 'read')::integer, stored), rows_rejected = coalesce((summary ->> 'rejected')::integer, 0),
		notes = coalesce(summary -> 'notes', '{}')
	where b.id = batch;
	return json_build_object('imported', stored);
end
$$;
comment on function public.import_commit(uuid, jsonb) is
	'Turns the staged rows into sites, tasks and ledger entries in one transaction. Refuses the whole batch (rows_refused) when import_check finds anything. summary: {"read","rejected","notes"}.';

create function public.import_undo(batch uuid) returns json
language plpgsql security definer
set search_path = ''
set statement_timeout = '15min'
as $$
declare
	person uuid := private.importer();
	found_batch public.import_batches;
	worked integer;
	undone integer;
	at timestamptz := clock_timestamp();
begin
	select * into found_batch from public.import_batches b where b.id = batch for update;
	if found_batch.id is null or not (
		private.is_operator() or found_batch.created_by is not distinct from person
		or private.can('create', 'imports', (select c.area_code from public.campaigns c where c.id = found_batch.campaign_id))
	) then
		perform private.refuse('unknown_batch', 'batch');
	end if;
	if found_batch.state <> 'imported' then perform private.refuse('batch_not_open', 'batch', to_jsonb(found_batch.state)); end if;
	-- Any entry after the import's own is work: moves, pictures, corrections of the site, further cases on it.
	select count(*) into worked
	from public.tasks t
	left join private.ledger_heads h on h.task_id = t.id
	where (t.batch_id = batch and h.length > 1)
		or (t.batch_id is distinct from batch and t.removed_at is null and t.site_id in (select s.id from public.sites s where s.batch_id = batch));
	if worked > 0 then perform private.refuse('batch_worked_on', 'batch', to_jsonb(worked)); end if;
	perform set_config('zhantu.shard', '8', true);
	update public.sites s set removed_at = at, updated_at = at, version = s.version + 1 where s.batch_id = batch and s.removed_at is null;
	get diagnostics undone = row_count;
	update public.tasks t set removed_at = at, updated_at = at, version = t.version + 1 where t.batch_id = batch and t.removed_at is null;
	with entries as (
		select h.task_id, h.length + 1 as seq, batch as change_id, at, null::timestamptz as device_at, person as actor_id, 'import_undo' as action,
			null::text as from_stage, null::text as to_stage, '{}'::jsonb as payload, h.hash as previous_hash
		from private.ledger_heads h join public.tasks t on t.id = h.task_id where t.batch_id = batch
	), chained as (
		insert into public.task_events
		select e.task_id, e.seq, e.change_id, e.at, e.device_at, e.actor_id, e.action, e.from_stage, e.to_stage, e.payload, e.previous_hash,
			private.event_hash(row (e.task_id, e.seq, e.change_id, e.at, e.device_at, e.actor_id, e.action, e.from_stage, e.to_stage, e.payload, e.previous_hash, '')::public.task_events)
		from entries e
		returning task_id, seq, hash
	)
	update private.ledger_heads h set length = c.seq, hash = c.hash from chained c where c.task_id = h.task_id;
	update public.import_batches b set state = 'undone', undone_at = at, undone_by = person where b.id = batch;
	return json_build_object('undone', undone);
end
$$;
comment on function public.import_undo(uuid) is
	'Takes a whole batch back: its sites and tasks disappear everywhere, the ledger keeps both acts. Refused (batch_worked_on) once somebody has worked on one of its cases.';

create function public.import_places(campaign text) returns json
language sql stable security invoker
set search_path = ''
as $$
	select coalesce(json_agg(json_build_object(
		'code', a.code, 'level', a.level, 'name', a.name, 'nameEn', a.name_en, 'boundary', extensions.st_asgeojson(a.boundary, 7)::json
	) order by a.code), '[]'::json)
	from public.campaigns c
	join public.areas a on starts_with(a.code, c.area_code) or starts_with(c.area_code, a.code)
	where c.id = import_places.campaign and a.level not in ('building', 'unit')
$$;
comment on function public.import_places(text) is 'The areas that rows of a file may name: those of the campaign and the ones above it, with their boundaries.';

create function public.list_imports(page integer default 0, page_size integer default 20) returns json
language sql stable security invoker
set search_path = ''
as $$
	with listed as (
		select * from public.import_batches b where b.state in ('imported', 'undone')
	)
	select json_build_object(
		'total', (select count(*) from listed),
		'rows', coalesce((
			select json_agg(json_build_object(
				'id', b.id, 'campaign', b.campaign_id, 'campaignName', c.name, 'area', c.area_code, 'fileName', b.file_name, 'profile', b.profile,
				'encoding', b.encoding, 'crs', b.crs, 'source', b.source, 'state', b.state, 'rowsRead', b.rows_read, 'rowsImported', b.rows_imported,
				'rowsRejected', b.rows_rejected, 'notes', b.notes, 'importedAt', b.imported_at, 'importedBy', private.person_name(b.created_by),
				'undoneAt', b.undone_at, 'undoneBy', private.person_name(b.undone_by)
			) order by b.created_at desc, b.id)
			from (select * from listed l order by l.created_at desc, l.id limit least(page_size, 100) offset greatest(page, 0) * least(page_size, 100)) b
			join public.campaigns c on c.id = b.campaign_id
		), '[]'::json)
	)
$$;
comment on function public.list_imports(integer, integer) is 'Imported and undone batches, newest first; pages count from 0.';

-- Out ------------------------------------------------------------------------------------------------

create table public.exports (
	id uuid primary key default gen_random_uuid(),
	person_id uuid references public.people (id),
	campaign_id text not null references public.campaigns (id),
	area_code text collate "C" not null,
	layer_id text,
	format text not null check (format in ('csv', 'geojson')),
	rows integer not null default 0,
	is_complete boolean not null default false,
	started_at timestamptz not null default now(),
	last_at timestamptz not null default now()
);
comment on table public.exports is
	'Who took which cases out, and how many rows really left: counted page by page, also of an export that was broken off. person_id is null for a command on the server.';
create index exports_person on public.exports (person_id, started_at);
create index exports_area on public.exports (area_code, started_at);
alter table public.exports enable row level security;
create policy "people read their own exports" on public.exports for select to authenticated using (person_id = (select private.my_person()));
create policy "administrators read exports of their area" on public.exports for select to authenticated
	using (area_code operator(pg_catalog.^@) any ((select private.my_scopes('administer', 'people'))::text[]));

create function public.export_begin(request jsonb) returns uuid
language plpgsql security definer
set search_path = ''
as $$
declare
	begun uuid;
begin
	if not (private.is_operator() or private.is_staff()) then perform private.refuse('not_allowed', 'export'); end if;
	if not exists (select 1 from public.campaigns c where c.id = request ->> 'campaign') then
		perform private.refuse('unknown_campaign', 'campaign', request -> 'campaign');
	end if;
	if not exists (select 1 from public.areas a where a.code = request ->> 'area') then
		perform private.refuse('unknown_area', 'area', request -> 'area');
	end if;
	if request ->> 'layer' is not null and not exists (
		select 1 from public.layers l where l.campaign_id = request ->> 'campaign' and l.id = request ->> 'layer'
	) then
		perform private.refuse('unknown_layer', 'layer', request -> 'layer');
	end if;
	if coalesce(request ->> 'format', '') not in ('csv', 'geojson') then perform private.refuse('unknown_format', 'format', request -> 'format'); end if;
	insert into public.exports (person_id, campaign_id, area_code, layer_id, format)
	values (private.my_person(), request ->> 'campaign', request ->> 'area', request ->> 'layer', request ->> 'format')
	returning id into begun;
	return begun;
end
$$;
comment on function public.export_begin(jsonb) is
	'Opens an export: {"campaign","area","layer","format"}. Its pages are asked for by the id that is answered. Internal layers (cameras) are left out unless one is asked for by name.';

create function private.export_of(export uuid) returns public.exports
language plpgsql stable security definer
set search_path = ''
as $$
declare
	found_export public.exports;
begin
	select * into found_export from public.exports e where e.id = export_of.export;
	if found_export.id is null or (found_export.person_id is distinct from private.my_person() and not private.is_operator()) then
		perform private.refuse('unknown_export', 'export');
	end if;
	return found_export;
end
$$;
comment on function private.export_of(uuid) is 'The caller''s own export.';

create function private.count_export(export uuid, rows integer, is_last boolean) returns void
language sql security definer
set search_path = ''
as $$
	update public.exports e set rows = e.rows + count_export.rows, is_complete = count_export.is_last, last_at = now()
	where e.id = count_export.export
$$;
comment on function private.count_export(uuid, integer, boolean) is 'Adds a page that left to the log of its export.';

create function public.export_cases(export uuid, after text default '', page_size integer default 1000) returns json
language plpgsql security invoker
set search_path = ''
as $$
declare
	filter public.exports := private.export_of(export);
	page_rows integer := least(greatest(page_size, 1), 5000);
	page json;
begin
	with page as materialized (
		select t.*, s.source, s.source_ref, s.geometry, s.attributes
		from public.tasks t
		left join public.sites s on s.id = t.site_id
		where t.campaign_id = filter.campaign_id and t.removed_at is null
			and t.area_code >= filter.area_code and t.area_code < filter.area_code || '~'
			and (t.layer_id = filter.layer_id or (filter.layer_id is null and not t.is_internal))
			and t.number collate "C" > export_cases.after
		order by t.number collate "C"
		limit page_rows
	), named as materialized (
		select d.area_code, (select string_agg(p.name, ' ' order by length(p.code)) from private.area_path(d.area_code) p) as path
		from (select distinct p.area_code from page p) d
	), pictures as materialized (
		select v.task_id, json_agg(json_build_object('phase', v.phase, 'url', v.source_url) order by v.created_at, v.id) as links
		from public.evidence v
		where v.task_id in (select p.id from page p) and v.source_url is not null and v.removed_at is null
		group by v.task_id
	)
	select coalesce(json_agg(json_build_object(
		'number', t.number, 'title', t.title, 'description', t.description, 'layer', t.layer_id, 'kind', t.kind_id, 'area', t.area_code,
		'areaName', n.path, 'stage', t.stage, 'outcome', t.outcome, 'code', t.code, 'standardRef', t.standard_ref, 'department', t.department,
		'ownerName', private.person_name(t.owner_id), 'limitAmount', t.limit_amount, 'limitUnit', t.limit_unit,
		'reportedAt', t.reported_at, 'filedAt', t.filed_at, 'dueAt', t.due_at, 'closedAt', t.closed_at, 'reworkCount', t.rework_count,
		'quantityTarget', t.quantity_target, 'quantityDone', t.quantity_done, 'unit', t.unit, 'attributes', coalesce(t.attributes, '{}'),
		'geometry', extensions.st_asgeojson(t.geometry, 9)::json, 'source', t.source, 'ref', coalesce(t.source_ref, t.number),
		'photos', coalesce(v.links, '[]'::json)
	) order by t.number collate "C"), '[]'::json)
	into page
	from page t
	join named n on n.area_code = t.area_code
	left join pictures v on v.task_id = t.id;
	perform private.count_export(export, json_array_length(page), json_array_length(page) < page_rows);
	return page;
end
$$;
comment on function public.export_cases(uuid, text, integer) is
	'A page of an export, as the caller may see its cases, ordered by number; ask again with the last number as after until a page is short. No personal part beside the owner''s name. Every page is counted in exports.';

create index tasks_export on public.tasks (campaign_id, number collate "C") where removed_at is null;

insert into private.grants (kind, object, privileges, grantee) values
	('table', 'public.import_batches', 'select', 'authenticated'),
	('table', 'public.import_profiles', 'select, insert, update', 'authenticated'),
	('table', 'public.exports', 'select', 'authenticated'),
	('function', 'private.export_of', 'execute', 'authenticated'),
	('function', 'private.count_export', 'execute', 'authenticated'),
	-- The command on the server exports by the same function, as itself.
	('function', 'private.export_of', 'execute', 'service_role'),
	('function', 'private.count_export', 'execute', 'service_role'),
	('function', 'private.area_path', 'execute', 'service_role'),
	('function', 'private.person_name', 'execute', 'service_role'),
	('function', 'public.import_begin', 'execute', 'authenticated'),
	('function', 'public.import_stage', 'execute', 'authenticated'),
	('function', 'public.import_check', 'execute', 'authenticated'),
	('function', 'public.import_discard', 'execute', 'authenticated'),
	('function', 'public.import_commit', 'execute', 'authenticated'),
	('function', 'public.import_undo', 'execute', 'authenticated'),
	('function', 'public.import_places', 'execute', 'authenticated'),
	('function', 'public.list_imports', 'execute', 'authenticated'),
	('function', 'public.export_begin', 'execute', 'authenticated'),
	('function', 'public.export_cases', 'execute', 'authenticated');
select private.apply_grants();
