-- Ground rules of the database: where things live, who may touch them by default (nobody), and the
-- one list of grants that is applied again whenever a backend has meddled with it.
--
-- The roles anon, authenticated and service_role and the schemas auth, storage and extensions are
-- there already: Supabase brings them, and src/lib/server/backend/ makes them elsewhere.

create extension if not exists postgis with schema extensions;

create schema private;
comment on schema private is
	'Helpers, aggregates and everything that nobody reads directly. Holds no table with RLS and is never an exposed schema.';

revoke all on schema private from public;
grant usage on schema private to authenticated, service_role;

alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke all on tables from anon, authenticated;
alter default privileges in schema public revoke all on functions from anon, authenticated;
alter default privileges in schema public revoke all on sequences from anon, authenticated;

create table private.grants (
	kind text not null check (kind in ('table', 'function')),
	object text not null,
	privileges text not null,
	grantee text not null check (grantee in ('anon', 'authenticated', 'service_role')),
	primary key (kind, object, grantee)
);
comment on table private.grants is
	'Every privilege that anon and authenticated hold in public and private. What is not listed is denied.';

create function private.apply_grants() returns void
language plpgsql
set search_path = ''
as $$
declare
	granted record;
begin
	revoke all on all tables in schema public, private from public, anon, authenticated;
	revoke all on all sequences in schema public, private from public, anon, authenticated;
	revoke all on all functions in schema public, private from public, anon, authenticated;
	revoke all on all tables in schema private from service_role;
	grant all on all tables in schema public to service_role;
	grant execute on all functions in schema public to service_role;
	for granted in select * from private.grants loop
		execute format('grant %s on %s %s to %I', granted.privileges, granted.kind, granted.object, granted.grantee);
	end loop;
end
$$;
comment on function private.apply_grants() is
	'Revokes everything from anon and authenticated, then grants what private.grants lists. Idempotent; ends every migration and runs after a backend that grants on its own has started.';

create table public.settings (
	key text primary key check (key ~ '^[a-z][a-z0-9_.-]{0,60}$'),
	value jsonb not null,
	updated_at timestamptz not null default now()
);
comment on table public.settings is 'Settings of this installation: timezone, 审图号 (map approval number), complaint contact, notices. Never a secret.';
alter table public.settings enable row level security;
insert into public.settings (key, value) values ('timezone', '"Asia/Shanghai"');

create function private.is_timezone(zone text) returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
	perform now() at time zone zone;
	return zone is not null;
exception when invalid_parameter_value then
	return false;
end
$$;
comment on function private.is_timezone(text) is 'Whether the database knows the zone (IANA name).';

create function private.local_day(at timestamptz) returns date
language plpgsql stable
set search_path = ''
as $$
begin
	return (at at time zone coalesce((select s.value #>> '{}' from public.settings s where s.key = 'timezone'), 'UTC'))::date;
end
$$;
comment on function private.local_day(timestamptz) is 'The calendar day of a moment where this installation stands.';

create function private.refuse(code text, field text default null, info jsonb default null) returns void
language plpgsql
set search_path = ''
as $$
begin
	raise exception using
		errcode = 'PT422',
		message = code,
		detail = jsonb_strip_nulls(jsonb_build_object('field', field, 'info', info))::text;
end
$$;
comment on function private.refuse(text, text, jsonb) is
	'Ends the current change with a coded refusal (SQLSTATE PT422, which the API answers as 422). The code is translated for people by the interface, never here.';

create function private.check_setting() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
	if length(new.value::text) > 20000 then perform private.refuse('too_long', 'value'); end if;
	if new.key = 'timezone' and not (jsonb_typeof(new.value) = 'string' and private.is_timezone(new.value #>> '{}')) then
		perform private.refuse('unknown_timezone', 'value', new.value);
	end if;
	new.updated_at := now();
	return new;
end
$$;
comment on function private.check_setting() is
	'Trigger: every right asks for today''s date, so a time zone that does not exist would lock everybody out.';
create trigger settings_checked before insert or update on public.settings
	for each row execute function private.check_setting();
