-- Pictures, and what of them the public may see. The public reads publications and the published_…
-- tables: copies made at approval, holding nothing that must stay inside.

create table public.evidence (
	id uuid primary key,
	task_id uuid not null references public.tasks (id),
	area_code text collate "C" not null,
	phase text not null check (phase in ('before', 'during', 'after', 'inspection')),
	object_path text unique,
	source_url text check (length(source_url) <= 2000),
	sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
	bytes integer check (bytes > 0),
	width integer check (width between 1 and 20000),
	height integer check (height between 1 and 20000),
	taken_at timestamptz,
	position extensions.geometry (Point, 4326),
	accuracy_m numeric check (accuracy_m >= 0),
	heading numeric check (heading >= 0 and heading < 360),
	taken_by uuid references public.people (id),
	is_generated boolean not null default false,
	created_at timestamptz not null,
	removed_at timestamptz,
	retired_at timestamptz,
	check (object_path is not null or source_url is not null or retired_at is not null)
);
comment on column public.evidence.retired_at is 'When the original was removed because its time was over. The row stays: it still proves that there was a picture, and which (sha256).';
comment on table public.evidence is
	'影像. A picture of a task with its phase. Time, place and heading are fields here because the file itself carries no metadata; source_url keeps the link of an imported picture that we do not hold.';
create index evidence_task on public.evidence (task_id, created_at);

alter table public.evidence enable row level security;
create policy "staff read evidence of tasks they see" on public.evidence for select to authenticated using (
	removed_at is null and exists (select 1 from public.tasks t where t.id = task_id)
);

create function private.attach_evidence(
	actor uuid, change_id uuid, task public.tasks, patch jsonb, at timestamptz, today date
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
	picture public.evidence;
	receipt text;
begin
	if not private.covers(private.scopes_of(actor, 'create', 'evidence', today), task.area_code) then
		perform private.refuse('not_allowed', 'action');
	end if;
	picture.id := private.uuid_of(patch, 'evidence_id');
	picture.phase := patch ->> 'phase';
	if picture.phase is null or picture.phase not in ('before', 'during', 'after', 'inspection') then
		perform private.refuse('unknown_phase', 'phase', patch -> 'phase');
	end if;
	picture.object_path := task.area_code || '/' || task.id || '/' || picture.id || '.jpg';
	if not exists (select 1 from storage.objects o where o.bucket_id = 'evidence' and o.name = picture.object_path) then
		perform private.refuse('picture_missing', 'evidence_id');
	end if;
	picture.task_id := task.id;
	picture.area_code := task.area_code;
	picture.sha256 := private.text_of(patch, 'sha256', 64, false);
	picture.bytes := private.number_of(patch, 'bytes', false);
	picture.width := private.number_of(patch, 'width', false);
	picture.height := private.number_of(patch, 'height', false);
	picture.taken_at := private.time_of(patch, 'taken_at');
	picture.accuracy_m := private.number_of(patch, 'accuracy_m', false);
	picture.heading := private.number_of(patch, 'heading', false);
	if jsonb_typeof(patch -> 'position') not in ('array', 'null') then perform private.refuse('bad_patch', 'position'); end if;
	if jsonb_typeof(patch -> 'position') = 'array' then
		picture.position := private.geometry_of(
			jsonb_build_object('geometry', jsonb_build_object('type', 'Point', 'coordinates', patch -> 'position')), 'point'
		);
	end if;
	picture.taken_by := actor;
	picture.created_at := at;
	picture.is_generated := coalesce(private.boolean_of(patch, 'is_generated'), false);
	insert into public.evidence select picture.*;
	if picture.phase in ('during', 'after') and not actor = any (task.handlers) then
		update public.tasks t set handlers = t.handlers || actor, updated_at = at where t.id = task.id;
	end if;
	receipt := private.append_event(
		task.id, change_id, at, actor, 'attach', task.stage, task.stage,
		jsonb_build_object('evidence_id', picture.id, 'phase', picture.phase, 'sha256', picture.sha256), private.time_of(patch, 'device_at')
	);
	return jsonb_build_object('status', 'applied', 'receipt', receipt, 'evidenceId', picture.id, 'task', private.task_brief(task));
end
$$;
comment on function private.attach_evidence(uuid, uuid, public.tasks, jsonb, timestamptz, date) is
	'Records an uploaded picture with its case. Who takes a picture of the work has worked on it.';

-- Publishing: somebody proposes redacted copies, somebody else approves -----------------------------------

create table public.publication_proposals (
	id uuid primary key,
	campaign_id text not null references public.campaigns (id),
	task_id uuid not null references public.tasks (id),
	area_code text collate "C" not null,
	caption text not null check (length(caption) between 1 and 300),
	before_evidence uuid not null references public.evidence (id),
	after_evidence uuid not null references public.evidence (id),
	before_path text not null,
	after_path text not null,
	boxes jsonb not null,
	state text not null default 'proposed' check (state in ('proposed', 'approved', 'rejected', 'withdrawn')),
	proposed_by uuid not null references public.people (id),
	proposed_at timestamptz not null,
	decided_by uuid references public.people (id),
	decided_at timestamptz,
	reason text check (length(reason) <= 2000),
	is_generated boolean not null default false,
	version integer not null default 1,
	check (decided_by is distinct from proposed_by)
);
comment on table public.publication_proposals is
	'A before/after pair on its way to the public. before_path and after_path name redacted files of their own; boxes records what was burned out of which.';
create index publication_proposals_state on public.publication_proposals (state, area_code);
create unique index publication_proposals_live on public.publication_proposals (task_id) where state in ('proposed', 'approved');
alter table public.publication_proposals enable row level security;
create policy "staff read proposals in scope" on public.publication_proposals for select to authenticated using (
	area_code operator(pg_catalog.^@) any ((select private.my_scopes('read', 'sites'))::text[])
);

create table public.publications (
	id uuid primary key,
	campaign_id text not null,
	area_code text collate "C" not null,
	layer_id text not null,
	caption text not null,
	quantity numeric,
	unit text,
	before_picture text not null,
	after_picture text not null,
	before_on date not null,
	after_on date not null,
	position jsonb,
	published_on date not null,
	is_generated boolean not null default false
);
comment on table public.publications is
	'公示. What the public reads: names of redacted files, days, a position snapped to a grid. No task, no person, no exact place or time.';
create index publications_area on public.publications (area_code, after_on desc);
create index publications_newest on public.publications (campaign_id, after_on desc, id);
create unique index publications_before on public.publications (before_picture);
create unique index publications_after on public.publications (after_picture);
alter table public.publications enable row level security;
create policy "everybody reads publications" on public.publications for select to anon, authenticated using (true);

create table public.published_areas (
	code text collate "C" primary key,
	parent_code text collate "C",
	level text not null,
	name text not null,
	name_en text,
	path jsonb not null,
	boundary jsonb,
	center jsonb,
	plan jsonb,
	households integer,
	built_year integer,
	pairs integer not null default 0,
	is_generated boolean not null default false,
	published_on date not null
);
comment on table public.published_areas is 'Copies of areas for the public: name, outline and schematic plan, nothing about cases. pairs counts the publications in the area.';
alter table public.published_areas enable row level security;
create policy "everybody reads published areas" on public.published_areas for select to anon, authenticated using (true);

create table public.published_campaigns (
	id text primary key,
	name jsonb not null,
	area_code text collate "C" not null,
	starts_on date not null,
	ends_on date not null,
	layers jsonb not null,
	targets jsonb not null,
	is_generated boolean not null default false,
	published_on date not null
);
comment on table public.published_campaigns is
	'Copies of campaigns for the public; internal layers and targets on them are left out. A campaign becomes public with its first approved pair.';
alter table public.published_campaigns enable row level security;
create policy "everybody reads published campaigns" on public.published_campaigns for select to anon, authenticated using (true);

create table public.published_figures (
	campaign_id text not null,
	area_code text collate "C" not null,
	measure text not null,
	value numeric not null,
	unit text,
	target numeric,
	as_of date not null,
	primary key (campaign_id, area_code, measure)
);
comment on table public.published_figures is
	'Figures for the public, refreshed as a whole. Counts under 5 are left out together with what they could be found by; internal layers (cameras) are not counted at all.';
alter table public.published_figures enable row level security;
create policy "everybody reads published figures" on public.published_figures for select to anon, authenticated using (true);

create table public.published_settings (
	key text primary key,
	value jsonb not null
);
comment on table public.published_settings is 'Copies of the few settings that the public pages print: whom to complain to, the 审图号 of the map.';
alter table public.published_settings enable row level security;
create policy "everybody reads published settings" on public.published_settings for select to anon, authenticated using (true);

create function private.publish_setting() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
	if tg_op <> 'INSERT' then delete from public.published_settings p where p.key = old.key; end if;
	if tg_op <> 'DELETE' and new.key in ('complaint_contact', 'map_approval') then
		insert into public.published_settings (key, value) values (new.key, new.value);
	end if;
	return null;
end
$$;
comment on function private.publish_setting() is 'Trigger: copies the settings that are meant for the public, and only those.';
create trigger settings_publish after insert or update or delete on public.settings
	for each row execute function private.publish_setting();

-- What the public gets of a thing is one function of it, used to publish it and to show it to the person who decides.

create function private.public_plan(content jsonb) returns jsonb
language sql immutable
set search_path = ''
as $$
	select jsonb_build_object('type', 'FeatureCollection', 'features', coalesce(jsonb_agg(
		jsonb_build_object('type', 'Feature', 'geometry', f.value -> 'geometry', 'properties', (
			select jsonb_object_agg(p.key, p.value) from jsonb_each(f.value -> 'properties') p
			where p.key in ('kind', 'name', 'nameEn', 'code', 'widthM', 'radiusM', 'bearing', 'isInside', 'isMajor', 'use', 'floors')
				and jsonb_typeof(p.value) in ('string', 'number', 'boolean')
		)) order by f.ordinality
	), '[]'))
	from jsonb_array_elements(content -> 'features') with ordinality f
	where f.value -> 'properties' ->> 'kind' in (
		'water', 'contour', 'neighbour', 'green', 'plaza', 'road', 'path', 'rail', 'parking', 'wall', 'building', 'seam', 'tree', 'gate'
	)
$$;
comment on function private.public_plan(jsonb) is 'A plan as the public gets it: known kinds of things (src/lib/domain/plan.ts) with what their drawing needs. A kind or property that nobody reviewed stays inside.';

create function private.as_published_area(code text) returns public.published_areas
language sql stable
set search_path = ''
as $$
	select row(
		a.code, a.parent_code, a.level, a.name, a.name_en,
		(select jsonb_agg(jsonb_build_object('code', p.code, 'name', p.name, 'nameEn', p.name_en, 'level', p.level) order by length(p.code)) from private.area_path(a.code) p),
		extensions.st_asgeojson(extensions.st_multi(extensions.st_simplifypreservetopology(a.boundary, case when a.level = 'compound' then 0 else 0.0005 end)), 6)::jsonb,
		extensions.st_asgeojson(a.center, 6)::jsonb, private.public_plan(p.content), a.households, a.built_year,
		(select count(*)::integer from public.publications u where u.area_code operator(pg_catalog.^@) a.code),
		a.is_generated or a.has_drawn_outline, private.local_day(now())
	)::public.published_areas
	from public.areas a left join public.plans p on p.area_code = a.code
	where a.code = as_published_area.code
$$;
comment on function private.as_published_area(text) is 'The area as the public table would hold it now.';

create function private.publish_area(area_code text) returns void
language sql
set search_path = ''
as $$
	insert into public.published_areas
	select u.* from public.areas a cross join lateral private.as_published_area(a.code) u
	where starts_with(publish_area.area_code, a.code)
	on conflict on constraint published_areas_pkey do update set
		parent_code = excluded.parent_code, level = excluded.level, name = excluded.name, name_en = excluded.name_en,
		path = excluded.path, boundary = excluded.boundary, center = excluded.center, plan = excluded.plan,
		households = excluded.households, built_year = excluded.built_year, pairs = excluded.pairs,
		is_generated = excluded.is_generated, published_on = excluded.published_on
$$;
comment on function private.publish_area(text) is 'Copies the area and its ancestors to the public tables.';

create function private.as_published(proposal public.publication_proposals, at timestamptz) returns public.publications
language sql stable
set search_path = ''
as $$
	select row(
		proposal.id, proposal.campaign_id, proposal.area_code, t.layer_id, proposal.caption, t.quantity_done, t.unit,
		proposal.before_path, proposal.after_path,
		private.local_day(coalesce(was.taken_at, was.created_at)), private.local_day(coalesce(is_now.taken_at, is_now.created_at)),
		extensions.st_asgeojson(extensions.st_snaptogrid(
			extensions.st_pointonsurface(s.geometry), coalesce((c.document -> 'public' ->> 'snapDegrees')::numeric, 0.0002)
		), 6)::jsonb,
		private.local_day(at), t.is_generated
	)::public.publications
	from public.tasks t
	join public.campaigns c on c.id = proposal.campaign_id
	join public.evidence was on was.id = proposal.before_evidence
	join public.evidence is_now on is_now.id = proposal.after_evidence
	left join public.sites s on s.id = t.site_id
	where t.id = proposal.task_id
$$;
comment on function private.as_published(public.publication_proposals, timestamptz) is 'The row that an approval at the moment makes of a proposal.';

create function private.change_publication(
	actor uuid, change_id uuid, proposal_id uuid, base_version integer, patch jsonb, at timestamptz, today date
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
	proposal public.publication_proposals;
	task public.tasks;
	was public.evidence;
	is_now public.evidence;
	receipt text;
	is_news boolean;
	action text := patch ->> 'action';
begin
	if action = 'propose' then
		select * into task from public.tasks t where t.id = private.uuid_of(patch, 'task_id') and t.removed_at is null;
		if task.id is null or not private.covers(private.scopes_of(actor, 'propose', 'publications', today), task.area_code) then
			perform private.refuse('not_allowed', 'task_id');
		end if;
		if task.is_internal then perform private.refuse('layer_is_internal', 'task_id'); end if;
		if task.stage <> 'closed' then perform private.refuse('not_closed', 'task_id'); end if;
		select * into was from public.evidence e where e.id = private.uuid_of(patch, 'before_evidence') and e.task_id = task.id and e.removed_at is null;
		select * into is_now from public.evidence e where e.id = private.uuid_of(patch, 'after_evidence') and e.task_id = task.id and e.removed_at is null;
		if was.id is null or is_now.id is null or was.id = is_now.id then perform private.refuse('picture_missing', 'evidence'); end if;
		if (select count(*) from storage.objects o where o.bucket_id = 'publications'
			and o.name in (patch ->> 'before_path', patch ->> 'after_path')
			and starts_with(o.name, task.area_code || '/')) <> 2 then
			perform private.refuse('picture_missing', 'before_path');
		end if;
		-- A file belongs to one proposal: what was withdrawn never comes back under a later approval.
		if exists (
			select 1 from public.publication_proposals p
			where array[p.before_path, p.after_path] && array[patch ->> 'before_path', patch ->> 'after_path']
		) then
			perform private.refuse('picture_used', 'before_path');
		end if;
		if patch ->> 'caption' ~ '(^|[^0-9])1[3-9][0-9]{9}([^0-9]|$)' then perform private.refuse('caption_has_phone', 'caption'); end if;
		if exists (select 1 from public.publication_proposals p where p.task_id = task.id and p.state in ('proposed', 'approved')) then
			perform private.refuse('already_proposed', 'task_id');
		end if;
		insert into public.publication_proposals (
			id, campaign_id, task_id, area_code, caption, before_evidence, after_evidence, before_path, after_path,
			boxes, proposed_by, proposed_at, is_generated
		) values (
			proposal_id, task.campaign_id, task.id, task.area_code, private.text_of(patch, 'caption', 300), was.id, is_now.id,
			patch ->> 'before_path', patch ->> 'after_path', coalesce(patch -> 'boxes', '{}'), actor, at, task.is_generated
		);
		receipt := private.append_event(task.id, change_id, at, actor, 'publication_propose', task.stage, task.stage, jsonb_build_object('publication_id', proposal_id), null);
		return jsonb_build_object('status', 'applied', 'receipt', receipt, 'publication', jsonb_build_object('id', proposal_id, 'state', 'proposed', 'version', 1));
	end if;

	select * into proposal from public.publication_proposals p where p.id = proposal_id for update;
	if proposal.id is null or not private.covers(private.scopes_of(actor, 'read', 'sites', today), proposal.area_code) then
		perform private.refuse('unknown_target', 'target');
	end if;
	if base_version is distinct from proposal.version then
		return jsonb_build_object('status', 'conflict', 'base', base_version, 'publication', jsonb_build_object('id', proposal.id, 'state', proposal.state, 'version', proposal.version));
	end if;
	-- A proposer takes back what is not decided yet; everything else is the business of those who decide.
	if not (action = 'withdraw' and proposal.state = 'proposed' and proposal.proposed_by = actor)
		and not private.covers(private.scopes_of(actor, case action when 'withdraw' then 'withdraw' else 'approve' end, 'publications', today), proposal.area_code) then
		perform private.refuse('not_allowed', 'action');
	end if;

	case action
		when 'approve' then
			if proposal.state <> 'proposed' then perform private.refuse('illegal_move', 'action'); end if;
			if proposal.proposed_by = actor then perform private.refuse('proposed_by_you', 'action'); end if;
			select * into task from public.tasks t where t.id = proposal.task_id;
			if task.removed_at is not null or task.is_internal then perform private.refuse('illegal_move', 'action'); end if;
			is_news := not exists (select 1 from public.published_areas a where a.code = proposal.area_code)
				or not exists (select 1 from public.published_campaigns c where c.id = proposal.campaign_id);
			insert into public.publications select * from private.as_published(proposal, at);
			perform private.publish_area(proposal.area_code);
			-- Figures follow every hour; a place or campaign that was not public yet gets them with its first pair.
			if is_news then perform private.publish_figures(proposal.campaign_id); end if;
			proposal.state := 'approved';
		when 'reject' then
			if proposal.state <> 'proposed' then perform private.refuse('illegal_move', 'action'); end if;
			if proposal.proposed_by = actor then perform private.refuse('proposed_by_you', 'action'); end if;
			proposal.reason := private.text_of(patch, 'reason', 2000);
			proposal.state := 'rejected';
		when 'withdraw' then
			if proposal.state not in ('proposed', 'approved') then perform private.refuse('illegal_move', 'action'); end if;
			proposal.reason := private.text_of(patch, 'reason', 2000);
			if proposal.state = 'approved' then
				delete from public.publications p where p.id = proposal.id;
				perform private.publish_area(proposal.area_code);
			end if;
			proposal.state := 'withdrawn';
		else
			perform private.refuse('unknown_action', 'action', patch -> 'action');
	end case;
	update public.publication_proposals p set
		state = proposal.state, reason = proposal.reason, version = proposal.version + 1,
		decided_by = case when action = 'withdraw' then p.decided_by else actor end, decided_at = at
	where p.id = proposal.id;
	receipt := private.append_event(proposal.task_id, change_id, at, actor, 'publication_' || action, null, null, jsonb_build_object('publication_id', proposal.id, 'reason', proposal.reason), null);
	return jsonb_build_object('status', 'applied', 'receipt', receipt, 'publication', jsonb_build_object('id', proposal.id, 'state', proposal.state, 'version', proposal.version + 1));
end
$$;

comment on function private.change_publication(uuid, uuid, uuid, integer, jsonb, timestamptz, date) is
	'A change of a publication: propose a redacted pair of a closed case, approve or reject somebody else''s, withdraw.';

-- Files -------------------------------------------------------------------------------------------------------
-- evidence/<area>/<task>/<id>.jpg holds originals, publications/<area>/<random>.jpg redacted copies.

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types) values
	('evidence', 'evidence', false, 12582912, '{image/jpeg}'),
	('publications', 'publications', false, 12582912, '{image/jpeg}')
on conflict (id) do nothing;

create function private.task_of_path(object_name text) returns uuid
language sql immutable parallel safe
set search_path = ''
as $$
	select case
		when object_name ~ '^[0-9A-Z]+/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}[.]jpg$'
		then split_part(object_name, '/', 2)::uuid
	end
$$;
comment on function private.task_of_path(text) is 'The task that an evidence file belongs to, or null for a name of any other form.';

-- Who sees the case sees its pictures, also those taken before it was moved to another area.
create policy "staff see pictures in scope" on storage.objects for select to authenticated using (
	bucket_id = 'evidence'
	and exists (select 1 from public.tasks t where t.id = private.task_of_path(name))
);
create policy "staff add pictures in scope" on storage.objects for insert to authenticated with check (
	bucket_id = 'evidence'
	and split_part(name, '/', 1) operator(pg_catalog.^@) any ((select private.my_scopes('create', 'evidence'))::text[])
	and exists (select 1 from public.tasks t where t.id = private.task_of_path(name) and t.area_code = split_part(name, '/', 1))
);
create policy "staff see redacted pictures in scope" on storage.objects for select to authenticated using (
	bucket_id = 'publications'
	and split_part(name, '/', 1) operator(pg_catalog.^@) any ((select private.my_scopes('read', 'sites'))::text[])
);
create policy "proposers add redacted pictures" on storage.objects for insert to authenticated with check (
	bucket_id = 'publications' and name ~ '^[0-9A-Z]+/[0-9a-f-]{36}[.]jpg$'
	and split_part(name, '/', 1) operator(pg_catalog.^@) any ((select private.my_scopes('propose', 'publications'))::text[])
);
create policy "everybody sees published pictures" on storage.objects for select to anon, authenticated using (
	bucket_id = 'publications'
	and exists (select 1 from public.publications p where name in (p.before_picture, p.after_picture))
);

insert into private.grants (kind, object, privileges, grantee) values
	('function', 'private.task_of_path', 'execute', 'authenticated'),
	('table', 'public.evidence', 'select', 'authenticated'),
	('table', 'public.publication_proposals', 'select', 'authenticated'),
	('table', 'public.publications', 'select', 'authenticated'),
	('table', 'public.publications', 'select', 'anon'),
	('table', 'public.published_areas', 'select', 'authenticated'),
	('table', 'public.published_areas', 'select', 'anon'),
	('table', 'public.published_campaigns', 'select', 'authenticated'),
	('table', 'public.published_campaigns', 'select', 'anon'),
	('table', 'public.published_figures', 'select', 'authenticated'),
	('table', 'public.published_figures', 'select', 'anon'),
	('table', 'public.published_settings', 'select', 'authenticated'),
	('table', 'public.published_settings', 'select', 'anon');
select private.apply_grants();
