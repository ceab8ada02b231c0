-- Sites, the tasks on them and the ledger. Nobody writes these tables directly: every change goes
-- through submit_change (next migration), an import batch, or the demo generator.

create table public.sites (
	id uuid primary key,
	campaign_id text not null references public.campaigns (id),
	layer_id text not null,
	area_code text collate "C" not null references public.areas (code) on update cascade,
	number integer not null,
	title text not null check (length(title) between 1 and 200),
	geometry extensions.geometry (Geometry, 4326),
	attributes jsonb not null default '{}',
	is_internal boolean not null,
	current_task_id uuid,
	source text not null default 'app' check (length(source) <= 120),
	source_ref text,
	source_crs text not null default 'WGS84',
	raw jsonb,
	batch_id uuid,
	is_generated boolean not null default false,
	version integer not null default 1,
	created_at timestamptz not null default now(),
	created_by uuid references public.people (id),
	updated_at timestamptz not null default now(),
	removed_at timestamptz,
	foreign key (campaign_id, layer_id) references public.layers (campaign_id, id)
);
comment on table public.sites is
	'点位. A place worked on. geometry is WGS-84, null while the position is unknown (未定位); raw and source_crs keep what the source said.';
comment on column public.sites.number is 'The number on the pin, unique within campaign and area, the same in list, phone and print.';
comment on column public.sites.is_internal is 'Copied from the layer so that a policy needs no join: cameras never leave staff.';

create unique index sites_number on public.sites (campaign_id, area_code, number);
create index sites_area on public.sites (campaign_id, area_code, layer_id) where removed_at is null;
create index sites_geometry on public.sites using gist (geometry) where removed_at is null;
create unique index sites_source on public.sites (campaign_id, source, source_ref) where source_ref is not null and removed_at is null;
create index sites_batch on public.sites (batch_id) where batch_id is not null;

create table public.tasks (
	id uuid primary key,
	campaign_id text not null references public.campaigns (id),
	site_id uuid references public.sites (id),
	area_code text collate "C" not null references public.areas (code) on update cascade,
	layer_id text not null,
	kind_id text not null,
	number text not null,
	title text not null check (length(title) between 1 and 200),
	description text check (length(description) <= 4000),
	domain_id text,
	stage text not null,
	outcome text check (outcome in ('fixed', 'not_ours', 'duplicate', 'void', 'deferred')),
	code text,
	code_kind text,
	standard_ref text,
	department text,
	owner_id uuid references public.people (id),
	handlers uuid[] not null default '{}',
	is_urgent boolean not null default false,
	limit_amount numeric,
	limit_unit text,
	limit_extended numeric not null default 0,
	started_at timestamptz,
	due_at timestamptz,
	warn_at timestamptz,
	hours_left numeric,
	review_on date,
	request jsonb,
	supervision jsonb,
	rework_count integer not null default 0,
	extension_count integer not null default 0,
	reopen_count integer not null default 0,
	steps_done text[] not null default '{}',
	quantity_target numeric check (quantity_target >= 0),
	quantity_done numeric check (quantity_done >= 0),
	unit text,
	duplicate_of uuid references public.tasks (id),
	relapse_of uuid references public.tasks (id),
	look_again_on date,
	reported_at timestamptz not null,
	filed_at timestamptz,
	assigned_at timestamptz,
	submitted_at timestamptz,
	closed_at timestamptz,
	closed_by uuid references public.people (id),
	reported_by uuid references public.people (id),
	stage_since timestamptz not null,
	last_returned_at timestamptz,
	is_internal boolean not null,
	batch_id uuid,
	is_generated boolean not null default false,
	version integer not null default 1,
	updated_at timestamptz not null default now(),
	removed_at timestamptz,
	foreign key (campaign_id, layer_id) references public.layers (campaign_id, id),
	foreign key (campaign_id, kind_id) references public.task_kinds (campaign_id, id)
);
comment on table public.tasks is
	'任务. A duty tied to a site, or to an area as a whole. Code, limit and department are copied at filing, so later editions of the dictionary do not move old cases; stage and outcome are apart because closed is not fixed.';
comment on column public.tasks.handlers is 'Everybody who worked on the case. None of them can close it.';
comment on column public.tasks.limit_extended is 'How much of limit_amount was granted on top of the limit that was copied at filing.';
comment on column public.tasks.started_at is 'When the running limit began.';
comment on column public.tasks.warn_at is 'When 80 % of the limit is used: the light turns yellow; at due_at it turns red.';
comment on column public.tasks.hours_left is 'Kept while the clock stands (挂账): what remains of the limit, in hours of its ruler.';
comment on column public.tasks.request is 'An open request of the owner: {"type":"extension"|"deferral","amount","review_on","reason","by","at"}.';
comment on column public.tasks.supervision is 'An open supervise order (督办): {"message","by","at","reply_by"}.';
comment on column public.tasks.last_returned_at is 'Last rework or reopening: an after-picture must be newer.';

create unique index tasks_number on public.tasks (campaign_id, number);
create index tasks_site on public.tasks (site_id);
create index tasks_area on public.tasks (campaign_id, area_code, stage) where removed_at is null;
create index tasks_owner on public.tasks (owner_id, stage) where removed_at is null;
create index tasks_open_due on public.tasks (campaign_id, due_at, area_code)
	where removed_at is null and stage not in ('closed', 'rejected', 'duplicate', 'void');
create index tasks_deferred on public.tasks (campaign_id, review_on, area_code) where stage = 'deferred' and removed_at is null;
create index tasks_look_again on public.tasks (campaign_id, look_again_on) where look_again_on is not null and removed_at is null;
create index tasks_batch on public.tasks (batch_id) where batch_id is not null;

alter table public.sites add foreign key (current_task_id) references public.tasks (id) deferrable initially deferred;

create table public.task_events (
	task_id uuid not null references public.tasks (id),
	seq integer not null,
	change_id uuid not null,
	at timestamptz not null,
	device_at timestamptz,
	actor_id uuid references public.people (id),
	action text not null,
	from_stage text,
	to_stage text,
	payload jsonb not null default '{}',
	previous_hash text not null,
	hash text not null,
	primary key (task_id, seq)
);
comment on table public.task_events is
	'台账. Append-only. Each row carries the hash of the one before it on the same task; verify_ledger() names the first broken link.';
create index task_events_change on public.task_events (change_id);
create index task_events_at on public.task_events (at);

create table private.ledger_heads (
	task_id uuid primary key,
	length integer not null,
	hash text not null
);
comment on table private.ledger_heads is
	'Where each chain ends. Without it a cut-off tail or a deleted task would leave a chain that looks whole.';

create table private.counters (
	campaign_id text not null,
	area_code text collate "C" not null,
	last_number integer not null,
	primary key (campaign_id, area_code)
);
comment on table private.counters is 'Last number given in an area. Numbers are never given twice, not even after a removal.';

create function private.case_number(area_code text, number integer) returns text
language sql immutable
set search_path = ''
as $$
	select area_code || '-' || lpad(number::text, greatest(3, length(number::text)), '0')
$$;
comment on function private.case_number(text, integer) is 'A case''s number: its area''s code and a number of three digits or more. lpad alone would make 100 of 1000.';

create table private.changes (
	change_id uuid primary key,
	person_id uuid not null,
	digest text not null,
	result jsonb not null,
	at timestamptz not null default now()
);
comment on table private.changes is 'First answer to every change, so that a repeated one is answered with it (exactly once).';

alter table public.sites enable row level security;
alter table public.tasks enable row level security;
alter table public.task_events enable row level security;

-- The scope is asked once per statement (a sub-select without a row reference), not once per row.
create policy "staff read sites in scope" on public.sites for select to authenticated using (
	removed_at is null
	and area_code operator(pg_catalog.^@) any ((select private.my_scopes('read', 'sites'))::text[])
	and (not is_internal or area_code operator(pg_catalog.^@) any ((select private.my_scopes('read', 'cameras'))::text[]))
);
create policy "staff read tasks in scope" on public.tasks for select to authenticated using (
	removed_at is null
	and area_code operator(pg_catalog.^@) any ((select private.my_scopes('read', 'sites'))::text[])
	and (not is_internal or area_code operator(pg_catalog.^@) any ((select private.my_scopes('read', 'cameras'))::text[]))
);
create policy "staff read the ledger of tasks they see" on public.task_events for select to authenticated using (
	exists (select 1 from public.tasks t where t.id = task_id)
);

create function private.append_only() returns trigger
language plpgsql
set search_path = ''
as $$
begin
	raise exception using errcode = 'ZT002', message = 'append_only', detail = tg_table_name;
end
$$;
comment on function private.append_only() is 'Trigger: the ledger is never changed or emptied, not even by its owner.';
create trigger task_events_append_only before update or delete on public.task_events
	for each statement execute function private.append_only();
create trigger task_events_no_truncate before truncate on public.task_events
	for each statement execute function private.append_only();

create function private.event_hash(e public.task_events) returns text
language plpgsql immutable
set search_path = ''
as $$
begin
	return encode(sha256(convert_to(concat_ws('|',
		e.previous_hash, e.task_id, e.seq, e.change_id,
		(extract(epoch from e.at) * 1000000)::bigint,
		coalesce(((extract(epoch from e.device_at) * 1000000)::bigint)::text, ''),
		coalesce(e.actor_id::text, ''), e.action, coalesce(e.from_stage, ''), coalesce(e.to_stage, ''), e.payload::text
	), 'UTF8')), 'hex');
end
$$;
comment on function private.event_hash(public.task_events) is
	'SHA-256 (hex) over every column and the hash before it. Times enter as microseconds, so that no session time zone can change it.';

create function private.append_event(
	task uuid, change_id uuid, at timestamptz, actor uuid, action text,
	from_stage text, to_stage text, payload jsonb, device_at timestamptz default null
) returns text
language plpgsql
set search_path = ''
as $$
declare
	head private.ledger_heads;
	entry public.task_events;
begin
	select * into head from private.ledger_heads h where h.task_id = append_event.task for update;
	entry.task_id := task;
	entry.seq := coalesce(head.length, 0) + 1;
	entry.change_id := change_id;
	entry.at := at;
	entry.device_at := device_at;
	entry.actor_id := actor;
	entry.action := action;
	entry.from_stage := from_stage;
	entry.to_stage := to_stage;
	entry.payload := coalesce(payload, '{}');
	entry.previous_hash := coalesce(head.hash, '');
	entry.hash := private.event_hash(entry);
	insert into public.task_events select entry.*;
	insert into private.ledger_heads (task_id, length, hash) values (task, entry.seq, entry.hash)
	on conflict on constraint ledger_heads_pkey do update set length = excluded.length, hash = excluded.hash;
	return entry.hash;
end
$$;

comment on function private.append_event(uuid, uuid, timestamptz, uuid, text, text, text, jsonb, timestamptz) is
	'Adds the next entry to a case''s chain and answers its hash. The head is locked first, so entries of one case follow each other.';

create function private.broken_chains(after_task uuid default null, last_task uuid default null)
returns table (task_id uuid, seq integer, problem text)
language sql stable
set search_path = ''
as $$
	with chained as materialized (
		select e.task_id, e.seq, e.hash, e.previous_hash,
			lag(e.hash, 1, '') over chain as expected_previous,
			row_number() over chain as expected_seq,
			private.event_hash(e) as expected_hash
		from public.task_events e
		where (after_task is null or e.task_id > after_task) and (last_task is null or e.task_id <= last_task)
		window chain as (partition by e.task_id order by e.seq)
	), last as (
		select distinct on (c.task_id) c.task_id, c.seq, c.hash from chained c order by c.task_id, c.seq desc
	), heads as materialized (
		select h.* from private.ledger_heads h
		where (after_task is null or h.task_id > after_task) and (last_task is null or h.task_id <= last_task)
	), cases as materialized (
		select t.id, t.stage from public.tasks t
		where (after_task is null or t.id > after_task) and (last_task is null or t.id <= last_task)
	), broken as (
		select c.task_id, least(c.seq, c.expected_seq::integer) as seq, case
			when c.seq <> c.expected_seq then 'missing_entry'
			when c.previous_hash <> c.expected_previous then 'broken_link'
			else 'changed_entry' end as problem
		from chained c
		where c.seq <> c.expected_seq or c.previous_hash <> c.expected_previous or c.hash <> c.expected_hash
		union all
		-- Where a chain ends is kept apart: a cut-off tail leaves a chain that looks whole.
		select h.task_id, coalesce(l.seq, 0) + 1, 'missing_entry'
		from heads h left join last l on l.task_id = h.task_id
		where l.seq is null or l.seq < h.length
		union all
		select h.task_id, h.length, 'changed_entry'
		from heads h join last l on l.task_id = h.task_id
		where l.seq = h.length and l.hash <> h.hash
		union all
		select l.task_id, h.length + 1, 'foreign_entry'
		from last l join heads h on h.task_id = l.task_id where l.seq > h.length
		union all
		select t.id, 1, 'missing_entry' from cases t
		where not exists (select 1 from heads h where h.task_id = t.id)
		union all
		select h.task_id, 0, 'missing_task' from heads h
		where not exists (select 1 from cases t where t.id = h.task_id)
		union all
		-- Where the ledger says that a case stands is where it stands.
		select s.task_id, s.seq, 'changed_case'
		from (
			select distinct on (e.task_id) e.task_id, e.seq, e.to_stage from public.task_events e
			where e.to_stage is not null
				and (after_task is null or e.task_id > after_task) and (last_task is null or e.task_id <= last_task)
			order by e.task_id, e.seq desc
		) s
		join cases t on t.id = s.task_id and t.stage <> s.to_stage
	)
	select distinct on (b.task_id) b.task_id, b.seq, b.problem
	from broken b
	order by b.task_id, b.problem = 'changed_case', b.seq, b.problem
$$;
comment on function private.broken_chains(uuid, uuid) is
	'First broken link of every damaged chain of the cases behind after_task up to last_task; all of them when left out.';

create function public.verify_ledger(campaign text default null)
returns table (task_id uuid, seq integer, problem text)
language plpgsql stable security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
	if not (private.is_operator() or private.administers('settings')) then
		perform private.refuse('not_allowed', 'ledger');
	end if;
	return query
	select b.task_id, b.seq, b.problem
	from private.broken_chains() b
	left join public.tasks t on t.id = b.task_id
	where verify_ledger.campaign is null or t.id is null or t.campaign_id = verify_ledger.campaign;
end
$$;
comment on function public.verify_ledger(text) is
	'First broken link of every damaged chain: changed_entry, broken_link, missing_entry, foreign_entry, changed_case or missing_task. Empty when the ledger is whole.';

create function public.verify_ledger_slice(after_task uuid default null, size integer default 500) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
	last_task uuid;
begin
	if not (private.is_operator() or private.administers('settings')) then
		perform private.refuse('not_allowed', 'ledger');
	end if;
	select h.task_id into last_task from private.ledger_heads h
	where after_task is null or h.task_id > after_task
	order by h.task_id offset greatest(size, 1) - 1 limit 1;
	return json_build_object(
		'next', last_task,
		'tasks', (select count(*) from private.ledger_heads h where (after_task is null or h.task_id > after_task) and (last_task is null or h.task_id <= last_task)),
		'entries', (select coalesce(sum(h.length), 0) from private.ledger_heads h where (after_task is null or h.task_id > after_task) and (last_task is null or h.task_id <= last_task)),
		'broken', coalesce((
			select json_agg(json_build_object('task', b.task_id, 'seq', b.seq, 'problem', b.problem)) from private.broken_chains(after_task, last_task) b
		), '[]'::json)
	);
end
$$;
comment on function public.verify_ledger_slice(uuid, integer) is
	'verify_ledger for so many cases at a time, so that a check of years holds nobody up: {"next","tasks","entries","broken"}; the check is over when next is null.';

create function public.compare_ledger_ends(ends jsonb) returns setof uuid
language plpgsql stable security definer
set search_path = ''
as $$
begin
	if not private.is_operator() then perform private.refuse('not_allowed', 'ledger'); end if;
	return query
	select known.task from jsonb_to_recordset(ends) as known (task uuid, length integer, hash text)
	left join public.task_events e on e.task_id = known.task and e.seq = known.length
	where e.hash is distinct from known.hash;
end
$$;
comment on function public.compare_ledger_ends(jsonb) is
	'Cases whose chain no longer contains an end that a backup remembers ([{"task","length","hash"}]): history rewritten as a whole, hashes and all. Server only.';

insert into private.grants (kind, object, privileges, grantee) values
	('table', 'public.sites', 'select', 'authenticated'),
	('table', 'public.tasks', 'select', 'authenticated'),
	('table', 'public.task_events', 'select', 'authenticated'),
	('function', 'public.verify_ledger', 'execute', 'authenticated'),
	('function', 'public.verify_ledger_slice', 'execute', 'authenticated');
select private.apply_grants();
