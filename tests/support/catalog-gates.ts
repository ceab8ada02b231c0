/** What the catalog must not hold, and how somebody would bring it in. */
export interface Gate {
	/** What has to be so, as the end of a sentence about the title of its group. */
	says: string;
	/** Lists what is not so, one column. */
	query: string;
	/** What the query may list. */
	allowed?: readonly string[];
	/** Slips of a migration, each of which the query has to show. */
	slips: readonly string[];
}

/** Everything that the signed-out may read. A table more is a decision, written here. */
const PUBLISHED = ['basemaps', 'publications', 'published_areas', 'published_campaigns', 'published_figures', 'published_settings'];
const OURS = "in ('public'::regnamespace, 'private'::regnamespace)";

export const GATES: Record<string, readonly Gate[]> = {
	tables: [
		{
			says: 'of the exposed schema all have row-level security',
			query: "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relrowsecurity",
			slips: ['create table public.slip (id integer)', 'alter table public.sites disable row level security']
		},
		{
			says: 'of the schema that nobody is shown have none, or the API handler would grant them away',
			query: "select relname from pg_class where relnamespace = 'private'::regnamespace and relrowsecurity",
			slips: ['alter table private.session_states enable row level security']
		},
		{
			says: 'and views and sequences of ours say what they are',
			query: `select c.oid::regclass::text from pg_class c
				where c.relnamespace ${OURS} and c.relkind in ('r', 'p', 'v', 'm', 'S')
				and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype in ('a', 'i', 'e'))
				and obj_description(c.oid, 'pg_class') is null`,
			slips: ['create table private.slip (id integer)', 'create sequence private.slip']
		},
		{
			says: 'show themselves in views that run as the caller, and nothing materialised is exposed',
			query: `select relname from pg_class where relnamespace = 'public'::regnamespace
				and (relkind = 'm' or relkind = 'v' and not coalesce(reloptions @> '{security_invoker=true}', false))`,
			slips: [
				'create view public.slip as select id from public.sites',
				'create view public.slip with (security_invoker = false) as select id from public.sites',
				'create materialized view public.slip as select id from public.sites'
			]
		}
	],
	functions: [
		{
			says: 'look names up nowhere but where they say',
			query: `select p.oid::regprocedure::text from pg_proc p
				where p.pronamespace ${OURS} and not coalesce('search_path=""' = any (p.proconfig), false)`,
			slips: [
				"create function private.slip() returns integer language sql security definer as 'select 1'",
				"create function public.slip() returns integer language sql set search_path = public as 'select 1'",
				'alter function private.is_staff() reset search_path'
			]
		},
		{
			says: 'are open to nobody who is signed out',
			query: `select p.oid::regprocedure::text from pg_proc p
				cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
				where p.pronamespace ${OURS} and a.privilege_type = 'EXECUTE' and (a.grantee = 0 or a.grantee = 'anon'::regrole)`,
			slips: [
				'grant execute on function public.begin_sign_in(text, text, text) to public',
				'grant execute on function private.is_staff() to anon'
			]
		},
		{
			says: 'each say what they do, those that the API shows and those behind it',
			query: `select p.oid::regprocedure::text from pg_proc p where p.pronamespace ${OURS} and obj_description(p.oid, 'pg_proc') is null`,
			slips: ["create function private.slip() returns integer language sql set search_path = '' as 'select 1'"]
		}
	],
	grants: [
		{
			says: 'give the signed-out the published tables and nothing else',
			query: `select distinct c.relname || ' ' || a.privilege_type from pg_class c
				cross join lateral aclexplode(c.relacl) a
				where c.relnamespace ${OURS} and a.grantee in (0, 'anon'::regrole) order by 1`,
			allowed: PUBLISHED.map((name) => `${name} SELECT`),
			slips: [
				'grant select on public.sites to anon',
				'grant select on public.people to public',
				'grant insert on public.publications to anon'
			]
		},
		{
			says: 'give the signed-out no column by itself',
			query: `select attrelid::regclass || '.' || attname from pg_attribute cross join lateral aclexplode(attacl) a
				where a.grantee in (0, 'anon'::regrole) and attrelid in (select oid from pg_class where relnamespace ${OURS})`,
			slips: ['grant select (id) on public.sites to anon']
		},
		{
			says: 'are exactly those of the one list',
			query: `with held as (
					select 'table' as kind, c.oid::regclass::text as object, lower(a.privilege_type) as privilege, a.grantee::regrole::text as grantee
					from pg_class c cross join lateral aclexplode(c.relacl) a
					where c.relnamespace ${OURS} and a.grantee in ('anon'::regrole, 'authenticated'::regrole)
					union select 'function', p.oid::regproc::text, lower(a.privilege_type), a.grantee::regrole::text
					from pg_proc p cross join lateral aclexplode(p.proacl) a
					where p.pronamespace ${OURS} and a.grantee in ('anon'::regrole, 'authenticated'::regrole)
						or p.pronamespace = 'private'::regnamespace and a.grantee = 'service_role'::regrole
				), listed as (
					select g.kind, case g.kind when 'table' then g.object::regclass::text else g.object::regproc::text end, btrim(p.privilege), g.grantee
					from private.grants g cross join lateral unnest(string_to_array(g.privileges, ',')) p (privilege)
				)
				select 'unlisted: ' || concat_ws(' ', h.*) from (table held except table listed) h
				union all select 'not held: ' || concat_ws(' ', l.*) from (table listed except table held) l`,
			slips: [
				'grant update on public.sites to authenticated',
				'revoke select on public.sites from authenticated',
				'grant execute on function public.begin_sign_in(text, text, text) to authenticated'
			]
		},
		{
			says: 'open the private schema to nobody who is signed out',
			query: "select rolname from pg_roles where rolname = 'anon' and has_schema_privilege(oid, 'private', 'usage')",
			slips: ['grant usage on schema private to anon']
		},
		{
			says: 'open its tables to nobody at all',
			query: `select c.relname from pg_class c cross join lateral aclexplode(c.relacl) a
				where c.relnamespace = 'private'::regnamespace and a.grantee <> c.relowner`,
			slips: ['grant select on private.sign_in_tries to authenticated', 'grant select on private.second_factors to service_role']
		}
	],
	policies: [
		{
			says: 'speak of anon and authenticated by name; none is for everybody by omission',
			query: "select tablename || ': ' || policyname from pg_policies where schemaname in ('public', 'storage') and roles = '{public}'",
			slips: ['create policy slip on public.sites for select using (true)']
		},
		{
			says: 'for the signed-out only ever read',
			query: "select tablename || ': ' || policyname from pg_policies where roles @> '{anon}' and cmd <> 'SELECT'",
			slips: ['create policy slip on public.publications for insert to anon with check (true)']
		},
		{
			says: 'that let a row be changed ask the same of the row that comes of it',
			query: "select tablename || ': ' || policyname from pg_policies where cmd in ('UPDATE', 'ALL') and with_check is distinct from qual",
			slips: [
				'create policy slip on public.settings for update to authenticated using (false) with check (true)',
				'create policy slip on public.settings for all to authenticated using (false)'
			]
		},
		{
			says: 'write only where an administrator’s own page writes: the field goes through functions',
			query: "select distinct tablename from pg_policies where schemaname = 'public' and cmd <> 'SELECT' order by 1",
			allowed: ['answerables', 'basemaps', 'import_profiles', 'indicator_values', 'posts', 'settings'],
			slips: ['create policy slip on public.sites for insert to authenticated with check (true)']
		},
		{
			says: 'on files let nobody overwrite or delete one',
			query: "select distinct cmd from pg_policies where schemaname = 'storage' order by 1",
			allowed: ['INSERT', 'SELECT'],
			slips: [
				'create policy slip on storage.objects for delete to authenticated using (false)',
				'create policy slip on storage.objects for update to authenticated using (false)'
			]
		}
	]
};
