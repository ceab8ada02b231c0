-- Import batches. Rows are staged in any number of calls and become sites and tasks in one
-- transaction, so a file is stored whole or not at all and memory does not grow with it.

create table public.import_batches (
	id uuid primary key,
	campaign_id text not null references public.campaigns (id),
	file_name text not null check (length(file_name) between 1 and 300),
	file_sha256 text check (file_sha256 ~ '^[0-9a-f]{64}$'),
	profile text,
	encoding text,
	crs text,
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
alter table public.import_batches enable row level security;
create policy "importers read batches" on public.import_batches for select to authenticated
	using (cardinality((select private.my_scopes('create', 'imports'))) > 0);

create table public.import_profiles (
	id text primary key check (id ~ '^[a-z0-9-]{1,60}$'),
	document jsonb not null,
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
	data jsonb not null,
	primary key (batch_id, row_number)
);
comment on table private.import_rows is 'Rows between the file and the ledger. Unlogged: a crash loses nothing that was acknowledged as imported.';

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

create function public.import_begin(batch jsonb) returns void
language plpgsql security definer
set search_path = ''
as $$
declare
	person uuid := private.importer();
begin
	if not exists (select 1 from public.campaigns c where c.id = batch ->> 'campaign_id') then
		perform private.refuse('unknown_campaign', 'campaign', batch -> 'campaign_id');
	end if;
	insert into public.import_batches (id, campaign_id, file_name, file_sha256, profile, encoding, crs, source, created_by)
	values (
		(batch ->> 'id')::uuid, batch ->> 'campaign_id', batch ->> 'file_name', batch ->> 'file_sha256', batch ->> 'profile',
		batch ->> 'encoding', batch ->> 'crs', coalesce(batch ->> 'source', batch ->> 'file_name'), person
	);
end
$$;
comment on function public.import_begin(jsonb) is
	'Opens a batch: {"id","campaign_id","file_name","file_sha256","profile","encoding","crs","source"}. source names where the rows come from; a source_ref is stored once per source.';

create function public.import_stage(batch uuid, rows jsonb) returns integer
language plpgsql security definer
set search_path = ''
as $$
declare
	staged integer;
begin
	perform private.staging_batch(batch);
	insert into private.import_rows (batch_id, row_number, data)
	select batch, (r ->> 'row')::integer, r from jsonb_array_elements(rows) r
	on conflict on constraint import_rows_pkey do nothing;
	get diagnostics staged = row_count;
	return staged;
end
$$;
comment on function public.import_stage(uuid, jsonb) is
	'Adds rows to an open batch; a repeated row number is kept once, so a call may be repeated. A row: {"row","ref","layer","kind","title","description","area","geometry"|null,"stage","outcome","reported_at","filed_at","due_at","closed_at","code","quantity_target","quantity_done","department","attributes","raw","photos":[{"phase","url"}],"crs"}.';

create function public.import_check(batch uuid) returns json
language plpgsql security definer
set search_path = ''
as $$
declare
	opened public.import_batches := private.staging_batch(batch);
	campaign public.campaigns;
	is_operator boolean := private.is_operator();
	scopes text[] := private.my_scopes('create', 'imports');
	repeated text[];
begin
	select * into campaign from public.campaigns c where c.id = opened.campaign_id;
	select array_agg(d.ref) into repeated from (
		select r.data ->> 'ref' as ref from private.import_rows r where r.batch_id = batch group by 1 having count(*) > 1
	) d;
	return (
		select coalesce(json_agg(json_build_object('row', i.row_number, 'field', i.field, 'value', i.value, 'code', i.code) order by i.row_number), '[]'::json)
		from (
			select r.row_number, v.field, v.value, v.code
			from private.import_rows r
			left join public.areas a on a.code = r.data ->> 'area'
			left join public.layers l on l.campaign_id = campaign.id and l.id = r.data ->> 'layer'
			left join public.task_kinds k on k.campaign_id = campaign.id and k.id = r.data ->> 'kind'
			cross join lateral (
				select 'area' as field, r.data ->> 'area' as value, 'unknown_area' as code
				where a.code is null or not starts_with(a.code, campaign.area_code)
					or not (is_operator or private.covers(scopes, a.code))
				union all
				select 'layer', r.data ->> 'layer', 'unknown_layer' where l.id is null
				union all
				select 'kind', r.data ->> 'kind', 'unknown_kind' where k.id is null or k.layer_id <> r.data ->> 'layer'
				union all
				select 'stage', r.data ->> 'stage', 'unknown_stage'
				where not exists (select 1 from private.stages s where s.campaign_id = campaign.id and s.id = r.data ->> 'stage')
				union all
				select 'ref', r.data ->> 'ref', 'already_imported'
				where exists (
					select 1 from public.sites s
					where s.campaign_id = campaign.id and s.source = opened.source and s.source_ref = r.data ->> 'ref' and s.removed_at is null
				)
				union all
				select 'ref', r.data ->> 'ref', 'repeated_ref'
				where r.data ->> 'ref' = any (repeated)
			) v
			where r.batch_id = batch
			order by r.row_number
			limit 1000
		) i
	);
end
$$;
comment on function public.import_check(uuid) is 'What the database would refuse of the staged rows (at most 1,000): row, field, value, code.';

create function public.import_discard(batch uuid, rows integer[] default null) returns integer
language plpgsql security definer
set search_path = ''
as $$
declare
	dropped integer;
begin
	perform private.staging_batch(batch);
	delete from private.import_rows r where r.batch_id = batch and (import_discard.rows is null or r.row_number = any (import_discard.rows));
	get diagnostics dropped = row_count;
	if import_discard.rows is null then
		update public.import_batches b set state = 'discarded' where b.id = batch;
	end if;
	return dropped;
end
$$;
comment on function public.import_discard(uuid, integer[]) is 'Drops the given rows of an open batch, or the batch.';

create function public.import_commit(batch uuid, summary jsonb default '{}') returns json
language plpgsql security definer
set search_path = ''
as $$
declare
	opened public.import_batches := private.staging_batch(batch);
	campaign public.campaigns;
	calendar text;
	at timestamptz := clock_timestamp();
	actor uuid := opened.created_by;
	problems json := public.import_check(batch);
	stored integer;
begin
	if json_array_length(problems) > 0 then
		perform private.refuse('rows_refused', 'rows', problems::jsonb);
	end if;
	select * into campaign from public.campaigns c where c.id = opened.campaign_id;
	calendar := campaign.calendar_id;

	create temporary table incoming on commit drop as
	select r.row_number, gen_random_uuid() as site_id, gen_random_uuid() as task_id, r.data,
		r.data ->> 'area' as area_code,
		(row_number() over (partition by r.data ->> 'area' order by r.row_number))::integer as nth
	from private.import_rows r where r.batch_id = batch;

	insert into private.counters as c (campaign_id, area_code, last_number)
	select campaign.id, i.area_code, count(*) from incoming i group by i.area_code order by i.area_code
	on conflict on constraint counters_pkey do update set last_number = c.last_number + excluded.last_number;

	set constraints all deferred;
	insert into public.sites (
		id, campaign_id, layer_id, area_code, number, title, geometry, attributes, is_internal, current_task_id,
		source, source_ref, source_crs, raw, batch_id, created_at, created_by, updated_at
	)
	select i.site_id, campaign.id, i.data ->> 'layer', i.area_code, c.last_number - n.rows + i.nth, left(i.data ->> 'title', 200),
		extensions.st_setsrid(extensions.st_geomfromgeojson(nullif(i.data -> 'geometry', 'null')::text), 4326),
		coalesce(nullif(i.data -> 'attributes', 'null'), '{}'), l.is_internal, i.task_id,
		opened.source, i.data ->> 'ref', coalesce(i.data ->> 'crs', opened.crs, 'WGS84'), nullif(i.data -> 'raw', 'null'), batch, at, actor, at
	from incoming i
	join public.layers l on l.campaign_id = campaign.id and l.id = i.data ->> 'layer'
	join private.counters c on c.campaign_id = campaign.id and c.area_code = i.area_code
	join (select area_code, count(*)::integer as rows from incoming group by 1) n on n.area_code = i.area_code;
	get diagnostics stored = row_count;

	insert into public.tasks (
		id, campaign_id, site_id, area_code, layer_id, kind_id, number, title, description, stage, outcome, code, code_kind,
		standard_ref, department, limit_amount, limit_unit, started_at, due_at, warn_at, unit, quantity_target, quantity_done,
		reported_at, filed_at, closed_at, stage_since, is_internal, batch_id, updated_at
	)
	select i.task_id, campaign.id, i.site_id, i.area_code, s.layer_id, k.id,
		i.area_code || '-' || case when s.number < 1000 then lpad(s.number::text, 3, '0') else s.number::text end,
		s.title, left(i.data ->> 'description', 4000), i.data ->> 'stage', i.data ->> 'outcome',
		coalesce(i.data ->> 'code', k.code), k.code_kind, k.standard_ref, i.data ->> 'department',
		d.limit_amount, d.limit_unit, d.started_at, d.due_at,
		case when st.clock = 'run' and d.due_at is not null then
			greatest(d.started_at, private.before_due(calendar, d.due_at, private.limit_hours(calendar, d.limit_amount, d.limit_unit) * 0.2, d.limit_unit))
		end,
		k.unit, (i.data ->> 'quantity_target')::numeric, (i.data ->> 'quantity_done')::numeric,
		d.reported_at, d.started_at, (i.data ->> 'closed_at')::timestamptz,
		coalesce((i.data ->> 'closed_at')::timestamptz, d.started_at, d.reported_at), s.is_internal, batch, at
	from incoming i
	join public.sites s on s.id = i.site_id
	join public.task_kinds k on k.campaign_id = campaign.id and k.id = i.data ->> 'kind'
	join private.stages st on st.campaign_id = campaign.id and st.id = i.data ->> 'stage'
	cross join lateral (
		select coalesce((i.data ->> 'reported_at')::timestamptz, (i.data ->> 'filed_at')::timestamptz, at) as reported_at,
			case when i.data ->> 'stage' <> 'reported' then
				coalesce((i.data ->> 'filed_at')::timestamptz, (i.data ->> 'reported_at')::timestamptz, at)
			end as filed_at
	) f
	cross join lateral (
		select f.reported_at, f.filed_at as started_at,
			-- A target given by the source stands in natural hours; one that is missing stays missing
			-- for finished cases and is computed for running ones.
			case
				when (i.data ->> 'due_at') is not null then (i.data ->> 'due_at')::timestamptz
				when st.clock = 'run' and f.filed_at is not null and coalesce((i.data ->> 'clock')::boolean, true) then private.due_after(calendar, f.filed_at, k.limit_amount, k.limit_unit)
			end as due_at,
			case when (i.data ->> 'due_at') is not null and f.filed_at is not null
				then greatest(round(extract(epoch from (i.data ->> 'due_at')::timestamptz - f.filed_at)::numeric / 3600, 2), 0.01)
				else k.limit_amount end as limit_amount,
			case when (i.data ->> 'due_at') is not null and f.filed_at is not null then 'hours' else k.limit_unit end as limit_unit
	) d;

	insert into public.evidence (id, task_id, area_code, phase, source_url, created_at)
	select gen_random_uuid(), i.task_id, i.area_code, p ->> 'phase', p ->> 'url', at
	from incoming i cross join lateral jsonb_array_elements(coalesce(nullif(i.data -> 'photos', 'null'), '[]')) p;

	with entries as (
		select i.task_id, 1 as seq, batch as change_id, at, null::timestamptz as device_at, actor as actor_id, 'import' as action,
			null::text as from_stage, i.data ->> 'stage' as to_stage,
			jsonb_strip_nulls(jsonb_build_object(
				'file', opened.file_name, 'row', i.row_number, 'ref', i.data ->> 'ref', 'reported_at', i.data ->> 'reported_at',
				'due_at', i.data ->> 'due_at', 'closed_at', i.data ->> 'closed_at', 'outcome', i.data ->> 'outcome', 'reason', i.data ->> 'reason'
			)) as payload, '' as previous_hash, '' as hash
		from incoming i
	), chained as (
		insert into public.task_events
		select e.task_id, e.seq, e.change_id, e.at, e.device_at, e.actor_id, e.action, e.from_stage, e.to_stage, e.payload, '',
			private.event_hash(row (e.task_id, e.seq, e.change_id, e.at, e.device_at, e.actor_id, e.action, e.from_stage, e.to_stage, e.payload, '', '')::public.task_events)
		from entries e
		returning task_id, seq, hash
	)
	insert into private.ledger_heads (task_id, length, hash) select c.task_id, c.seq, c.hash from chained c;

	delete from private.import_rows r where r.batch_id = batch;
	drop table incoming;
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

create function public.export_cases(campaign text, area text, layer text default null, after text default '', page_size integer default 1000) returns json
language sql stable security invoker
set search_path = ''
as $$
	with page as (
		select t.*, s.number as site_number, s.geometry, s.attributes, s.source, s.source_ref, s.source_crs, s.id as sid
		from public.tasks t
		left join public.sites s on s.id = t.site_id
		where t.campaign_id = export_cases.campaign and t.removed_at is null
			and t.area_code >= export_cases.area and t.area_code < export_cases.area || '~'
			and (export_cases.layer is null or t.layer_id = export_cases.layer)
			and t.number collate "C" > export_cases.after
		order by t.number collate "C"
		limit least(page_size, 5000)
	)
	select coalesce(json_agg(json_build_object(
		'number', t.number, 'title', t.title, 'description', t.description, 'layer', t.layer_id, 'kind', t.kind_id, 'area', t.area_code,
		'areaName', (select string_agg(p.name, ' ' order by length(p.code)) from private.area_path(t.area_code) p),
		'stage', t.stage, 'outcome', t.outcome, 'code', t.code, 'standardRef', t.standard_ref, 'department', t.department,
		'ownerName', private.person_name(t.owner_id), 'limitAmount', t.limit_amount, 'limitUnit', t.limit_unit,
		'reportedAt', t.reported_at, 'filedAt', t.filed_at, 'dueAt', t.due_at, 'closedAt', t.closed_at, 'reworkCount', t.rework_count,
		'quantityTarget', t.quantity_target, 'quantityDone', t.quantity_done, 'unit', t.unit, 'attributes', t.attributes,
		'geometry', extensions.st_asgeojson(t.geometry, 9)::json, 'source', t.source, 'ref', coalesce(t.source_ref, t.number),
		'photos', (select json_agg(json_build_object('phase', v.phase, 'url', v.source_url) order by v.created_at, v.id) from public.evidence v where v.task_id = t.id and v.source_url is not null and v.removed_at is null)
	) order by t.number collate "C"), '[]'::json)
	from page t
$$;
comment on function public.export_cases(text, text, text, text, integer) is
	'A page of cases for export, as the caller may see them, ordered by number; ask again with the last number as after. No personal part beside the owner''s name.';

create index tasks_export on public.tasks (campaign_id, number collate "C") where removed_at is null;

insert into private.grants (kind, object, privileges, grantee) values
	('table', 'public.import_batches', 'select', 'authenticated'),
	('table', 'public.import_profiles', 'select, insert, update', 'authenticated'),
	('function', 'public.import_begin', 'execute', 'authenticated'),
	('function', 'public.import_stage', 'execute', 'authenticated'),
	('function', 'public.import_check', 'execute', 'authenticated'),
	('function', 'public.import_discard', 'execute', 'authenticated'),
	('function', 'public.import_commit', 'execute', 'authenticated'),
	('function', 'public.import_undo', 'execute', 'authenticated'),
	('function', 'public.export_cases', 'execute', 'authenticated');
select private.apply_grants();
