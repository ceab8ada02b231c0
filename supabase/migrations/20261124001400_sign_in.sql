-- Signing in: what was tried, which sessions stand and for how long, and what is kept of it for whoever has to answer.

create table private.security_events (
	id bigint generated always as identity primary key,
	at timestamptz not null default now(),
	event text not null check (event ~ '^[a-z_]{1,40}$'),
	person_id uuid,
	account text check (length(account) <= 64),
	actor_id uuid,
	info jsonb
);
comment on table private.security_events is
	'Who signed in, failed to, changed or lost a second factor, and who changed the rules of signing in. account is a keyed hash: the same account is recognised, nobody is named. No address, no device, no place.';
create index security_events_person on private.security_events (person_id, id);

create function private.keep_security_events() returns trigger
language plpgsql
set search_path = ''
as $$
begin
	if tg_op = 'DELETE' and old.at < now() - interval '1 year' then return old; end if;
	raise exception using errcode = 'ZT002', message = 'append_only', detail = tg_table_name;
end
$$;
comment on function private.keep_security_events() is 'Trigger: security events are never changed, and not removed before they are a year old.';
create trigger security_events_kept before update or delete on private.security_events
	for each row execute function private.keep_security_events();
create trigger security_events_no_truncate before truncate on private.security_events
	for each statement execute function private.append_only();

create function private.note_event(event text, person uuid default null, account text default null, actor uuid default null, info jsonb default null)
returns void
language sql
set search_path = ''
as $$
	insert into private.security_events (event, person_id, account, actor_id, info) values (event, person, account, actor, info)
$$;
comment on function private.note_event(text, uuid, text, uuid, jsonb) is 'Writes one security event.';

create function private.server_only() returns void
language plpgsql stable
set search_path = ''
as $$
begin
	if not private.is_operator() then perform private.refuse('not_allowed', 'server'); end if;
end
$$;
comment on function private.server_only() is 'Refuses everybody but the server itself, which acts for somebody whom it has just asked who they are.';

create function public.note_security_event(event text, person uuid default null, account text default null, actor uuid default null) returns void
language plpgsql security definer
set search_path = ''
as $$
begin
	perform private.server_only();
	perform private.note_event(note_security_event.event, note_security_event.person, note_security_event.account, note_security_event.actor);
end
$$;
comment on function public.note_security_event(text, uuid, text, uuid) is 'What the web server saw and the database could not: a wrong password, a wrong code. Server only.';

-- Passwords are tried five times ----------------------------------------------------------------------

create table private.sign_in_tries (
	id bigint generated always as identity primary key,
	account text not null check (length(account) <= 64),
	address text not null check (length(address) <= 64),
	at timestamptz not null default now()
);
comment on table private.sign_in_tries is
	'Passwords that were checked and not found right in the last fifteen minutes, by keyed hashes of the account and of the address that asked.';
create index sign_in_tries_account on private.sign_in_tries (account, at);
create index sign_in_tries_address on private.sign_in_tries (address, at);

create function private.begin_sign_in(account text, address text, email text) returns json
language plpgsql security definer
set search_path = ''
as $$
declare
	wait constant interval := interval '15 minutes';
	is_known boolean := false;
	is_shut boolean := false;
begin
	-- Fifty tries at one moment are still five: the count and the new row belong together.
	perform pg_advisory_xact_lock(7203, hashtext(begin_sign_in.account));
	delete from private.sign_in_tries t where t.at <= now() - wait;
	if (select count(*) from private.sign_in_tries t where t.account = begin_sign_in.account) >= 5 then
		if not exists (
			select 1 from private.security_events e
			where e.event = 'sign_in_locked' and e.account = begin_sign_in.account and e.at > now() - wait
		) then
			perform private.note_event('sign_in_locked', account => begin_sign_in.account);
		end if;
		return json_build_object('answer', 'locked');
	end if;
	if begin_sign_in.address <> '' and (select count(*) from private.sign_in_tries t where t.address = begin_sign_in.address) >= 40 then
		return json_build_object('answer', 'slow_down', 'seconds', (
			select ceil(extract(epoch from min(t.at) + wait - now())) from private.sign_in_tries t where t.address = begin_sign_in.address
		));
	end if;
	insert into private.sign_in_tries (account, address) values (begin_sign_in.account, begin_sign_in.address);
	select true, coalesce(u.banned_until > now(), false) or p.disabled_at is not null into is_known, is_shut
	from auth.users u left join public.people p on p.user_id = u.id
	where u.email = lower(btrim(begin_sign_in.email));
	return json_build_object('answer', 'check', 'isKnown', coalesce(is_known, false), 'isShut', coalesce(is_shut, false));
end
$$;
comment on function private.begin_sign_in(text, text, text) is
	'Counts one check of a password before it is made: {"answer": "check", "isKnown", "isShut"} or "locked" or "slow_down". At most five for an account in fifteen minutes, known or not and from wherever, and at most forty from one address, where there is one.';

create function public.begin_sign_in(account text, address text, email text) returns json
language plpgsql security definer
set search_path = ''
as $$
begin
	perform private.server_only();
	return private.begin_sign_in(begin_sign_in.account, begin_sign_in.address, begin_sign_in.email);
end
$$;
comment on function public.begin_sign_in(text, text, text) is 'The same for a web server whose backend limits nothing itself. Server only.';

create function private.forget_tries(account text) returns void
language sql security definer
set search_path = ''
as $$
	delete from private.sign_in_tries t where t.account = forget_tries.account
$$;
comment on function private.forget_tries(text) is 'A right password forgets the wrong ones before it.';

-- Sessions stand for a while ------------------------------------------------------------------------

create table private.session_states (
	session_id uuid primary key,
	person_id uuid not null references public.people (id) on delete cascade,
	device text not null default '' check (length(device) <= 60),
	seen_at timestamptz not null default now(),
	proven_at timestamptz,
	ended_at timestamptz
);
comment on table private.session_states is
	'What the application knows about a session beyond what auth keeps: the browser it was opened in, when it was last used (every five minutes at most, for the time-out alone), when the second factor was proven, when it was ended. Gone with the session.';
create index session_states_person on private.session_states (person_id);

create function private.setting_of(key text, otherwise text) returns text
language plpgsql stable security definer
set search_path = ''
as $$
begin
	return coalesce((select s.value #>> '{}' from public.settings s where s.key = setting_of.key), otherwise);
end
$$;
comment on function private.setting_of(text, text) is 'A setting as text, or what holds when nobody has set it.';

create function private.session_limits() returns table (idle interval, lifetime interval)
language sql stable security definer
set search_path = ''
as $$
	select make_interval(mins => private.setting_of('session_idle_minutes', '720')::integer),
		make_interval(hours => private.setting_of('session_hours', '168')::integer)
$$;
comment on function private.session_limits() is 'How long a session may rest and how long it may last: twelve hours and seven days unless set.';

create function private.session_stands(session uuid, account uuid) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
	return exists (
		select 1
		from auth.sessions s
		cross join private.session_limits() l
		left join private.session_states t on t.session_id = s.id
		where s.id = session_stands.session and s.user_id = session_stands.account and t.ended_at is null
			and s.created_at > now() - l.lifetime and coalesce(t.seen_at, s.created_at) > now() - l.idle
	);
end
$$;
comment on function private.session_stands(uuid, uuid) is
	'Whether the session is the account''s, was not ended, has not lasted too long and has not rested too long. A refreshed token does not bring it back.';

create function public.touch_session(session uuid) returns void
language sql security definer
set search_path = ''
as $$
	select private.server_only();
	insert into private.session_states as kept (session_id, person_id)
	select s.id, p.id
	from auth.sessions s join public.people p on p.user_id = s.user_id
	where s.id = touch_session.session and private.session_stands(s.id, s.user_id)
	on conflict (session_id) do update set seen_at = now()
$$;
comment on function public.touch_session(uuid) is 'The session was used just now; one that does not stand stays as it is. Server only.';

create function private.end_session(session uuid) returns void
language sql security definer
set search_path = ''
as $$
	insert into private.session_states as kept (session_id, person_id, ended_at)
	select s.id, p.id, now()
	from auth.sessions s join public.people p on p.user_id = s.user_id
	where s.id = end_session.session
	on conflict (session_id) do update set ended_at = coalesce(kept.ended_at, now())
$$;
comment on function private.end_session(uuid) is 'Ends a session: whatever token it holds has no rights from the next request on.';

create function private.forget_sessions() returns void
language sql security definer
set search_path = ''
as $$
	delete from private.session_states t where not exists (select 1 from auth.sessions s where s.id = t.session_id)
$$;
comment on function private.forget_sessions() is 'Removes what is known of sessions that auth no longer has.';

create function public.my_sessions() returns json
language sql stable security definer
set search_path = ''
as $$
	select coalesce(json_agg(json_build_object(
		'id', s.id, 'device', coalesce(t.device, ''), 'startedAt', s.created_at, 'seenAt', coalesce(t.seen_at, s.created_at),
		'isThis', s.id::text = auth.jwt() ->> 'session_id'
	) order by s.id::text = auth.jwt() ->> 'session_id' desc, coalesce(t.seen_at, s.created_at) desc), '[]'::json)
	from public.people p
	join auth.sessions s on s.user_id = p.user_id
	left join private.session_states t on t.session_id = s.id
	where p.id = private.my_person() and private.session_stands(s.id, s.user_id)
$$;
comment on function public.my_sessions() is 'The caller''s own sessions that stand.';

create function public.end_my_sessions(session uuid default null) returns integer
language plpgsql security definer
set search_path = ''
as $$
declare
	me uuid := private.my_person();
	ending uuid[];
begin
	if me is null then perform private.refuse('signed_out'); end if;
	select coalesce(array_agg(s.id), '{}') into ending
	from public.people p
	join auth.sessions s on s.user_id = p.user_id
	where p.id = me and private.session_stands(s.id, s.user_id)
		and (s.id = end_my_sessions.session
			or end_my_sessions.session is null and s.id::text is distinct from auth.jwt() ->> 'session_id');
	perform private.end_session(e.id) from unnest(ending) e (id);
	if cardinality(ending) > 0 then
		perform private.note_event('sessions_ended', person => me, actor => me, info => to_jsonb(cardinality(ending)));
	end if;
	return cardinality(ending);
end
$$;
comment on function public.end_my_sessions(uuid) is 'Ends one of the caller''s sessions, or all but the one that asks. Answers how many.';

create function public.end_sessions_of(person uuid) returns void
language plpgsql security definer
set search_path = ''
as $$
begin
	if end_sessions_of.person = private.my_person() then perform private.refuse('not_yourself', 'person'); end if;
	if not private.may_administer(end_sessions_of.person) then perform private.refuse('not_allowed', 'person'); end if;
	perform private.end_session(s.id)
	from public.people p join auth.sessions s on s.user_id = p.user_id
	where p.id = end_sessions_of.person;
	perform private.note_event('sessions_ended', person => end_sessions_of.person, actor => private.my_person());
end
$$;
comment on function public.end_sessions_of(uuid) is 'Ends every session of somebody else, e.g. when a telephone is lost. Administrators of all the person''s posts.';

create function private.check_sign_in_settings() returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
	most_value integer := case new.key when 'session_idle_minutes' then 10080 else 2160 end;
begin
	if new.key = 'two_factor' then
		if new.value not in ('"off"', '"optional"', '"required"') then perform private.refuse('bad_value', new.key, new.value); end if;
	elsif jsonb_typeof(new.value) <> 'number' or (new.value #>> '{}') !~ '^[0-9]{1,5}$'
		or (new.value #>> '{}')::integer not between 1 and most_value then
		perform private.refuse('outside_range', new.key, to_jsonb('1–' || most_value));
	end if;
	return new;
end
$$;
comment on function private.check_sign_in_settings() is 'Trigger: the rules of signing in are whole numbers and known words.';
create trigger settings_of_signing_in_checked before insert or update on public.settings
	for each row when (new.key in ('two_factor', 'session_idle_minutes', 'session_hours'))
	execute function private.check_sign_in_settings();

create function private.note_sign_in_settings() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
	if tg_op = 'INSERT' or new.value is distinct from old.value then
		perform private.note_event('setting_changed', actor => private.my_person(), info => jsonb_build_object('key', new.key, 'value', new.value));
	end if;
	return null;
end
$$;
comment on function private.note_sign_in_settings() is 'Trigger: whoever changes a rule of signing in is written down.';
create trigger settings_of_signing_in_noted after insert or update on public.settings
	for each row when (new.key in ('two_factor', 'session_idle_minutes', 'session_hours'))
	execute function private.note_sign_in_settings();
