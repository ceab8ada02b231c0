-- Indicators of compounds, and the basemaps of this installation.

create table public.indicators (
	id text primary key check (id ~ '^[a-z0-9_]{1,40}$'),
	name jsonb not null,
	unit text not null,
	position integer not null default 0
);
comment on table public.indicators is 'What is followed beside tasks: fee-collection rate, cameras installed and their cost, households. Never anything of a single household.';

create table public.indicator_values (
	area_code text collate "C" not null references public.areas (code) on update cascade,
	indicator_id text not null references public.indicators (id) on delete cascade,
	on_date date not null,
	value numeric not null,
	source text not null check (length(source) between 1 and 200),
	is_generated boolean not null default false,
	primary key (area_code, indicator_id, on_date)
);
comment on table public.indicator_values is 'One value of an area on a day, with where it came from.';

create table public.basemaps (
	id text primary key check (id ~ '^[a-z0-9-]{1,40}$'),
	name jsonb not null,
	kind text not null check (kind in ('plan', 'pmtiles', 'raster', 'style')),
	crs text not null check (crs in ('WGS84', 'CGCS2000', 'GCJ02')),
	source text check (length(source) <= 20000),
	attribution text not null default '' check (length(attribution) <= 300),
	approval_number text check (length(approval_number) <= 60),
	min_zoom numeric not null default 0 check (min_zoom between 0 and 24),
	max_zoom numeric not null default 22 check (max_zoom between 0 and 24),
	is_public boolean not null default false,
	is_enabled boolean not null default true,
	position integer not null default 0
);
comment on table public.basemaps is
	'Basemaps and the coordinate system each is drawn in: data is shifted onto a GCJ02 basemap. source is a tile template ({x} {y} {z} {key}), a PMTiles file name or a MapLibre style. approval_number is the 审图号.';
comment on column public.basemaps.source is 'The server fetches it and keeps the key (basemap_keys); the browser only ever asks the application''s own origin.';

create table public.basemap_keys (
	basemap_id text primary key references public.basemaps (id) on delete cascade,
	key text not null check (length(key) between 1 and 400)
);
comment on table public.basemap_keys is 'Keys of tile services. Written by administrators, read by the server only.';

alter table public.indicators enable row level security;
alter table public.indicator_values enable row level security;
alter table public.basemaps enable row level security;
alter table public.basemap_keys enable row level security;

create policy "staff read indicators" on public.indicators for select to authenticated using ((select private.is_staff()));
create policy "staff read indicator values in scope" on public.indicator_values for select to authenticated using (
	area_code operator(pg_catalog.^@) any ((select private.my_scopes('read', 'sites'))::text[])
);
create policy "administrators add indicator values" on public.indicator_values for insert to authenticated
	with check (area_code operator(pg_catalog.^@) any ((select private.my_scopes('administer', 'areas'))::text[]));
create policy "administrators change indicator values" on public.indicator_values for update to authenticated
	using (area_code operator(pg_catalog.^@) any ((select private.my_scopes('administer', 'areas'))::text[]))
	with check (area_code operator(pg_catalog.^@) any ((select private.my_scopes('administer', 'areas'))::text[]));

create trigger indicator_values_frozen before update on public.indicator_values
	for each row execute function private.freeze_columns('area_code', 'indicator_id', 'on_date');

create policy "staff read basemaps" on public.basemaps for select to authenticated using (is_enabled and (select private.is_staff()));
create policy "everybody reads public basemaps" on public.basemaps for select to anon, authenticated using (is_enabled and is_public);
create policy "administrators read all basemaps" on public.basemaps for select to authenticated
	using ((select private.administers('settings')));
create policy "administrators add basemaps" on public.basemaps for insert to authenticated
	with check ((select private.administers('settings')));
create policy "administrators change basemaps" on public.basemaps for update to authenticated
	using ((select private.administers('settings')))
	with check ((select private.administers('settings')));
create policy "administrators remove basemaps" on public.basemaps for delete to authenticated
	using ((select private.administers('settings')));

create function public.save_basemap_key(basemap text, key text) returns void
language plpgsql security definer
set search_path = ''
as $$
begin
	if not (private.is_operator() or private.administers('settings')) then
		perform private.refuse('not_allowed', 'basemap');
	end if;
	if length(key) > 400 then perform private.refuse('too_long', 'key', '400'); end if;
	if not exists (select 1 from public.basemaps b where b.id = basemap) then perform private.refuse('unknown_basemap', 'basemap'); end if;
	if nullif(btrim(save_basemap_key.key), '') is null then
		delete from public.basemap_keys k where k.basemap_id = basemap;
	else
		insert into public.basemap_keys (basemap_id, key) values (basemap, btrim(save_basemap_key.key))
		on conflict on constraint basemap_keys_pkey do update set key = excluded.key;
	end if;
end
$$;
comment on function public.save_basemap_key(text, text) is 'Stores, replaces or (empty) removes the key of a tile service.';

create function public.save_settings(settings jsonb) returns void
language plpgsql security definer
set search_path = ''
as $$
begin
	if not (private.is_operator() or private.administers('settings')) then
		perform private.refuse('not_allowed', 'settings');
	end if;
	insert into public.settings as kept (key, value)
	select s.key, s.value from jsonb_each(save_settings.settings) s
	on conflict (key) do update set value = excluded.value where kept.value is distinct from excluded.value;
end
$$;
comment on function public.save_settings(jsonb) is 'Stores settings by key: {"timezone":"Asia/Shanghai",…}. What is left out stays.';

insert into private.grants (kind, object, privileges, grantee) values
	('table', 'public.indicators', 'select', 'authenticated'),
	('table', 'public.indicator_values', 'select, insert, update', 'authenticated'),
	('table', 'public.basemaps', 'select, insert, update, delete', 'authenticated'),
	('table', 'public.basemaps', 'select', 'anon'),
	('function', 'public.save_basemap_key', 'execute', 'authenticated'),
	('function', 'public.save_settings', 'execute', 'authenticated');
select private.apply_grants();
