-- People, what they are where, and what that lets them do.

create table public.people (
	id uuid primary key default gen_random_uuid(),
	user_id uuid unique references auth.users (id) on delete set null,
	name text not null check (length(name) between 1 and 60),
	organisation text check (length(organisation) <= 120),
	is_generated boolean not null default false,
	disabled_at timestamptz,
	erased_at timestamptz,
	created_at timestamptz not null default now()
);
comment on column public.people.erased_at is 'When everything that says who it was went. The row stays, without a name, because the ledger names it by its id.';
comment on table public.people is
	'A person who works in a campaign. Signing in goes through user_id; telephone numbers live in contacts.';

create table public.contacts (
	person_id uuid primary key references public.people (id) on delete cascade,
	phone text not null check (length(phone) between 3 and 40)
);
comment on table public.contacts is 'Personal part of a person: read by the person and by administrators only.';

create table public.posts (
	id uuid primary key default gen_random_uuid(),
	person_id uuid not null references public.people (id) on delete cascade,
	area_code text collate "C" not null references public.areas (code) on update cascade,
	role text not null check (role in ('rider', 'cadre', 'dispatcher', 'inspector', 'leader', 'administrator')),
	title text not null check (length(title) between 1 and 60),
	valid_from date not null default private.local_day(now()),
	valid_to date,
	is_generated boolean not null default false,
	created_at timestamptz not null default now(),
	check (valid_to is null or valid_to >= valid_from)
);
comment on table public.posts is
	'岗位. What a person is in a place, from valid_from until the day before valid_to; a post given by mistake ends on the day it began. The area and all below it are the scope; a post on a grid reaches the compounds of that grid.';
create index posts_person on public.posts (person_id);
create index posts_area on public.posts (area_code);

create table public.answerables (
	area_code text collate "C" not null references public.areas (code) on update cascade on delete cascade,
	level text not null check (level in ('city', 'district', 'subdistrict', 'community', 'grid', 'building')),
	person_id uuid not null references public.people (id) on delete cascade,
	title text not null,
	is_generated boolean not null default false,
	primary key (area_code, level)
);
comment on table public.answerables is '包保. Who is answerable for an area (usually a compound) at each level.';

create table private.rights (
	role text not null,
	resource text not null,
	verb text not null,
	levels text[],
	primary key (role, resource, verb)
);
comment on table private.rights is
	'Which role may do what inside its area. levels, where given, are the levels of the post''s area at which the right holds.';

insert into private.rights (role, resource, verb, levels) values
	('cadre', 'sites', 'read', null), ('cadre', 'sites', 'create', null), ('cadre', 'sites', 'update', null),
	('cadre', 'sites', 'delete', '{grid}'),
	('dispatcher', 'sites', 'read', null), ('dispatcher', 'sites', 'create', null), ('dispatcher', 'sites', 'update', null),
	('inspector', 'sites', 'read', null),
	('leader', 'sites', 'read', null),
	('administrator', 'sites', 'read', null), ('administrator', 'sites', 'create', null),
	('administrator', 'sites', 'update', null), ('administrator', 'sites', 'delete', null),

	('cadre', 'cameras', 'read', null), ('dispatcher', 'cameras', 'read', null), ('inspector', 'cameras', 'read', null),
	('leader', 'cameras', 'read', null), ('administrator', 'cameras', 'read', null),
	('administrator', 'cameras', 'create', null), ('administrator', 'cameras', 'update', null), ('administrator', 'cameras', 'delete', null),

	('cadre', 'tasks', 'create', null), ('dispatcher', 'tasks', 'create', null), ('administrator', 'tasks', 'create', null),
	('leader', 'tasks', 'create', '{district,city}'),

	('cadre', 'evidence', 'create', null), ('dispatcher', 'evidence', 'create', null), ('inspector', 'evidence', 'create', null),

	('cadre', 'publications', 'propose', null), ('dispatcher', 'publications', 'propose', null),
	('inspector', 'publications', 'propose', null), ('administrator', 'publications', 'propose', null),
	('leader', 'publications', 'approve', '{subdistrict,district,city}'), ('administrator', 'publications', 'approve', null),
	('leader', 'publications', 'withdraw', '{district,city}'), ('administrator', 'publications', 'withdraw', null),

	('administrator', 'people', 'administer', null), ('administrator', 'contacts', 'read', null),
	('administrator', 'campaigns', 'administer', null), ('administrator', 'imports', 'create', null),
	('administrator', 'settings', 'administer', null), ('administrator', 'areas', 'administer', null);

-- Who is asking ------------------------------------------------------------------------------------

create function private.my_person() returns uuid
language plpgsql stable security definer
set search_path = ''
as $$
begin
	return (
		select p.id
		from public.people p
		join auth.users u on u.id = p.user_id
		where p.user_id = (select auth.uid()) and p.disabled_at is null
			and (u.banned_until is null or u.banned_until <= now())
			and (
				nullif(auth.jwt() ->> 'session_id', '') is null
				or exists (select 1 from auth.sessions s where s.id = (auth.jwt() ->> 'session_id')::uuid)
			)
	);
end
$$;
comment on function private.my_person() is
	'The caller as a person, or null: signed out, session ended, banned, disabled, or no person behind the account. Every right starts here, so ending a session ends its rights at the next request although its token is still valid.';

create function private.is_operator() returns boolean
language sql stable
set search_path = ''
as $$
	select coalesce((select auth.role()) = 'service_role', false)
$$;
comment on function private.is_operator() is 'Whether the caller holds the server''s own key (commands on the server, never a browser).';

create function private.scopes_of(person uuid, verb text, resource text, on_day date default private.local_day(now())) returns text[]
language plpgsql stable security definer
set search_path = ''
as $$
begin
	return (
		select coalesce(array_agg(distinct s.code), '{}')
		from public.posts p
		join public.people holder on holder.id = p.person_id and holder.disabled_at is null
		join public.areas a on a.code = p.area_code
		join private.rights r on r.role = p.role and r.resource = scopes_of.resource and r.verb = scopes_of.verb
			and (r.levels is null or a.level = any (r.levels))
		cross join lateral (
			select a.code
			union all
			select c.code from public.areas c where a.level = 'grid' and c.grid_area = a.code
		) s
		where p.person_id = scopes_of.person
			and p.valid_from <= scopes_of.on_day and (p.valid_to is null or p.valid_to > scopes_of.on_day)
	);
end
$$;
comment on function private.scopes_of(uuid, text, text, date) is
	'Area codes under which the person may do verb to resource; everything whose code begins with one of them is in scope.';

create function private.my_scopes(verb text, resource text) returns text[]
language plpgsql stable security definer
set search_path = ''
as $$
begin
	return private.scopes_of(private.my_person(), my_scopes.verb, my_scopes.resource);
end
$$;
comment on function private.my_scopes(text, text) is 'scopes_of the caller, today. Policies ask it in a sub-select, so that it runs once per statement.';

create function private.covers(scopes text[], area_code text) returns boolean
language plpgsql immutable parallel safe
set search_path = ''
as $$
begin
	return coalesce(area_code operator(pg_catalog.^@) any (scopes), false);
end
$$;
comment on function private.covers(text[], text) is 'Whether one of the scopes is the area or lies above it.';

create function private.can(verb text, resource text, area_code text) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
	return private.covers(private.my_scopes(can.verb, can.resource), can.area_code);
end
$$;
comment on function private.can(text, text, text) is 'Whether the caller may do verb to resource in the area.';

create function private.administers(resource text) returns boolean
language sql stable security definer
set search_path = ''
as $$
	select cardinality(mine.scopes) > 0 and not exists (
		select 1 from public.areas a where a.parent_code is null and not private.covers(mine.scopes, a.code)
	)
	from (select private.my_scopes('administer', administers.resource) as scopes) mine
$$;
comment on function private.administers(text) is
	'Whether the caller administers the resource for the whole installation: what has no area of its own (settings, templates, calendars, basemaps) is not the business of one district''s administrator.';

create function private.has_role(person uuid, roles text[], area_code text, on_day date default private.local_day(now())) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
	return exists (
		select 1
		from public.posts p
		join public.people holder on holder.id = p.person_id and holder.disabled_at is null
		join public.areas a on a.code = p.area_code
		where p.person_id = has_role.person and p.role = any (has_role.roles)
			and p.valid_from <= has_role.on_day and (p.valid_to is null or p.valid_to > has_role.on_day)
			and (
				starts_with(has_role.area_code, a.code)
				or (a.level = 'grid' and exists (
					select 1 from public.areas c
					where c.grid_area = a.code and starts_with(has_role.area_code, c.code)
				))
			)
	);
end
$$;
comment on function private.has_role(uuid, text[], text, date) is 'Whether the person holds one of the roles in a post whose scope covers the area.';

create function private.is_staff() returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
	return exists (
		select 1 from public.posts p
		where p.person_id = (select private.my_person()) and p.role <> 'rider'
			and p.valid_from <= private.local_day(now()) and (p.valid_to is null or p.valid_to > private.local_day(now()))
	);
end
$$;
comment on function private.is_staff() is 'A signed-in user without a valid post sees what the public sees.';

-- Who reads ------------------------------------------------------------------------------------------

alter table public.people enable row level security;
alter table public.contacts enable row level security;
alter table public.posts enable row level security;
alter table public.answerables enable row level security;

create policy "staff read settings" on public.settings for select to authenticated using ((select private.is_staff()));
create policy "administrators add settings" on public.settings for insert to authenticated
	with check ((select private.administers('settings')));
create policy "administrators change settings" on public.settings for update to authenticated
	using ((select private.administers('settings')))
	with check ((select private.administers('settings')));

create policy "staff read areas" on public.areas for select to authenticated using ((select private.is_staff()));
create policy "staff read plans" on public.plans for select to authenticated using ((select private.is_staff()));

-- Scopes are asked once per statement (a sub-select without a row reference), never once per row.
create function private.my_line() returns text[]
language plpgsql stable security definer
set search_path = ''
as $$
begin
	return (
		select coalesce(array_agg(distinct above.code), '{}')
		from unnest(private.my_scopes('read', 'sites')) s (code)
		cross join lateral (select left(s.code, n) as code from generate_series(1, length(s.code)) n) above
	);
end
$$;
comment on function private.my_line() is
	'Every prefix of the caller''s scopes: an area is in their line when it lies in a scope or is one of these. The people one works with and answers to.';

create function private.people_in_sight() returns uuid[]
language sql stable security definer
set search_path = ''
as $$
	select coalesce(array_agg(distinct p.id), '{}')
	from public.people p
	left join public.posts o on o.person_id = p.id
	where o.area_code operator(pg_catalog.^@) any ((select private.my_scopes('read', 'sites'))::text[])
		or o.area_code = any ((select private.my_line())::text[])
		-- Somebody without any post has just been added: the administrators' business.
		or (o.person_id is null and cardinality((select private.my_scopes('administer', 'people'))) > 0)
$$;
comment on function private.people_in_sight() is 'People whose posts lie in the caller''s line.';

create policy "staff read posts in their line" on public.posts for select to authenticated using (
	person_id = (select private.my_person())
	or area_code operator(pg_catalog.^@) any ((select private.my_scopes('read', 'sites'))::text[])
	or area_code = any ((select private.my_line())::text[])
);
create policy "administrators add posts" on public.posts for insert to authenticated with check (
	area_code operator(pg_catalog.^@) any ((select private.my_scopes('administer', 'people'))::text[])
	and person_id <> (select private.my_person())
);
create policy "administrators change posts" on public.posts for update to authenticated using (
	area_code operator(pg_catalog.^@) any ((select private.my_scopes('administer', 'people'))::text[])
	and person_id <> (select private.my_person())
) with check (
	area_code operator(pg_catalog.^@) any ((select private.my_scopes('administer', 'people'))::text[])
	and person_id <> (select private.my_person())
);

create policy "staff read people in their line" on public.people for select to authenticated
	using (id = (select private.my_person()) or id = any ((select private.people_in_sight())::uuid[]));
create policy "people read their own contact" on public.contacts for select to authenticated
	using (person_id = (select private.my_person()));
create policy "administrators read contacts of people in their area" on public.contacts for select to authenticated
	using (exists (
		select 1 from public.posts o
		where o.person_id = contacts.person_id and o.area_code operator(pg_catalog.^@) any ((select private.my_scopes('read', 'contacts'))::text[])
	));
create policy "staff read who is answerable" on public.answerables for select to authenticated using (
	area_code operator(pg_catalog.^@) any ((select private.my_scopes('read', 'sites'))::text[])
	or area_code = any ((select private.my_line())::text[])
);
create policy "administrators name who is answerable" on public.answerables for insert to authenticated
	with check (area_code operator(pg_catalog.^@) any ((select private.my_scopes('administer', 'people'))::text[]));
create policy "administrators change who is answerable" on public.answerables for update to authenticated
	using (area_code operator(pg_catalog.^@) any ((select private.my_scopes('administer', 'people'))::text[]))
	with check (area_code operator(pg_catalog.^@) any ((select private.my_scopes('administer', 'people'))::text[]));
create policy "administrators remove who is answerable" on public.answerables for delete to authenticated
	using (area_code operator(pg_catalog.^@) any ((select private.my_scopes('administer', 'people'))::text[]));

-- Identity and scope columns never change in place: a new post is a new row.
create function private.freeze_columns() returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
	frozen text;
begin
	foreach frozen in array tg_argv loop
		if to_jsonb(new) -> frozen is distinct from to_jsonb(old) -> frozen then
			perform private.refuse('frozen_column', frozen);
		end if;
	end loop;
	return new;
end
$$;
comment on function private.freeze_columns() is 'Trigger: refuses an UPDATE that changes one of the named columns.';

create trigger posts_frozen before update on public.posts
	for each row execute function private.freeze_columns('id', 'person_id', 'area_code', 'role');

create function public.save_areas(areas jsonb) returns integer
language plpgsql security definer
set search_path = ''
as $$
declare
	saved integer;
	refused text;
begin
	if not private.is_operator() then
		select a ->> 'code' into refused
		from jsonb_array_elements(save_areas.areas) a
		where not private.can('administer', 'areas', a ->> 'code') limit 1;
		if refused is not null then perform private.refuse('not_allowed', 'code', to_jsonb(refused)); end if;
	end if;
	insert into public.areas as kept (
		code, parent_code, level, name, name_en, position, boundary, center, grid_code, grid_area,
		households, residents, built_year, property_company, party_alliance, sheet, is_generated, has_drawn_outline
	)
	select
		a ->> 'code', a ->> 'parent_code', a ->> 'level', a ->> 'name', a ->> 'name_en', coalesce((a ->> 'position')::integer, 0),
		extensions.st_multi(extensions.st_setsrid(extensions.st_geomfromgeojson(nullif(a -> 'boundary', 'null')::text), 4326)),
		coalesce(
			extensions.st_setsrid(extensions.st_geomfromgeojson(nullif(a -> 'center', 'null')::text), 4326),
			extensions.st_pointonsurface(extensions.st_setsrid(extensions.st_geomfromgeojson(nullif(a -> 'boundary', 'null')::text), 4326))
		),
		a ->> 'grid_code', a ->> 'grid_area', (a ->> 'households')::integer, (a ->> 'residents')::integer,
		(a ->> 'built_year')::integer, a ->> 'property_company', a ->> 'party_alliance', nullif(a -> 'sheet', 'null'),
		coalesce((a ->> 'is_generated')::boolean, false), coalesce((a ->> 'has_drawn_outline')::boolean, false)
	from jsonb_array_elements(save_areas.areas) a
	order by length(a ->> 'code'), a ->> 'level' = 'compound'
	on conflict (code) do update set
		parent_code = excluded.parent_code, level = excluded.level, name = excluded.name, name_en = excluded.name_en,
		position = excluded.position, boundary = coalesce(excluded.boundary, kept.boundary),
		center = coalesce(excluded.center, kept.center), grid_code = coalesce(excluded.grid_code, kept.grid_code),
		grid_area = coalesce(excluded.grid_area, kept.grid_area), households = coalesce(excluded.households, kept.households),
		residents = coalesce(excluded.residents, kept.residents), built_year = coalesce(excluded.built_year, kept.built_year),
		property_company = coalesce(excluded.property_company, kept.property_company),
		party_alliance = coalesce(excluded.party_alliance, kept.party_alliance), sheet = coalesce(excluded.sheet, kept.sheet),
		is_generated = excluded.is_generated,
		has_drawn_outline = case when excluded.boundary is null then kept.has_drawn_outline else excluded.has_drawn_outline end,
		updated_at = now();
	get diagnostics saved = row_count;
	return saved;
end
$$;
comment on function public.save_areas(jsonb) is
	'Adds or changes areas from an array of objects named like the columns; boundary and center are GeoJSON in WGS-84. Administrators inside their area, and the server''s own commands.';

create function public.save_plan(area_code text, content jsonb, is_generated boolean default false) returns void
language plpgsql security definer
set search_path = ''
as $$
begin
	if not (private.is_operator() or private.can('administer', 'areas', save_plan.area_code)) then
		perform private.refuse('not_allowed', 'area_code');
	end if;
	insert into public.plans (area_code, content, is_generated)
	values (save_plan.area_code, save_plan.content, save_plan.is_generated)
	on conflict on constraint plans_pkey do update
		set content = excluded.content, is_generated = excluded.is_generated, updated_at = now();
end
$$;
comment on function public.save_plan(text, jsonb, boolean) is 'Stores the schematic plan of a compound (see plans).';

create function public.my_session() returns json
language sql stable security definer
set search_path = ''
as $$
	select json_build_object(
		'person', json_build_object('id', p.id, 'name', p.name, 'organisation', p.organisation),
		'posts', coalesce((
			select json_agg(json_build_object(
				'id', t.id, 'role', t.role, 'title', t.title,
				'areaCode', a.code, 'areaName', a.name, 'level', a.level,
				'compounds', case when a.level = 'grid' then (select json_agg(c.code order by c.code) from public.areas c where c.grid_area = a.code) end
			) order by length(a.code), a.code, t.role)
			from public.posts t join public.areas a on a.code = t.area_code
			where t.person_id = p.id and t.valid_from <= private.local_day(now()) and (t.valid_to is null or t.valid_to > private.local_day(now()))
		), '[]'::json)
	)
	from public.people p
	where p.id = private.my_person()
$$;
comment on function public.my_session() is
	'The signed-in person with the posts that are valid today, or null. The only question a page asks before it decides what to show.';

insert into private.grants (kind, object, privileges, grantee) values
	('table', 'public.settings', 'select, insert, update', 'authenticated'),
	('table', 'public.areas', 'select', 'authenticated'),
	('table', 'public.plans', 'select', 'authenticated'),
	('table', 'public.people', 'select', 'authenticated'),
	('table', 'public.contacts', 'select', 'authenticated'),
	('table', 'public.posts', 'select, insert, update', 'authenticated'),
	('table', 'public.answerables', 'select, insert, update, delete', 'authenticated'),
	('function', 'private.my_person', 'execute', 'authenticated'),
	('function', 'private.is_operator', 'execute', 'authenticated'),
	('function', 'private.my_scopes', 'execute', 'authenticated'),
	('function', 'private.covers', 'execute', 'authenticated'),
	('function', 'private.can', 'execute', 'authenticated'),
	('function', 'private.is_staff', 'execute', 'authenticated'),
	('function', 'private.administers', 'execute', 'authenticated'),
	('function', 'private.my_line', 'execute', 'authenticated'),
	('function', 'private.people_in_sight', 'execute', 'authenticated'),
	('function', 'public.save_areas', 'execute', 'authenticated'),
	('function', 'public.save_plan', 'execute', 'authenticated'),
	('function', 'public.my_session', 'execute', 'authenticated');
select private.apply_grants();
