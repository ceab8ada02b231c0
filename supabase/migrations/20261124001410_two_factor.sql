-- The second factor of signing in (TOTP, RFC 6238). The web server computes and seals; the database says
-- who needs one, counts the tries, lets a code pass once, and gives a session no rights before that.

create table private.second_factors (
	person_id uuid primary key references public.people (id) on delete cascade,
	secret text not null check (length(secret) between 20 and 400),
	created_at timestamptz not null default now(),
	confirmed_at timestamptz,
	last_step bigint not null default 0,
	failures integer not null default 0,
	locked_until timestamptz
);
comment on table private.second_factors is
	'The authenticator of a person. secret is sealed by a key that only the web server holds; last_step is the step of the last code that passed, so that none passes twice; failures counts wrong codes since then.';

create table private.recovery_codes (
	person_id uuid not null references private.second_factors (person_id) on delete cascade,
	hash text not null check (length(hash) = 64),
	used_at timestamptz,
	primary key (person_id, hash)
);
comment on table private.recovery_codes is 'Keyed hashes of the codes that pass once when the authenticator is lost.';

-- What a session still has to show --------------------------------------------------------------------

create function private.holds_staff_post(person uuid) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
	return exists (
		select 1 from public.posts p
		where p.person_id = holds_staff_post.person and p.role <> 'rider'
			and p.valid_from <= private.local_day(now()) and (p.valid_to is null or p.valid_to > private.local_day(now()))
	);
end
$$;
comment on function private.holds_staff_post(uuid) is 'Whether the person holds a valid post other than a rider''s.';

create function private.standing_of(person uuid, account uuid, claims jsonb) returns text
language plpgsql stable security definer
set search_path = ''
as $$
begin
	return (
		select case
			-- The server's own commands act for a person without a session, by a token that only the server can sign.
			when nullif(claims ->> 'session_id', '') is null then case when claims ->> 'made_by' = 'command' then 'open' else 'ended' end
			when not private.session_stands((claims ->> 'session_id')::uuid, account) then 'ended'
			when mode.name = 'off' then 'open'
			when exists (
				select 1 from private.session_states t where t.session_id = (claims ->> 'session_id')::uuid and t.proven_at is not null
			) then 'open'
			when exists (select 1 from private.second_factors f where f.person_id = person and f.confirmed_at is not null) then 'code'
			when mode.name = 'required' and private.holds_staff_post(person) then 'enrol'
			else 'open'
		end
		from (select private.setting_of('two_factor', 'optional') as name) mode
	);
end
$$;
comment on function private.standing_of(uuid, uuid, jsonb) is
	'Where the session of these claims stands: open, ended, code (the second factor is to be shown) or enrol (one is to be set up first).';

create or replace function private.my_person() returns uuid
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
			and private.standing_of(p.id, u.id, auth.jwt()) = 'open'
	);
end
$$;
comment on function private.my_person() is
	'The caller as a person, or null: signed out, session ended or rested too long, second factor not shown, banned, disabled, or no person behind the account. Every right starts here, so whatever a session loses it loses at the next request although its token is still valid.';

create function public.my_standing() returns json
language sql stable security definer
set search_path = ''
as $$
	select json_build_object(
		'standing', private.standing_of(p.id, u.id, auth.jwt()), 'sessionId', auth.jwt() ->> 'session_id',
		'personId', p.id, 'name', p.name, 'account', u.email
	)
	from public.people p
	join auth.users u on u.id = p.user_id
	where p.user_id = (select auth.uid()) and p.disabled_at is null
		and (u.banned_until is null or u.banned_until <= now())
$$;
comment on function public.my_standing() is
	'Whose session this is and what it still has to show. The one thing that a session without rights may ask; null for a banned or disabled person.';

create function public.open_session(session uuid, account text, device text default '') returns json
language plpgsql security definer
set search_path = ''
as $$
declare
	holder record;
	standing text;
begin
	perform private.server_only();
	perform private.forget_sessions();
	select p.id as person, u.id as account, s.id as session into holder
	from auth.sessions s
	join auth.users u on u.id = s.user_id and (u.banned_until is null or u.banned_until <= now())
	join public.people p on p.user_id = u.id and p.disabled_at is null
	where s.id = open_session.session;
	if holder.person is null then
		perform private.end_session(open_session.session);
		perform private.note_event('sign_in_refused', account => open_session.account);
		return null;
	end if;
	perform private.forget_tries(open_session.account);
	insert into private.session_states (session_id, person_id, device)
	values (holder.session, holder.person, left(coalesce(open_session.device, ''), 60))
	on conflict (session_id) do update set device = excluded.device, seen_at = now();
	standing := private.standing_of(holder.person, holder.account, jsonb_build_object('session_id', holder.session));
	perform private.note_event('signed_in', holder.person, open_session.account, holder.person);
	return json_build_object('personId', holder.person, 'standing', standing);
end
$$;
comment on function public.open_session(uuid, text, text) is
	'Follows a right password: forgets the account''s wrong ones and answers where the session stands; null, and the session ended, for a banned or disabled person and for an account without a person. Server only.';

create function private.prove_session(person uuid, session uuid) returns void
language plpgsql security definer
set search_path = ''
as $$
begin
	insert into private.session_states as kept (session_id, person_id, proven_at)
	select s.id, p.id, now()
	from auth.sessions s join public.people p on p.user_id = s.user_id
	where s.id = prove_session.session and p.id = prove_session.person
	on conflict (session_id) do update set proven_at = now(), seen_at = now();
	if not found then perform private.refuse('signed_out'); end if;
end
$$;
comment on function private.prove_session(uuid, uuid) is 'The person has shown the second factor in this session of theirs.';

-- The factor itself -----------------------------------------------------------------------------------

create function public.second_factor(person uuid) returns json
language plpgsql stable security definer
set search_path = ''
as $$
begin
	perform private.server_only();
	return (
		select json_build_object(
			'secret', f.secret, 'confirmedAt', f.confirmed_at,
			'lockedUntil', case when f.locked_until > now() then f.locked_until end,
			'codesLeft', (select count(*) from private.recovery_codes c where c.person_id = f.person_id and c.used_at is null)
		)
		from private.second_factors f where f.person_id = second_factor.person
	);
end
$$;
comment on function public.second_factor(uuid) is 'A person''s factor, sealed, or null. Server only.';

create function public.begin_second_factor(person uuid, secret text) returns void
language plpgsql security definer
set search_path = ''
as $$
begin
	perform private.server_only();
	insert into private.second_factors as kept (person_id, secret) values (begin_second_factor.person, begin_second_factor.secret)
	on conflict (person_id) do update set secret = excluded.secret, created_at = now() where kept.confirmed_at is null;
	if not found then perform private.refuse('factor_exists'); end if;
end
$$;
comment on function public.begin_second_factor(uuid, text) is 'Keeps a sealed secret until a code confirms it; a confirmed one is never replaced. Server only.';

create function private.keep_recovery_codes(person uuid, hashes text[]) returns void
language sql security definer
set search_path = ''
as $$
	delete from private.recovery_codes c where c.person_id = person;
	insert into private.recovery_codes (person_id, hash) select person, unnest(hashes);
$$;
comment on function private.keep_recovery_codes(uuid, text[]) is 'Replaces a person''s recovery codes.';

create function public.confirm_second_factor(person uuid, session uuid, step bigint, hashes text[]) returns void
language plpgsql security definer
set search_path = ''
as $$
begin
	perform private.server_only();
	update private.second_factors f set confirmed_at = now(), last_step = confirm_second_factor.step, failures = 0, locked_until = null
	where f.person_id = confirm_second_factor.person and f.confirmed_at is null;
	if not found then perform private.refuse('factor_exists'); end if;
	perform private.keep_recovery_codes(confirm_second_factor.person, confirm_second_factor.hashes);
	-- Sessions of before, on other devices, show the new factor too.
	update private.session_states t set proven_at = null where t.person_id = confirm_second_factor.person;
	perform private.prove_session(confirm_second_factor.person, confirm_second_factor.session);
	perform private.note_event('factor_confirmed', confirm_second_factor.person, actor => confirm_second_factor.person);
end
$$;
comment on function public.confirm_second_factor(uuid, uuid, bigint, text[]) is
	'The first right code: from now on every session of the person shows one. Server only.';

create function public.try_second_factor(person uuid) returns json
language plpgsql security definer
set search_path = ''
as $$
declare
	tried record;
begin
	perform private.server_only();
	-- Counted before the code is looked at: fifty tries at one moment are fifty.
	update private.second_factors f set
		failures = f.failures + 1,
		locked_until = case when (f.failures + 1) % 5 = 0
			then now() + least(interval '15 minutes' * 2 ^ least((f.failures + 1) / 5 - 1, 10), interval '1 day') end
	where f.person_id = try_second_factor.person and f.confirmed_at is not null and (f.locked_until is null or f.locked_until <= now())
	returning f.secret, f.last_step, f.locked_until into tried;
	if tried.secret is null then
		return (
			select json_build_object('lockedUntil', f.locked_until) from private.second_factors f
			where f.person_id = try_second_factor.person and f.confirmed_at is not null
		);
	end if;
	return json_build_object('secret', tried.secret, 'lastStep', tried.last_step, 'locksAt', tried.locked_until);
end
$$;
comment on function public.try_second_factor(uuid) is
	'Counts one try and hands out the sealed secret: {"secret", "lastStep", "locksAt"}; {"lockedUntil"} after five wrong codes, for a quarter of an hour, then twice as long each time up to a day; null without a factor. Server only.';

create function private.pass_step(person uuid, step bigint) returns void
language plpgsql security definer
set search_path = ''
as $$
begin
	update private.second_factors f set last_step = pass_step.step, failures = 0, locked_until = null
	where f.person_id = pass_step.person and f.confirmed_at is not null and f.last_step < pass_step.step;
	if not found then perform private.refuse('code_used', 'code'); end if;
end
$$;
comment on function private.pass_step(uuid, bigint) is 'A right code of this step passes, once.';

create function public.pass_second_factor(person uuid, session uuid, step bigint) returns void
language plpgsql security definer
set search_path = ''
as $$
begin
	perform private.server_only();
	perform private.pass_step(pass_second_factor.person, pass_second_factor.step);
	perform private.prove_session(pass_second_factor.person, pass_second_factor.session);
	perform private.note_event('factor_shown', pass_second_factor.person, actor => pass_second_factor.person);
end
$$;
comment on function public.pass_second_factor(uuid, uuid, bigint) is 'A right code opens the session. Server only.';

create function private.use_recovery_code(person uuid, hash text) returns integer
language plpgsql security definer
set search_path = ''
as $$
declare
	remaining integer;
begin
	update private.recovery_codes c set used_at = now()
	where c.person_id = use_recovery_code.person and c.hash = use_recovery_code.hash and c.used_at is null;
	if not found then perform private.refuse('wrong_code', 'code'); end if;
	update private.second_factors f set failures = 0, locked_until = null where f.person_id = use_recovery_code.person;
	select count(*) into remaining from private.recovery_codes c where c.person_id = use_recovery_code.person and c.used_at is null;
	perform private.note_event('recovery_code_used', use_recovery_code.person, actor => use_recovery_code.person, info => to_jsonb(remaining));
	return remaining;
end
$$;
comment on function private.use_recovery_code(uuid, text) is 'A recovery code passes, once. Answers how many are left.';

create function public.pass_recovery_code(person uuid, session uuid, hash text) returns integer
language plpgsql security definer
set search_path = ''
as $$
declare
	remaining integer;
begin
	perform private.server_only();
	remaining := private.use_recovery_code(pass_recovery_code.person, pass_recovery_code.hash);
	perform private.prove_session(pass_recovery_code.person, pass_recovery_code.session);
	return remaining;
end
$$;
comment on function public.pass_recovery_code(uuid, uuid, text) is 'A recovery code opens the session. Answers how many are left. Server only.';

create function public.renew_recovery_codes(person uuid, step bigint, hashes text[]) returns void
language plpgsql security definer
set search_path = ''
as $$
begin
	perform private.server_only();
	perform private.pass_step(renew_recovery_codes.person, renew_recovery_codes.step);
	perform private.keep_recovery_codes(renew_recovery_codes.person, renew_recovery_codes.hashes);
	perform private.note_event('recovery_codes_made', renew_recovery_codes.person, actor => renew_recovery_codes.person);
end
$$;
comment on function public.renew_recovery_codes(uuid, bigint, text[]) is 'New recovery codes for a right code; the old ones pass no more. Server only.';

create function private.drop_factor(person uuid) returns boolean
language plpgsql security definer
set search_path = ''
as $$
begin
	delete from private.second_factors f where f.person_id = drop_factor.person;
	if not found then return false; end if;
	update private.session_states t set proven_at = null where t.person_id = drop_factor.person;
	return true;
end
$$;
comment on function private.drop_factor(uuid) is 'Takes a person''s factor away, and with it what their sessions had shown.';

create function public.remove_second_factor(person uuid, step bigint default null, hash text default null) returns void
language plpgsql security definer
set search_path = ''
as $$
begin
	perform private.server_only();
	if step is not null then
		perform private.pass_step(remove_second_factor.person, remove_second_factor.step);
	else
		perform private.use_recovery_code(remove_second_factor.person, remove_second_factor.hash);
	end if;
	perform private.drop_factor(remove_second_factor.person);
	perform private.note_event('factor_removed', remove_second_factor.person, actor => remove_second_factor.person);
end
$$;
comment on function public.remove_second_factor(uuid, bigint, text) is
	'A person turns their own factor off with a right code, or with a recovery code when the telephone is gone. Server only.';

create function public.reset_second_factor(person uuid) returns void
language plpgsql security definer
set search_path = ''
as $$
begin
	if reset_second_factor.person = private.my_person() then perform private.refuse('not_yourself', 'person'); end if;
	if not private.may_administer(reset_second_factor.person) then perform private.refuse('not_allowed', 'person'); end if;
	if not private.drop_factor(reset_second_factor.person) then perform private.refuse('no_factor', 'person'); end if;
	-- Whoever holds the lost telephone may hold an open session too.
	perform public.end_sessions_of(reset_second_factor.person);
	perform private.note_event('factor_reset', reset_second_factor.person, actor => private.my_person());
end
$$;
comment on function public.reset_second_factor(uuid) is
	'Takes the factor of somebody who has lost it, and ends their sessions. Administrators of all the person''s posts, never for oneself; written down.';

create function public.factors_of(people uuid[]) returns json
language sql stable security definer
set search_path = ''
as $$
	select coalesce(json_object_agg(f.person_id, f.confirmed_at), '{}'::json)
	from private.second_factors f
	where f.person_id = any (factors_of.people) and f.confirmed_at is not null and private.may_administer(f.person_id)
$$;
comment on function public.factors_of(uuid[]) is 'Since when those of the people whom the caller administers have a second factor, by person.';

create function public.list_security_events(before bigint default null, person uuid default null, page_size integer default 50) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
	sees_all boolean := private.is_operator() or private.administers('settings');
	scopes text[] := private.my_scopes('administer', 'people');
begin
	if not sees_all and cardinality(scopes) = 0 then perform private.refuse('not_allowed', 'events'); end if;
	return (
		select coalesce(json_agg(json_build_object(
			'id', e.id, 'at', e.at, 'event', e.event, 'account', left(e.account, 8), 'info', e.info,
			'personId', e.person_id, 'personName', (select p.name from public.people p where p.id = e.person_id),
			'actorName', (select p.name from public.people p where p.id = e.actor_id and e.actor_id is distinct from e.person_id)
		) order by e.id desc), '[]'::json)
		from (
			select * from private.security_events v
			-- When somebody worked is nobody's business: what went well stays with whoever keeps the server.
			where (private.is_operator() or v.event not in ('signed_in', 'factor_shown'))
				and (list_security_events.before is null or v.id < list_security_events.before)
				and (list_security_events.person is null or v.person_id = list_security_events.person)
				and (sees_all or exists (
					select 1 from public.posts t where t.person_id = v.person_id and private.covers(scopes, t.area_code)
				))
			order by v.id desc limit least(greatest(list_security_events.page_size, 1), 200)
		) e
	);
end
$$;
comment on function public.list_security_events(bigint, uuid, integer) is
	'Security events, newest first: of the whole installation for its administrators, of people in their area for others. Nothing about who signed in when.';

insert into private.grants (kind, object, privileges, grantee) values
	('function', 'public.my_standing', 'execute', 'authenticated'),
	('function', 'public.my_sessions', 'execute', 'authenticated'),
	('function', 'public.end_my_sessions', 'execute', 'authenticated'),
	('function', 'public.end_sessions_of', 'execute', 'authenticated'),
	('function', 'public.reset_second_factor', 'execute', 'authenticated'),
	('function', 'public.factors_of', 'execute', 'authenticated'),
	('function', 'public.list_security_events', 'execute', 'authenticated');
select private.apply_grants();
