-- Running the installation: what an administrator sees of it, how long personal data stays, and how a
-- person is erased. The server's jobs call these; what they remove from disk they hear from here.

create function private.retention_days(subject text) returns integer
language sql stable
set search_path = ''
as $$
	select coalesce(
		(select (s.value ->> subject)::integer from public.settings s where s.key = 'retention'),
		case subject when 'pictures' then 1095 when 'people' then 730 when 'sessions' then 30 end
	)
$$;
comment on function private.retention_days(text) is
	'How many days something stays: "pictures" are originals after their case was closed, "people" those who were disabled, "sessions" those that nobody used.';

create function private.check_retention() returns trigger
language plpgsql
set search_path = ''
as $$
declare
	subject text;
begin
	if new.key <> 'retention' then return new; end if;
	if jsonb_typeof(new.value) <> 'object' then perform private.refuse('bad_patch', 'value'); end if;
	foreach subject in array '{pictures,people,sessions}'::text[] loop
		if new.value -> subject is null then continue; end if;
		if jsonb_typeof(new.value -> subject) <> 'number' or (new.value ->> subject)::numeric not between 1 and 36500
			or (new.value ->> subject)::numeric % 1 <> 0 then
			perform private.refuse('not_a_number', subject, new.value -> subject);
		end if;
	end loop;
	return new;
end
$$;
comment on function private.check_retention() is 'Trigger: a period is a whole number of days, at least one.';
create trigger settings_retention before insert or update on public.settings
	for each row execute function private.check_retention();

-- Originals ------------------------------------------------------------------------------------------

create table private.retired_files (
	bucket text not null,
	name text not null,
	at timestamptz not null default now(),
	primary key (bucket, name)
);
comment on table private.retired_files is
	'Files that no row names any more and that are still to be removed. The row lets go first, so that it never points at a missing file.';

create function public.retire_pictures(size integer default 200) returns json
language plpgsql security definer
set search_path = ''
as $$
begin
	if not private.is_operator() then perform private.refuse('not_allowed', 'pictures'); end if;
	with due as (
		select e.id, e.object_path from public.evidence e join public.tasks t on t.id = e.task_id
		where e.object_path is not null
			and (
				(private.clock_of(t.campaign_id, t.stage) = 'end' and t.closed_at < now() - make_interval(days => private.retention_days('pictures')))
				or e.removed_at < now() - make_interval(days => private.retention_days('pictures'))
			)
			and not exists (
				select 1 from public.publication_proposals p
				where p.state = 'proposed' and e.id in (p.before_evidence, p.after_evidence)
			)
		order by e.created_at limit least(greatest(size, 1), 1000)
		for update of e skip locked
	), noted as (
		insert into private.retired_files (bucket, name) select 'evidence', d.object_path from due d
		on conflict do nothing
	)
	update public.evidence e set object_path = null, position = null, accuracy_m = null, heading = null, retired_at = now()
	from due d where e.id = d.id;
	return coalesce((
		select json_agg(f.name) from (select r.name from private.retired_files r where r.bucket = 'evidence' order by r.at, r.name limit 1000) f
	), '[]'::json);
end
$$;
comment on function public.retire_pictures(integer) is
	'Lets go of originals whose time is over (closed cases, removed pictures) and answers the names of all files that are still to be removed. Redacted copies that were published stay. Server only.';

create function public.forget_files(names text[]) returns void
language plpgsql security definer
set search_path = ''
as $$
begin
	if not private.is_operator() then perform private.refuse('not_allowed', 'pictures'); end if;
	delete from private.retired_files r where r.bucket = 'evidence' and r.name = any (names);
end
$$;
comment on function public.forget_files(text[]) is 'The named files are gone. Server only.';

-- People ---------------------------------------------------------------------------------------------

create function private.pseudonym(person uuid) returns text
language sql immutable
set search_path = ''
as $$
	select '#' || left(encode(sha256(convert_to(person::text, 'UTF8')), 'hex'), 8)
$$;
comment on function private.pseudonym(uuid) is 'What an erased person is called: the same everywhere, and no name.';

create table private.retired_accounts (
	user_id uuid primary key,
	at timestamptz not null default now()
);
comment on table private.retired_accounts is 'Sign-in accounts of erased people that are still to be removed, which is the backend''s business and not SQL''s.';

create function private.erase(person uuid) returns void
language plpgsql
set search_path = ''
as $$
begin
	insert into private.retired_accounts (user_id)
	select p.user_id from public.people p where p.id = person and p.user_id is not null
	on conflict do nothing;
	delete from public.contacts c where c.person_id = person;
	delete from private.second_factors f where f.person_id = person;
	update private.session_states t set device = '', ended_at = coalesce(t.ended_at, now()) where t.person_id = person;
	delete from public.answerables a where a.person_id = person;
	update public.posts o set title = o.role, valid_to = coalesce(o.valid_to, greatest(o.valid_from, private.local_day(now()))) where o.person_id = person;
	update public.evidence e set position = null, accuracy_m = null, heading = null where e.taken_by = person;
	update public.people p set
		name = private.pseudonym(person), organisation = null, user_id = null,
		disabled_at = coalesce(p.disabled_at, now()), erased_at = now()
	where p.id = person;
end
$$;
comment on function private.erase(uuid) is 'Takes away everything that says who a person was, and notes the account that is to be removed with it.';

create function public.erase_person(person uuid) returns void
language plpgsql security definer
set search_path = ''
as $$
begin
	if not private.may_administer(person) then perform private.refuse('not_allowed', 'person'); end if;
	if person = private.my_person() then perform private.refuse('not_yourself', 'person'); end if;
	if not exists (select 1 from public.people p where p.id = person and p.erased_at is null) then perform private.refuse('unknown_person', 'person'); end if;
	if not exists (select 1 from public.people p where p.id = person and p.disabled_at is not null) then perform private.refuse('not_disabled', 'person'); end if;
	if exists (
		select 1 from public.tasks t
		where t.owner_id = person and t.removed_at is null and private.clock_of(t.campaign_id, t.stage) <> 'end'
	) then
		perform private.refuse('has_open_tasks', 'person');
	end if;
	perform private.erase(person);
end
$$;
comment on function public.erase_person(uuid) is
	'Erases a disabled person who holds no open case. Cases, ledger and pictures keep a pseudonym; the server then removes the account. Administrators of all the person''s posts.';

create function public.erase_due_people() returns integer
language plpgsql security definer
set search_path = ''
as $$
declare
	due record;
	erased integer := 0;
begin
	if not private.is_operator() then perform private.refuse('not_allowed', 'people'); end if;
	for due in
		select p.id from public.people p
		where p.erased_at is null and p.disabled_at < now() - make_interval(days => private.retention_days('people'))
			and not exists (
				select 1 from public.tasks t
				where t.owner_id = p.id and t.removed_at is null and private.clock_of(t.campaign_id, t.stage) <> 'end'
			)
	loop
		perform private.erase(due.id);
		erased := erased + 1;
	end loop;
	return erased;
end
$$;
comment on function public.erase_due_people() is 'Erases who has been disabled for longer than the retention period. Server only.';

create function public.list_retired_accounts() returns setof uuid
language plpgsql stable security definer
set search_path = ''
as $$
begin
	if not private.is_operator() then perform private.refuse('not_allowed', 'people'); end if;
	return query select a.user_id from private.retired_accounts a order by a.at, a.user_id limit 1000;
end
$$;
comment on function public.list_retired_accounts() is 'Accounts of erased people that are still to be removed. Server only.';

create function public.forget_accounts(accounts uuid[]) returns void
language plpgsql security definer
set search_path = ''
as $$
begin
	if not private.is_operator() then perform private.refuse('not_allowed', 'people'); end if;
	delete from private.retired_accounts a where a.user_id = any (accounts);
end
$$;
comment on function public.forget_accounts(uuid[]) is 'The accounts are gone. Server only.';

-- What an administrator sees ------------------------------------------------------------------------------

create function public.operation_facts() returns json
language plpgsql stable security definer
set search_path = ''
as $$
begin
	if not (private.is_operator() or private.administers('settings')) then perform private.refuse('not_allowed', 'operation'); end if;
	return json_build_object(
		'at', now(),
		'server', current_setting('server_version'),
		'migration', (select max(m.version) from supabase_migrations.schema_migrations m),
		'databaseBytes', pg_database_size(current_database()),
		'pictures', (select count(*) from storage.objects o where o.bucket_id in ('evidence', 'publications')),
		'people', (select count(*) from public.people p where p.disabled_at is null),
		'entries', (select coalesce(sum(h.length), 0) from private.ledger_heads h),
		'filesToRemove', (select count(*) from private.retired_files),
		'retention', json_build_object(
			'pictures', private.retention_days('pictures'), 'people', private.retention_days('people'), 'sessions', private.retention_days('sessions')
		)
	);
end
$$;
comment on function public.operation_facts() is
	'Figures of the database for the operation page and the metrics: administrators of the whole, and the server. Counts only, nothing about anybody.';

insert into private.grants (kind, object, privileges, grantee) values
	('function', 'public.erase_person', 'execute', 'authenticated'),
	('function', 'public.operation_facts', 'execute', 'authenticated');
select private.apply_grants();
