import { SUPABASE_AUTH_HELPERS_SQL, getAuthSchemaSql, getStorageSchemaSql } from '@supabase/lite';

/**
 * What Supabase brings and a bare PostgreSQL or PGlite lacks: the request roles, the schemas `auth`,
 * `storage` and `extensions`, and PostGIS. Idempotent; runs as a superuser before the migrations.
 *
 * `owner` is the role that will own our tables (it runs the migrations), `handler` the one the API
 * handler connects as. Both stay ordinary roles, so the migrations prove that they need no superuser.
 */
export function platformSql(roles?: { owner: string; handler: string }): string {
	return [
		requestRoles,
		'create schema if not exists extensions;',
		'create extension if not exists postgis with schema extensions;',
		'grant usage on schema extensions to anon, authenticated, service_role;',
		'revoke create on schema public from public;',
		'grant usage on schema public to anon, authenticated, service_role;',
		SUPABASE_AUTH_HELPERS_SQL,
		getAuthSchemaSql(true),
		getStorageSchemaSql(true),
		'grant usage on schema auth, storage to anon, authenticated, service_role;',
		'grant execute on all functions in schema auth, storage to anon, authenticated, service_role;',
		'grant select, insert, update, delete on storage.buckets, storage.objects to anon, authenticated, service_role;',
		...(roles ? roleGrants(roles) : [])
	].join('\n');
}

function roleGrants({ owner, handler }: { owner: string; handler: string }): string[] {
	return [
		`grant anon, authenticated, service_role to ${owner}, ${handler};`,
		`grant usage, create on schema public to ${owner};`,
		`do $$ begin execute format('grant create on database %I to ${owner}', current_database()); end $$;`,
		`grant usage on schema auth, storage, extensions to ${owner}, ${handler};`,
		`grant select, references on auth.users, auth.sessions to ${owner};`,
		// Erasing a person removes the account, and sessions that nobody uses end.
		`grant delete on auth.users, auth.sessions to ${owner};`,
		`grant execute on all functions in schema auth, storage, extensions to ${owner}, ${handler};`,
		// As on Supabase, the migration role may write policies on storage.objects without owning auth.
		storageRole,
		'alter schema storage owner to supabase_storage_admin;',
		'alter table storage.buckets owner to supabase_storage_admin;',
		'alter table storage.objects owner to supabase_storage_admin;',
		`grant supabase_storage_admin to ${owner}, ${handler};`,
		`grant all on all tables in schema auth to ${handler};`
	];
}

const roleUnlessThere = (name: string, attributes: string): string =>
	`if not exists (select from pg_roles where rolname = '${name}') then create role ${name} ${attributes}; end if;`;
const block = (...statements: string[]): string => `do $$ begin ${statements.join(' ')} end $$;`;

const requestRoles = block(
	roleUnlessThere('anon', 'nologin noinherit'),
	roleUnlessThere('authenticated', 'nologin noinherit'),
	roleUnlessThere('service_role', 'nologin noinherit bypassrls')
);
const storageRole = block(roleUnlessThere('supabase_storage_admin', 'nologin'));

/** Every role that a dump of a server names; they stand outside of databases, so no dump holds them. */
export function rolesSql({ owner, handler }: { owner: string; handler: string }): string {
	return [requestRoles, storageRole, block(roleUnlessThere(owner, 'login'), roleUnlessThere(handler, 'login'))].join('\n');
}
