-- The administration of people, and the removal of the demo.

create function private.may_administer(person uuid) returns boolean
language sql stable security definer
set search_path = ''
as $$
	select private.is_operator() or (
		cardinality(mine.scopes) > 0
		and not exists (select 1 from public.posts p where p.person_id = may_administer.person and not private.covers(mine.scopes, p.area_code))
	)
	from (select private.my_scopes('administer', 'people') as scopes) mine
$$;
comment on function private.may_administer(uuid) is
	'Whether every post of the person lies where the caller administers people: an administrator of a subdistrict does not disable the city''s.';

create function public.save_person(person jsonb) returns void
language plpgsql security definer
set search_path = ''
as $$
declare
	saved_id uuid := private.uuid_of(person, 'id');
	new_name text := private.text_of(person, 'name', 60);
	new_organisation text := private.text_of(person, 'organisation', 120, false);
	new_phone text := private.text_of(person, 'phone', 40, false);
	is_disabled boolean := private.boolean_of(person, 'disabled');
begin
	if not private.may_administer(saved_id) then perform private.refuse('not_allowed', 'person'); end if;
	if saved_id = private.my_person() and is_disabled is not null then
		perform private.refuse('not_yourself', 'disabled');
	end if;
	insert into public.people as kept (id, name, organisation, disabled_at, is_generated)
	values (
		saved_id, new_name, new_organisation, case when is_disabled then now() end,
		private.is_operator() and coalesce(private.boolean_of(person, 'is_generated'), false)
	)
	on conflict (id) do update set
		name = excluded.name, organisation = excluded.organisation,
		disabled_at = case when is_disabled is null then kept.disabled_at when is_disabled then coalesce(kept.disabled_at, now()) end;
	if new_phone is not null then
		insert into public.contacts as kept (person_id, phone) values (saved_id, new_phone)
		on conflict on constraint contacts_pkey do update set phone = excluded.phone;
	elsif person ? 'phone' then
		delete from public.contacts c where c.person_id = saved_id;
	end if;
end
$$;
comment on function public.save_person(jsonb) is
	'Adds or changes a person: {"id","name","organisation","phone","disabled"}; phone and disabled stay as they are when left out. Administrators of all the person''s posts, and the server''s own commands.';

create function private.masked_phone(phone text) returns text
language sql immutable
set search_path = ''
as $$
	select case when length(phone) >= 9 then left(phone, 3) || '****' || right(phone, 4) else '****' || right(phone, 2) end
$$;
comment on function private.masked_phone(text) is '138****1234: enough to know one''s own, not to call.';

create function public.list_people(query text default '', page_size integer default 50, page integer default 0, person uuid default null) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
	scopes text[] := private.my_scopes('administer', 'people');
	pattern text := '%' || replace(replace(replace(btrim(coalesce(query, '')), '\', '\\'), '%', '\%'), '_', '\_') || '%';
	today date := private.local_day(now());
begin
	if not private.is_operator() and cardinality(scopes) = 0 then perform private.refuse('not_allowed', 'people'); end if;
	return (
		with found as materialized (
			select p.id, p.name, p.organisation, p.user_id, p.disabled_at, p.erased_at, p.is_generated
			from public.people p
			where (list_people.person is null or p.id = list_people.person)
				and (private.is_operator()
					or not exists (select 1 from public.posts t where t.person_id = p.id)
					or exists (select 1 from public.posts t where t.person_id = p.id and private.covers(scopes, t.area_code)))
				and (pattern = '%%' or p.name ilike pattern or p.organisation ilike pattern or exists (
					select 1 from public.posts t join public.areas a on a.code = t.area_code
					where t.person_id = p.id and (t.title ilike pattern or a.name ilike pattern)
				))
		), shown as (
			select * from found f order by f.disabled_at is not null, f.name, f.id
			limit least(greatest(page_size, 1), 200) offset greatest(page, 0) * page_size
		)
		select json_build_object(
			'total', (select count(*) from found),
			'rows', coalesce((
				select json_agg(json_build_object(
					'id', s.id, 'name', s.name, 'organisation', s.organisation, 'isDisabled', s.disabled_at is not null, 'isErased', s.erased_at is not null, 'isGenerated', s.is_generated,
					'isYou', s.id is not distinct from private.my_person(), 'mayChange', private.may_administer(s.id),
					'email', (select u.email from auth.users u where u.id = s.user_id),
					'phone', (select private.masked_phone(c.phone) from public.contacts c where c.person_id = s.id),
					'posts', coalesce((
						select json_agg(json_build_object(
							'id', t.id, 'role', t.role, 'title', t.title, 'areaCode', t.area_code,
							'areaName', (select string_agg(w.name, ' ' order by length(w.code)) from private.area_path(t.area_code) w
								where w.level <> 'city' or w.code = t.area_code),
							'validFrom', t.valid_from, 'validTo', t.valid_to,
							'isCurrent', t.valid_from <= today and (t.valid_to is null or t.valid_to > today),
							'mayChange', private.covers(scopes, t.area_code) and s.id is distinct from private.my_person()
						) order by t.valid_to is not null, length(t.area_code), t.area_code, t.role)
						from public.posts t where t.person_id = s.id
					), '[]'::json)
				) order by s.disabled_at is not null, s.name, s.id)
				from shown s
			), '[]'::json)
		)
	);
end
$$;
comment on function public.list_people(text, integer, integer, uuid) is
	'People whom the caller administers, found by name, organisation, title or area, with their posts and a masked telephone number. Nothing about how or when anybody used the application.';

create function public.link_account(person uuid, account uuid) returns void
language plpgsql security definer
set search_path = ''
as $$
begin
	if not private.is_operator() then perform private.refuse('not_allowed', 'account'); end if;
	update public.people p set user_id = account where p.id = person;
end
$$;
comment on function public.link_account(uuid, uuid) is 'Binds a sign-in account to a person. Server only: it follows the creation of the account.';

create function public.clear_demo() returns json
language plpgsql security definer
set search_path = ''
as $$
declare
	counted json;
	reference record;
begin
	if not private.is_operator() then perform private.refuse('not_allowed', 'demo'); end if;
	select json_build_object(
		'tasks', (select count(*) from public.tasks t where t.is_generated),
		'people', (select count(*) from public.people p where p.is_generated),
		'areas', (select count(*) from public.areas a where a.is_generated)
	) into counted;
	set constraints all deferred;
	perform set_config('zhantu.shard', '8', true);
	-- Whoever goes is looked for in every row that could name them. Daily work asks nothing by these columns, so they
	-- are indexed only while the demo goes.
	for reference in
		select c.conrelid::regclass as referrer, a.attname, 'clear_demo_' || c.oid as index_name
		from pg_catalog.pg_constraint c
		join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
		where c.contype = 'f' and cardinality(c.conkey) = 1 and c.confrelid = any (array[
			'public.people', 'public.tasks', 'public.sites', 'public.evidence', 'public.areas', 'public.campaigns'
		]::regclass[])
	loop
		execute format('create index %I on %s (%I)', reference.index_name, reference.referrer, reference.attname);
	end loop;
	alter table public.task_events disable trigger task_events_append_only;
	delete from public.publications p where p.is_generated;
	delete from public.publication_proposals p where p.is_generated;
	delete from public.evidence e where e.is_generated or exists (select 1 from public.tasks t where t.id = e.task_id and t.is_generated);
	delete from public.task_events e using public.tasks t where t.id = e.task_id and t.is_generated;
	delete from private.ledger_heads h using public.tasks t where t.id = h.task_id and t.is_generated;
	update public.sites s set current_task_id = null from public.tasks t where t.id = s.current_task_id and t.is_generated;
	update public.tasks t set duplicate_of = null where exists (select 1 from public.tasks o where o.id = t.duplicate_of and o.is_generated);
	update public.tasks t set relapse_of = null where exists (select 1 from public.tasks o where o.id = t.relapse_of and o.is_generated);
	delete from public.tasks t where t.is_generated;
	delete from public.sites s where s.is_generated;
	alter table public.task_events enable trigger task_events_append_only;
	delete from public.indicator_values v where v.is_generated;
	delete from public.answerables a where a.is_generated;
	delete from public.posts p where p.is_generated;
	-- A generated person or place that real work now hangs on stays, and says so no longer.
	update public.people p set is_generated = false where p.is_generated and (
		exists (select 1 from public.task_events e where e.actor_id = p.id) or exists (select 1 from public.tasks t where p.id in (t.owner_id, t.reported_by, t.closed_by))
		or exists (select 1 from public.sites s where s.created_by = p.id) or exists (select 1 from public.evidence e where e.taken_by = p.id)
		or exists (select 1 from public.posts o where o.person_id = p.id) or exists (select 1 from public.import_batches b where b.created_by = p.id)
		or exists (select 1 from public.publication_proposals o where p.id in (o.proposed_by, o.decided_by))
	);
	delete from public.people p where p.is_generated;
	delete from public.plans p where p.is_generated;
	-- What only generated pairs had made public is so no longer.
	delete from public.published_areas a where a.is_generated or not exists (select 1 from public.publications u where starts_with(u.area_code, a.code));
	update public.published_areas a set pairs = (select count(*) from public.publications u where starts_with(u.area_code, a.code));
	update public.areas a set is_generated = false
	from (
		select s.area_code as code from public.sites s union select t.area_code from public.tasks t
		union select p.area_code from public.posts p union select r.code from public.areas r where not r.is_generated
	) u
	where a.is_generated and starts_with(u.code, a.code);
	update public.areas a set grid_area = null where exists (select 1 from public.areas g where g.code = a.grid_area and g.is_generated);
	delete from public.areas a where a.is_generated;
	update public.areas a set boundary = null, center = null, sheet = null, has_drawn_outline = false where a.has_drawn_outline;
	delete from private.progress p where p.tasks = 0;
	delete from private.progress_days p where p.filed = 0 and p.closed = 0;
	perform private.relay_places();
	delete from public.published_figures f using public.campaigns c where c.id = f.campaign_id and c.is_generated;
	delete from public.published_campaigns c where c.is_generated;
	delete from public.campaigns c where c.is_generated
		and not exists (select 1 from public.tasks t where t.campaign_id = c.id) and not exists (select 1 from public.sites s where s.campaign_id = c.id)
		and not exists (select 1 from public.import_batches b where b.campaign_id = c.id);
	for reference in
		select n.nspname, i.relname from pg_catalog.pg_class i join pg_catalog.pg_namespace n on n.oid = i.relnamespace
		where i.relkind = 'i' and i.relname like 'clear\_demo\_%'
	loop
		execute format('drop index %I.%I', reference.nspname, reference.relname);
	end loop;
	update public.settings s set value = '"cleared"', updated_at = now() where s.key = 'demo.state';
	return counted;
end
$$;
comment on function public.clear_demo() is
	'Removes everything generated: cases, ledger, people, plans, drawn areas and outlines. Real areas, and what real work hangs on, stay. Server only; the files of pictures are removed by whoever calls.';

insert into private.grants (kind, object, privileges, grantee) values
	('function', 'public.save_person', 'execute', 'authenticated'),
	('function', 'public.list_people', 'execute', 'authenticated');
select private.apply_grants();
