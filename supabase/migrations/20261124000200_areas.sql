-- The tree of areas and the plans drawn of them.

create table public.areas (
	code text collate "C" primary key check (code ~ '^[0-9A-Z]{2,24}$'),
	parent_code text collate "C" references public.areas (code) on update cascade,
	level text not null check (
		level in ('city', 'district', 'subdistrict', 'community', 'grid', 'compound', 'building', 'unit')
	),
	name text not null check (length(name) between 1 and 120),
	name_en text,
	position integer not null default 0,
	boundary extensions.geometry (MultiPolygon, 4326),
	center extensions.geometry (Point, 4326),
	grid_code text check (grid_code ~ '^[0-9]{15}$'),
	grid_area text collate "C" references public.areas (code) on update cascade,
	households integer check (households >= 0),
	residents integer check (residents >= 0),
	built_year integer check (built_year between 1900 and 2100),
	property_company text,
	party_alliance text,
	sheet jsonb,
	is_generated boolean not null default false,
	has_drawn_outline boolean not null default false,
	updated_at timestamptz not null default now(),
	check (parent_code is null or (starts_with(code, parent_code) and code <> parent_code))
);
comment on table public.areas is
	'辖区. Any node of city > district > subdistrict > community > grid | compound > building > unit. A code begins with the code of every ancestor, so a prefix is a scope (GB/T 2260 six digits without trailing zeros for cities, then 3 + 3 + 3).';
comment on column public.areas.boundary is 'WGS-84.';
comment on column public.areas.grid_code is 'National grid code (15 digits), kept beside our own code.';
comment on column public.areas.grid_area is 'The grid that a compound lies in; grids cut across the prefix order.';
comment on column public.areas.sheet is
	'Ground-fixed grid of the operations map: {"origin":[lng,lat],"cellM":n,"columns":n,"rows":n,"bearing":deg}. Row 1 column A has its north-west corner at origin (WGS-84), so "D3" is the same in list, phone and print.';
comment on column public.areas.is_generated is 'Made up by the demo generator as a whole; the interface says 演示数据.';
comment on column public.areas.has_drawn_outline is
	'A real area whose boundary, centre and sheet the demo generator drew; they go with the demo, the area stays.';

create index areas_parent on public.areas (parent_code, position, code);
create index areas_grid on public.areas (grid_area) where grid_area is not null;
create index areas_boundary on public.areas using gist (boundary);

create table public.plans (
	area_code text collate "C" primary key references public.areas (code) on update cascade on delete cascade,
	content jsonb not null check (content ->> 'type' = 'FeatureCollection'),
	is_generated boolean not null default false,
	updated_at timestamptz not null default now()
);
comment on table public.plans is
	'Schematic plan of a compound: a GeoJSON FeatureCollection in WGS-84 whose properties carry "kind" (water, contour, neighbour, green, plaza, road, path, rail, parking, wall, building, seam, tree, gate) and what src/lib/domain/plan.ts says. Buildings repeat the codes of their areas.';

alter table public.areas enable row level security;
alter table public.plans enable row level security;
-- Policies stand in the next migration: they ask for posts.

create function private.area_path(area_code text) returns table (code text, level text, name text, name_en text)
language plpgsql stable rows 6
set search_path = ''
as $$
begin
	-- Each prefix is looked up by key. As a join it is planned for a thousand of them, and reads every area.
	return query
	select a.code, a.level, a.name, a.name_en
	from public.areas a
	where a.code = any (array(select left(area_path.area_code, n) from generate_series(1, length(area_path.area_code)) n))
	order by length(a.code);
end
$$;
comment on function private.area_path(text) is 'The area and its ancestors, city first.';
