-- A template is one document; a campaign is rolled out from it. The rows below are derived from the
-- document in the same statement, so what the database enforces and what the interface offers have
-- one source (src/lib/domain/template.ts describes the document).

create table public.templates (
	id text not null check (id ~ '^[a-z0-9-]{1,40}$'),
	version integer not null check (version > 0),
	document jsonb not null,
	created_at timestamptz not null default now(),
	primary key (id, version)
);
comment on table public.templates is '模板. Layers, task kinds, codes, workflow, limits, targets and public rules in one validated document.';

create table public.campaigns (
	id text primary key check (id ~ '^[a-z0-9-]{1,40}$'),
	name jsonb not null,
	area_code text collate "C" not null references public.areas (code) on update cascade,
	template_id text not null,
	template_version integer not null,
	calendar_id text not null references public.calendars (id),
	document jsonb not null,
	starts_on date not null,
	ends_on date not null,
	is_generated boolean not null default false,
	created_at timestamptz not null default now(),
	check (ends_on > starts_on),
	foreign key (template_id, template_version) references public.templates (id, version)
);
comment on table public.campaigns is '专项行动. document is the template as it was rolled out, so later editions do not move a running campaign.';

create table public.layers (
	campaign_id text not null references public.campaigns (id) on delete cascade,
	id text not null check (id ~ '^[a-z0-9_]{1,40}$'),
	position integer not null,
	geometry text not null check (geometry in ('point', 'polygon', 'any')),
	is_internal boolean not null,
	document jsonb not null,
	primary key (campaign_id, id)
);
comment on table public.layers is '图层. is_internal (cameras) keeps a layer out of everything public.';

create table public.task_kinds (
	campaign_id text not null references public.campaigns (id) on delete cascade,
	id text not null check (id ~ '^[a-z0-9_]{1,60}$'),
	layer_id text not null,
	code text,
	code_kind text check (code_kind in ('matter', 'part')),
	standard_ref text,
	unit text,
	limit_amount numeric not null check (limit_amount > 0),
	limit_unit text not null check (limit_unit in ('working_hours', 'working_days', 'hours')),
	document jsonb not null,
	primary key (campaign_id, id),
	foreign key (campaign_id, layer_id) references public.layers (campaign_id, id) on delete cascade
);
comment on table public.task_kinds is 'What can be wrong on a layer: code with its standard (a part and a matter may share a number), limit, unit of quantity.';

create table private.stages (
	campaign_id text not null references public.campaigns (id) on delete cascade,
	id text not null check (id in (
		'reported', 'filed', 'assigned', 'in_progress', 'submitted', 'rework', 'reopened', 'deferred',
		'closed', 'rejected', 'duplicate', 'void'
	)),
	clock text not null check (clock in ('run', 'stop', 'end')),
	primary key (campaign_id, id)
);

comment on table private.stages is 'Stages of the campaign''s workflow, and whether the limit runs in them.';

create table private.transitions (
	campaign_id text not null references public.campaigns (id) on delete cascade,
	action text not null,
	from_stages text[] not null,
	to_stage text,
	effect text not null check (effect in (
		'move', 'file', 'assign', 'submit', 'self_handle', 'close', 'rework', 'return', 'reopen', 'reject',
		'duplicate', 'void', 'ask_extension', 'ask_deferral', 'extend', 'defer', 'refuse', 'resume',
		'supervise', 'reply', 'step'
	)),
	roles text[] not null,
	by_owner boolean not null,
	not_handler boolean not null,
	needs text[] not null,
	request text check (request in ('extension', 'deferral', 'none')),
	supervised boolean,
	is_duty boolean not null,
	primary key (campaign_id, action)
);
comment on table private.transitions is
	'Legal moves of the campaign: from which stages, by whom, what each needs. request and supervised are conditions on the case; is_duty marks the move that a stage waits for, which puts the case into the inbox of whoever may make it.';

create table public.targets (
	campaign_id text not null references public.campaigns (id) on delete cascade,
	id text not null,
	position integer not null,
	kinds text[] not null,
	measure text not null check (measure in ('closed', 'quantity')),
	unit text not null,
	amount numeric not null check (amount > 0),
	document jsonb not null,
	primary key (campaign_id, id)
);
comment on table public.targets is 'What the campaign promised: so many closed cases, or so much quantity done, of some kinds.';

create table public.area_targets (
	campaign_id text not null,
	target_id text not null,
	area_code text collate "C" not null references public.areas (code) on update cascade,
	amount numeric not null check (amount >= 0),
	primary key (campaign_id, target_id, area_code),
	foreign key (campaign_id, target_id) references public.targets (campaign_id, id) on delete cascade
);
comment on table public.area_targets is 'A target broken down to an area below the campaign''s own.';

alter table public.templates enable row level security;
alter table public.campaigns enable row level security;
alter table public.layers enable row level security;
alter table public.task_kinds enable row level security;
alter table public.targets enable row level security;
alter table public.area_targets enable row level security;

create policy "staff read templates" on public.templates for select to authenticated using ((select private.is_staff()));
create policy "staff read campaigns" on public.campaigns for select to authenticated using ((select private.is_staff()));
create policy "staff read layers" on public.layers for select to authenticated using ((select private.is_staff()));
create policy "staff read task kinds" on public.task_kinds for select to authenticated using ((select private.is_staff()));
create policy "staff read targets" on public.targets for select to authenticated using ((select private.is_staff()));
create policy "staff read area targets" on public.area_targets for select to authenticated using ((select private.is_staff()));

create function private.check_limit(given jsonb, field text) returns void
language plpgsql stable
set search_path = ''
as $$
begin
	if given is null then return; end if;
	if jsonb_typeof(given -> 'amount') is distinct from 'number' or (given ->> 'amount')::numeric not between 0.01 and 10000
		or coalesce(given ->> 'unit', '') not in ('working_hours', 'working_days', 'hours') then
		perform private.refuse('bad_template', field, given);
	end if;
end
$$;
comment on function private.check_limit(jsonb, text) is 'Refuses a limit of another shape than {"amount", "unit"}.';

create function private.check_template(document jsonb) returns void
language plpgsql stable
set search_path = ''
as $$
declare
	part jsonb;
	list text;
begin
	if document ->> 'format' is distinct from 'zhantu-template/1' then
		perform private.refuse('bad_template', 'format', document -> 'format');
	end if;
	if coalesce(document ->> 'id', '') !~ '^[a-z0-9-]{1,40}$' then perform private.refuse('bad_template', 'id', document -> 'id'); end if;
	if coalesce(document ->> 'version', '') !~ '^[1-9][0-9]{0,5}$' then perform private.refuse('bad_template', 'version', document -> 'version'); end if;
	foreach list in array '{layers,kinds,targets,domains}'::text[] loop
		if jsonb_typeof(document -> list) is distinct from 'array' then perform private.refuse('bad_template', list); end if;
	end loop;
	if jsonb_typeof(document -> 'workflow' -> 'stages') is distinct from 'array'
		or jsonb_typeof(document -> 'workflow' -> 'transitions') is distinct from 'array' then
		perform private.refuse('bad_template', 'workflow');
	end if;
	perform private.check_limit(document -> 'workflow' -> 'verify', 'verify');
	for part in select value from jsonb_array_elements(document -> 'kinds') loop
		perform private.check_limit(coalesce(part -> 'limit', '{}'), 'limit');
		perform private.check_limit(part -> 'urgent', 'urgent');
		if coalesce(part ->> 'lookAgainDays', '1') !~ '^[1-9][0-9]{0,3}$' then
			perform private.refuse('bad_template', 'lookAgainDays', part -> 'lookAgainDays');
		end if;
	end loop;
	for part in select value from jsonb_array_elements(document -> 'workflow' -> 'transitions') loop
		-- These three are the database's own.
		if coalesce(part ->> 'action', '') !~ '^[a-z_]{1,40}$' or part ->> 'action' in ('create', 'attach', 'edit') then
			perform private.refuse('bad_template', 'action', part -> 'action');
		end if;
		-- Nobody closes what they handled; no template may switch that off (DOMAIN section 3).
		if part ->> 'effect' = 'close' and not coalesce((part -> 'who' ->> 'notHandler')::boolean, false) then
			perform private.refuse('bad_template', 'workflow', '"notHandler"');
		end if;
		if part -> 'to' is not null and not exists (
			select 1 from jsonb_array_elements(document -> 'workflow' -> 'stages') s where s ->> 'id' = part ->> 'to'
		) then
			perform private.refuse('bad_template', 'workflow', part -> 'to');
		end if;
	end loop;
end
$$;
comment on function private.check_template(jsonb) is
	'What the rules in the database stand on; src/lib/domain/template.ts checks the whole document.';

create function public.save_template(document jsonb) returns void
language plpgsql security definer
set search_path = ''
as $$
begin
	if not (private.is_operator() or private.administers('campaigns')) then
		perform private.refuse('not_allowed', 'template');
	end if;
	perform private.check_template(save_template.document);
	if exists (
		select 1 from public.campaigns c
		where c.template_id = save_template.document ->> 'id' and c.template_version = (save_template.document ->> 'version')::integer
			and c.document <> save_template.document
	) then
		perform private.refuse('template_in_use', 'version', save_template.document -> 'version');
	end if;
	insert into public.templates (id, version, document)
	values (save_template.document ->> 'id', (save_template.document ->> 'version')::integer, save_template.document)
	on conflict on constraint templates_pkey do update set document = excluded.document;
end
$$;
comment on function public.save_template(jsonb) is
	'Stores a template. A version that a campaign runs on is never changed: raise the version and roll it out.';

create function public.roll_out(campaign jsonb) returns void
language plpgsql security definer
set search_path = ''
as $$
declare
	doc jsonb;
	former public.campaigns;
	missing text;
begin
	-- A running campaign keeps its area, so the right over it is asked there too.
	if not (private.is_operator() or (
		private.can('administer', 'campaigns', campaign ->> 'area_code')
		and not exists (select 1 from public.campaigns c where c.id = campaign ->> 'id' and not private.can('administer', 'campaigns', c.area_code))
	)) then
		perform private.refuse('not_allowed', 'campaign');
	end if;
	select * into former from public.campaigns c where c.id = campaign ->> 'id' for update;
	if former.area_code <> campaign ->> 'area_code' then perform private.refuse('frozen_column', 'area_code'); end if;
	select t.document into doc from public.templates t
	where t.id = campaign ->> 'template_id' and t.version = (campaign ->> 'template_version')::integer;
	if doc is null then
		perform private.refuse('unknown_template', 'template_id', campaign -> 'template_id');
	end if;
	insert into public.campaigns (
		id, name, area_code, template_id, template_version, calendar_id, document, starts_on, ends_on, is_generated
	) values (
		campaign ->> 'id', campaign -> 'name', campaign ->> 'area_code', campaign ->> 'template_id',
		(campaign ->> 'template_version')::integer, coalesce(campaign ->> 'calendar_id', doc -> 'calendar' ->> 'id'), doc,
		(campaign ->> 'starts_on')::date, (campaign ->> 'ends_on')::date, coalesce((campaign ->> 'is_generated')::boolean, false)
	)
	on conflict on constraint campaigns_pkey do update set
		name = excluded.name, template_id = excluded.template_id, template_version = excluded.template_version,
		calendar_id = excluded.calendar_id, document = excluded.document,
		starts_on = excluded.starts_on, ends_on = excluded.ends_on;

	-- A layer or kind may be changed by a later edition, never moved, and what was internal when it was
	-- recorded stays internal.
	select k ->> 'id' into missing from jsonb_array_elements(doc -> 'kinds') k
	join public.task_kinds was on was.campaign_id = campaign ->> 'id' and was.id = k ->> 'id' and was.layer_id <> k ->> 'layer' limit 1;
	if missing is not null then perform private.refuse('kind_in_use', 'layer', to_jsonb(missing)); end if;
	select l ->> 'id' into missing from jsonb_array_elements(doc -> 'layers') l
	join public.layers was on was.campaign_id = campaign ->> 'id' and was.id = l ->> 'id'
		and was.is_internal <> coalesce((l ->> 'internal')::boolean, false) limit 1;
	if missing is not null then perform private.refuse('layer_in_use', 'internal', to_jsonb(missing)); end if;
	insert into public.layers (campaign_id, id, position, geometry, is_internal, document)
	select campaign ->> 'id', l.value ->> 'id', l.ordinality, l.value ->> 'geometry',
		coalesce((l.value ->> 'internal')::boolean, false), l.value
	from jsonb_array_elements(doc -> 'layers') with ordinality l
	on conflict on constraint layers_pkey do update set
		position = excluded.position, geometry = excluded.geometry, is_internal = excluded.is_internal, document = excluded.document;

	insert into public.task_kinds (campaign_id, id, layer_id, code, code_kind, standard_ref, unit, limit_amount, limit_unit, document)
	select campaign ->> 'id', k ->> 'id', k ->> 'layer', k ->> 'code', k ->> 'codeKind', k ->> 'standard', k ->> 'unit',
		(k -> 'limit' ->> 'amount')::numeric, k -> 'limit' ->> 'unit', k
	from jsonb_array_elements(doc -> 'kinds') k
	on conflict on constraint task_kinds_pkey do update set
		layer_id = excluded.layer_id, code = excluded.code, code_kind = excluded.code_kind,
		standard_ref = excluded.standard_ref, unit = excluded.unit, limit_amount = excluded.limit_amount,
		limit_unit = excluded.limit_unit, document = excluded.document;

	-- What the edition leaves out goes, unless something stands on it.
	select k.id into missing from public.task_kinds k
	where k.campaign_id = campaign ->> 'id' and not exists (select 1 from jsonb_array_elements(doc -> 'kinds') x where x ->> 'id' = k.id)
		and exists (select 1 from public.tasks t where t.campaign_id = k.campaign_id and t.kind_id = k.id) limit 1;
	if missing is not null then perform private.refuse('kind_in_use', 'kinds', to_jsonb(missing)); end if;
	delete from public.task_kinds k where k.campaign_id = campaign ->> 'id'
		and not exists (select 1 from jsonb_array_elements(doc -> 'kinds') x where x ->> 'id' = k.id);
	select l.id into missing from public.layers l
	where l.campaign_id = campaign ->> 'id' and not exists (select 1 from jsonb_array_elements(doc -> 'layers') x where x ->> 'id' = l.id)
		and exists (select 1 from public.sites t where t.campaign_id = l.campaign_id and t.layer_id = l.id) limit 1;
	if missing is not null then perform private.refuse('layer_in_use', 'layers', to_jsonb(missing)); end if;
	delete from public.layers l where l.campaign_id = campaign ->> 'id'
		and not exists (select 1 from jsonb_array_elements(doc -> 'layers') x where x ->> 'id' = l.id);

	delete from private.stages s where s.campaign_id = campaign ->> 'id';
	insert into private.stages (campaign_id, id, clock)
	select campaign ->> 'id', s ->> 'id', s ->> 'clock' from jsonb_array_elements(doc -> 'workflow' -> 'stages') s;

	delete from private.transitions t where t.campaign_id = campaign ->> 'id';
	insert into private.transitions (
		campaign_id, action, from_stages, to_stage, effect, roles, by_owner, not_handler, needs, request, supervised, is_duty
	)
	select campaign ->> 'id', t ->> 'action',
		array(select jsonb_array_elements_text(t -> 'from')), t ->> 'to', t ->> 'effect',
		array(select jsonb_array_elements_text(coalesce(t -> 'who' -> 'roles', '[]'))),
		coalesce((t -> 'who' ->> 'owner')::boolean, false), coalesce((t -> 'who' ->> 'notHandler')::boolean, false),
		array(select jsonb_array_elements_text(coalesce(t -> 'needs', '[]'))),
		t -> 'when' ->> 'request', (t -> 'when' ->> 'supervised')::boolean,
		coalesce((t ->> 'duty')::boolean, false)
	from jsonb_array_elements(doc -> 'workflow' -> 'transitions') t;

	-- A running case must not be left in a stage that no longer is.
	select t.stage into missing from public.tasks t
	where former.id is not null and t.campaign_id = former.id
		and not exists (select 1 from private.stages s where s.campaign_id = t.campaign_id and s.id = t.stage) limit 1;
	if missing is not null then perform private.refuse('stage_in_use', 'workflow', to_jsonb(missing)); end if;

	delete from public.targets t where t.campaign_id = campaign ->> 'id'
		and not exists (select 1 from jsonb_array_elements(doc -> 'targets') x where x ->> 'id' = t.id);
	insert into public.targets (campaign_id, id, position, kinds, measure, unit, amount, document)
	select campaign ->> 'id', t.value ->> 'id', t.ordinality,
		array(select jsonb_array_elements_text(t.value -> 'kinds')), t.value ->> 'measure', t.value ->> 'unit',
		(t.value ->> 'amount')::numeric, t.value
	from jsonb_array_elements(doc -> 'targets') with ordinality t
	on conflict on constraint targets_pkey do update set
		position = excluded.position, kinds = excluded.kinds, measure = excluded.measure, unit = excluded.unit,
		amount = excluded.amount, document = excluded.document;

	insert into public.indicators (id, name, unit, position)
	select i.value ->> 'id', i.value -> 'name', i.value ->> 'unit', i.ordinality
	from jsonb_array_elements(doc -> 'indicators') with ordinality i
	on conflict (id) do update set name = excluded.name, unit = excluded.unit, position = excluded.position;
end
$$;
comment on function public.roll_out(jsonb) is
	'Starts a campaign from a stored template, or moves it to another version of it: {"id","name","area_code","template_id","template_version","calendar_id","starts_on","ends_on"}.';

create function public.save_area_targets(campaign text, targets jsonb) returns void
language plpgsql security definer
set search_path = ''
as $$
declare
	astray text;
begin
	if not (private.is_operator() or exists (
		select 1 from public.campaigns c where c.id = save_area_targets.campaign and private.can('administer', 'campaigns', c.area_code)
	)) or (not private.is_operator() and exists (
		select 1 from jsonb_array_elements(save_area_targets.targets) t
		where not private.covers((select private.my_scopes('administer', 'campaigns')), t ->> 'area_code')
	)) then
		perform private.refuse('not_allowed', 'targets');
	end if;
	select t ->> 'area_code' into astray from jsonb_array_elements(save_area_targets.targets) t
	where not exists (
		select 1 from public.areas a join public.campaigns c on c.id = save_area_targets.campaign
		where a.code = t ->> 'area_code' and starts_with(a.code, c.area_code)
	) limit 1;
	if astray is not null then perform private.refuse('unknown_area', 'area_code', to_jsonb(astray)); end if;
	delete from public.area_targets w using jsonb_array_elements(save_area_targets.targets) t
	where w.campaign_id = save_area_targets.campaign and w.target_id = t ->> 'target_id' and w.area_code = t ->> 'area_code'
		and t ->> 'amount' is null;
	insert into public.area_targets (campaign_id, target_id, area_code, amount)
	select save_area_targets.campaign, t ->> 'target_id', t ->> 'area_code', (t ->> 'amount')::numeric
	from jsonb_array_elements(save_area_targets.targets) t
	where t ->> 'amount' is not null
	on conflict on constraint area_targets_pkey do update set amount = excluded.amount;
end
$$;
comment on function public.save_area_targets(text, jsonb) is 'Breaks targets down: [{"target_id","area_code","amount"}]; an amount of null takes the break-down of that area away.';

insert into private.grants (kind, object, privileges, grantee) values
	('table', 'public.templates', 'select', 'authenticated'),
	('table', 'public.campaigns', 'select', 'authenticated'),
	('table', 'public.layers', 'select', 'authenticated'),
	('table', 'public.task_kinds', 'select', 'authenticated'),
	('table', 'public.targets', 'select', 'authenticated'),
	('table', 'public.area_targets', 'select', 'authenticated'),
	('function', 'public.save_template', 'execute', 'authenticated'),
	('function', 'public.roll_out', 'execute', 'authenticated'),
	('function', 'public.save_area_targets', 'execute', 'authenticated');
select private.apply_grants();
