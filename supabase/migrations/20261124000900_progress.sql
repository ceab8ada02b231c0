-- Progress is kept, not counted: statement triggers add the difference of every change, so a leader's
-- page costs the same whatever the number of tasks. A property test compares with a recount.

create table private.progress (
	campaign_id text not null,
	area_code text collate "C" not null,
	layer_id text not null,
	kind_id text not null,
	domain_id text not null default '',
	stage text not null,
	tasks integer not null default 0,
	on_time integer not null default 0,
	reworked integer not null default 0,
	quantity_target numeric not null default 0,
	quantity_done numeric not null default 0,
	primary key (campaign_id, area_code, layer_id, kind_id, domain_id, stage)
);
comment on table private.progress is
	'Tasks that are not removed, by the area they stand in, layer, kind, domain (empty for none) and stage. on_time counts closed cases that met their limit; reworked counts cases sent back at least once.';
create index progress_prefix on private.progress (campaign_id, area_code);

create table private.progress_days (
	campaign_id text not null,
	area_code text collate "C" not null,
	kind_id text not null,
	domain_id text not null default '',
	day date not null,
	filed integer not null default 0,
	closed integer not null default 0,
	on_time integer not null default 0,
	quantity_done numeric not null default 0,
	primary key (campaign_id, area_code, kind_id, domain_id, day)
);
comment on table private.progress_days is 'Cases filed and closed per local day, for burn-ups and replay. Filed leaves out what was later rejected, merged or voided, so its sum is what figures call filed.';
create index progress_days_prefix on private.progress_days (campaign_id, area_code, day);

-- A leader's page asks for a city as often as for a compound. Added up from compounds, a city's figures would
-- cost more with every case, so each count is kept once more for every area above the case.

create table private.place_lengths (
	digits integer primary key
);
comment on table private.place_lengths is 'How long the codes of areas are. A code begins with the code of every ancestor, so these are the prefixes that a case counts in.';

create table private.place_progress (
	campaign_id text not null,
	place text collate "C" not null,
	layer_id text not null,
	kind_id text not null,
	domain_id text not null default '',
	stage text not null,
	shard smallint not null,
	tasks integer not null default 0,
	on_time integer not null default 0,
	reworked integer not null default 0,
	quantity_done numeric not null default 0,
	primary key (campaign_id, place, layer_id, kind_id, domain_id, stage, shard)
) with (fillfactor = 70);
comment on table private.place_progress is
	'progress of an area and all below it, in shards that are to be summed: everybody writes the city''s rows, and those who write at the same time do not wait for each other.';

create table private.place_days (
	campaign_id text not null,
	place text collate "C" not null,
	day date not null,
	domain_id text not null default '',
	shard smallint not null,
	filed integer not null default 0,
	closed integer not null default 0,
	looks integer not null default 0,
	primary key (campaign_id, place, day, domain_id, shard)
) with (fillfactor = 70);
comment on table private.place_days is
	'progress_days of an area and all below it, in shards that are to be summed. looks counts closed cases that are to be looked at again on the day.';

create function private.my_shard() returns smallint
language plpgsql stable
set search_path = ''
as $$
begin
	return coalesce(nullif(current_setting('zhantu.shard', true), '')::smallint, (pg_backend_pid() % 8)::smallint);
end
$$;
comment on function private.my_shard() is
	'Which shard this session writes. Work that takes long (an import) sets zhantu.shard to 8, which is nobody else''s, so that nobody waits for its end.';

-- One text for the three triggers: they differ in which transition tables exist. The statements are
-- planned once per session, so a single change does not pay for them each time.
do $do$
declare
	source record;
begin
	for source in
		select * from (values
			('insert', 'referencing new table as new_rows', 'select 1 as sign, n.* from new_rows n'),
			('update', 'referencing old table as old_rows new table as new_rows', 'select 1 as sign, n.* from new_rows n union all select -1, o.* from old_rows o'),
			('delete', 'referencing old table as old_rows', 'select -1 as sign, o.* from old_rows o')
		) v (operation, tables, rows)
	loop
		execute format($f$
			create function private.keep_progress_on_%1$s() returns trigger
			language plpgsql security definer
			set search_path = ''
			as $body$
			declare
				zone text := coalesce((select s.value #>> '{}' from public.settings s where s.key = 'timezone'), 'UTC');
				part smallint := private.my_shard();
			begin
				-- One order for everybody, so that two changes never wait for each other.
				with change as materialized (
					select t.campaign_id, t.area_code, t.layer_id, t.kind_id, coalesce(t.domain_id, '') as domain_id, t.stage,
						sum(t.sign)::integer as tasks,
						sum(case when t.stage = 'closed' and (t.due_at is null or t.closed_at <= t.due_at) then t.sign else 0 end)::integer as on_time,
						sum(case when t.rework_count > 0 then t.sign else 0 end)::integer as reworked,
						sum(t.sign * coalesce(t.quantity_target, 0)) as quantity_target, sum(t.sign * coalesce(t.quantity_done, 0)) as quantity_done
					from (%2$s) t
					where t.removed_at is null
					group by 1, 2, 3, 4, 5, 6
				), kept as (
					insert into private.progress as p (
						campaign_id, area_code, layer_id, kind_id, domain_id, stage, tasks, on_time, reworked, quantity_target, quantity_done
					)
					select c.* from change c
					where (c.tasks, c.on_time, c.reworked, c.quantity_target, c.quantity_done) <> (0, 0, 0, 0, 0)
					order by 1, 2, 3, 4, 5, 6
					on conflict on constraint progress_pkey do update set
						tasks = p.tasks + excluded.tasks, on_time = p.on_time + excluded.on_time, reworked = p.reworked + excluded.reworked,
						quantity_target = p.quantity_target + excluded.quantity_target, quantity_done = p.quantity_done + excluded.quantity_done
				)
				insert into private.place_progress as p (
					campaign_id, place, layer_id, kind_id, domain_id, stage, shard, tasks, on_time, reworked, quantity_done
				)
				select c.campaign_id, left(c.area_code, l.digits), c.layer_id, c.kind_id, c.domain_id, c.stage, part,
					sum(c.tasks), sum(c.on_time), sum(c.reworked), sum(c.quantity_done)
				from change c join private.place_lengths l on l.digits <= length(c.area_code)
				group by 1, 2, 3, 4, 5, 6
				having (sum(c.tasks), sum(c.on_time), sum(c.reworked), sum(c.quantity_done)) <> (0, 0, 0, 0)
				order by 1, 2, 3, 4, 5, 6
				on conflict on constraint place_progress_pkey do update set
					tasks = p.tasks + excluded.tasks, on_time = p.on_time + excluded.on_time, reworked = p.reworked + excluded.reworked,
					quantity_done = p.quantity_done + excluded.quantity_done;

				with change as materialized (
					select t.campaign_id, t.area_code, t.kind_id, coalesce(t.domain_id, '') as domain_id, d.day,
						sum(t.sign * d.filed)::integer as filed, sum(t.sign * d.closed)::integer as closed, sum(t.sign * d.on_time)::integer as on_time,
						sum(t.sign * d.quantity_done) as quantity_done, sum(t.sign * d.looks)::integer as looks
					from (%2$s) t
					cross join lateral (
						select (t.filed_at at time zone zone)::date as day, 1 as filed, 0 as closed, 0 as on_time, 0::numeric as quantity_done, 0 as looks
						where t.filed_at is not null and t.stage not in ('rejected', 'duplicate', 'void')
						union all
						select (t.closed_at at time zone zone)::date, 0, 1,
							case when t.due_at is null or t.closed_at <= t.due_at then 1 else 0 end, coalesce(t.quantity_done, 0), 0
						-- Imported cases may be closed on a day that nobody wrote down.
						where t.stage = 'closed' and t.closed_at is not null
						union all
						select t.look_again_on, 0, 0, 0, 0, 1 where t.look_again_on is not null
					) d
					where t.removed_at is null
					group by 1, 2, 3, 4, 5
				), kept as (
					insert into private.progress_days as p (campaign_id, area_code, kind_id, domain_id, day, filed, closed, on_time, quantity_done)
					select c.campaign_id, c.area_code, c.kind_id, c.domain_id, c.day, c.filed, c.closed, c.on_time, c.quantity_done from change c
					where (c.filed, c.closed, c.on_time, c.quantity_done) <> (0, 0, 0, 0)
					order by 1, 2, 3, 4, 5
					on conflict on constraint progress_days_pkey do update set
						filed = p.filed + excluded.filed, closed = p.closed + excluded.closed,
						on_time = p.on_time + excluded.on_time, quantity_done = p.quantity_done + excluded.quantity_done
				)
				insert into private.place_days as p (campaign_id, place, day, domain_id, shard, filed, closed, looks)
				select c.campaign_id, left(c.area_code, l.digits), c.day, c.domain_id, part, sum(c.filed), sum(c.closed), sum(c.looks)
				from change c join private.place_lengths l on l.digits <= length(c.area_code)
				group by 1, 2, 3, 4
				having (sum(c.filed), sum(c.closed), sum(c.looks)) <> (0, 0, 0)
				order by 1, 2, 3, 4
				on conflict on constraint place_days_pkey do update set
					filed = p.filed + excluded.filed, closed = p.closed + excluded.closed, looks = p.looks + excluded.looks;
				return null;
			end
			$body$
		$f$, source.operation, source.rows);
		execute format(
			'comment on function private.keep_progress_on_%s() is %L', source.operation,
			'Trigger: adds what a statement changed about the cases to progress, progress_days and what is kept of them for every area above.'
		);
		execute format(
			'create trigger tasks_progress_%1$s after %1$s on public.tasks %2$s for each statement execute function private.keep_progress_on_%1$s()',
			source.operation, source.tables
		);
	end loop;
end
$do$;

create function private.recount_progress() returns table (
	campaign_id text, area_code text, layer_id text, kind_id text, domain_id text, stage text,
	tasks bigint, on_time bigint, reworked bigint, quantity_target numeric, quantity_done numeric
)
language sql stable
set search_path = ''
as $$
	select t.campaign_id, t.area_code, t.layer_id, t.kind_id, coalesce(t.domain_id, ''), t.stage, count(*),
		count(*) filter (where t.stage = 'closed' and (t.due_at is null or t.closed_at <= t.due_at)),
		count(*) filter (where t.rework_count > 0), coalesce(sum(t.quantity_target), 0), coalesce(sum(t.quantity_done), 0)
	from public.tasks t where t.removed_at is null
	group by 1, 2, 3, 4, 5, 6
$$;
comment on function private.recount_progress() is 'What private.progress must equal: for tests and the nightly check.';

create function private.recount_days() returns table (
	campaign_id text, area_code text, kind_id text, domain_id text, day date, filed bigint, closed bigint, on_time bigint, quantity_done numeric
)
language sql stable
set search_path = ''
as $$
	select t.campaign_id, t.area_code, t.kind_id, coalesce(t.domain_id, ''), d.day, sum(d.filed), sum(d.closed), sum(d.on_time), sum(d.quantity_done)
	from public.tasks t
	cross join lateral (
		select private.local_day(t.filed_at) as day, 1 as filed, 0 as closed, 0 as on_time, 0::numeric as quantity_done
		where t.filed_at is not null and t.stage not in ('rejected', 'duplicate', 'void')
		union all
		select private.local_day(t.closed_at), 0, 1,
			case when t.due_at is null or t.closed_at <= t.due_at then 1 else 0 end, coalesce(t.quantity_done, 0)
		where t.stage = 'closed' and t.closed_at is not null
	) d
	where t.removed_at is null
	group by 1, 2, 3, 4, 5
$$;
comment on function private.recount_days() is 'What private.progress_days must equal, rows of nothing but zeros apart.';

create function private.relay_places() returns void
language plpgsql security definer
set search_path = ''
as $$
begin
	lock table public.tasks in share row exclusive mode;
	delete from private.place_progress;
	delete from private.place_days;
	insert into private.place_progress (campaign_id, place, layer_id, kind_id, domain_id, stage, shard, tasks, on_time, reworked, quantity_done)
	select p.campaign_id, left(p.area_code, l.digits), p.layer_id, p.kind_id, p.domain_id, p.stage, 0,
		sum(p.tasks), sum(p.on_time), sum(p.reworked), sum(p.quantity_done)
	from private.progress p join private.place_lengths l on l.digits <= length(p.area_code)
	group by 1, 2, 3, 4, 5, 6
	having (sum(p.tasks), sum(p.on_time), sum(p.reworked), sum(p.quantity_done)) <> (0, 0, 0, 0);
	insert into private.place_days (campaign_id, place, day, domain_id, shard, filed, closed, looks)
	select d.campaign_id, left(d.area_code, l.digits), d.day, d.domain_id, 0, sum(d.filed), sum(d.closed), sum(d.looks)
	from (
		select p.campaign_id, p.area_code, p.domain_id, p.day, p.filed, p.closed, 0 as looks from private.progress_days p
		union all
		select t.campaign_id, t.area_code, coalesce(t.domain_id, ''), t.look_again_on, 0, 0, 1
		from public.tasks t where t.removed_at is null and t.look_again_on is not null
	) d
	join private.place_lengths l on l.digits <= length(d.area_code)
	group by 1, 2, 3, 4
	having (sum(d.filed), sum(d.closed), sum(d.looks)) <> (0, 0, 0);
end
$$;
comment on function private.relay_places() is 'Lays place_progress and place_days out again from progress, progress_days and the cases.';

create function private.note_lengths() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
	insert into private.place_lengths (digits)
	select distinct length(n.code) from new_rows n where n.level <> 'grid'
	on conflict do nothing;
	if found and exists (select 1 from public.tasks) then perform private.relay_places(); end if;
	return null;
end
$$;
comment on function private.note_lengths() is 'Trigger: with the first area of a new kind of code, cases count in one more place.';
create trigger areas_lengths_insert after insert on public.areas
	referencing new table as new_rows for each statement execute function private.note_lengths();
create trigger areas_lengths_update after update on public.areas
	referencing new table as new_rows for each statement execute function private.note_lengths();

-- In another time zone other days begin, so the kept days are laid out again.
create function private.relay_days() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
	lock table public.tasks in share row exclusive mode;
	delete from private.progress_days;
	insert into private.progress_days (campaign_id, area_code, kind_id, domain_id, day, filed, closed, on_time, quantity_done)
	select * from private.recount_days();
	perform private.relay_places();
	return null;
end
$$;
comment on function private.relay_days() is 'Trigger: another time zone puts cases on other days.';
create trigger settings_timezone after update on public.settings
	for each row when (new.key = 'timezone' and new.value is distinct from old.value) execute function private.relay_days();

-- Live: "area X changed, revision N", nothing else ------------------------------------------------------------

create sequence private.revision;
comment on sequence private.revision is 'Counts announcements, so that a listener knows which of two is newer.';

create function private.announce(codes text[]) returns void
language plpgsql
set search_path = ''
as $$
declare
	code text;
	told jsonb;
	common text;
begin
	if cardinality(codes) > 24 then
		-- Many areas at once (an import): say it once, of what they have in common.
		select a.code into common from public.areas a
		where starts_with(codes[1], a.code) and not exists (select 1 from unnest(codes) c where not starts_with(c, a.code))
		order by length(a.code) desc limit 1;
		codes := array[coalesce(common, '')];
	end if;
	foreach code in array codes loop
		told := jsonb_build_object('area', code, 'revision', nextval('private.revision'));
		perform pg_notify('zhantu_area', told::text);
		if to_regprocedure('realtime.send(jsonb,text,text,boolean)') is not null then
			execute 'select realtime.send($1, $2, $3, true)' using told, 'change', 'areas';
		end if;
	end loop;
end
$$;
comment on function private.announce(text[]) is
	'Ticks listeners that areas changed. A tick carries no data, so it cannot leak any. LISTEN zhantu_area, or Supabase Realtime broadcast where it exists.';

create function private.announce_rows() returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
	codes text[];
begin
	select array_agg(distinct n.area_code) into codes from new_rows n;
	if codes is not null then perform private.announce(codes); end if;
	return null;
end
$$;
comment on function private.announce_rows() is 'Trigger: announces the areas of the rows that a statement wrote.';

create function private.announce_moves() returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
	codes text[];
begin
	-- Where a row was, too: what left an area has changed it.
	select array_agg(distinct r.area_code) into codes
	from (select n.area_code from new_rows n union all select o.area_code from old_rows o) r;
	if codes is not null then perform private.announce(codes); end if;
	return null;
end
$$;
comment on function private.announce_moves() is 'Trigger: announces the areas of the rows that a statement changed, before and after.';

create trigger tasks_announce_insert after insert on public.tasks
	referencing new table as new_rows for each statement execute function private.announce_rows();
create trigger tasks_announce_update after update on public.tasks
	referencing old table as old_rows new table as new_rows for each statement execute function private.announce_moves();
create trigger sites_announce_update after update on public.sites
	referencing old table as old_rows new table as new_rows for each statement execute function private.announce_moves();
create trigger evidence_announce_insert after insert on public.evidence
	referencing new table as new_rows for each statement execute function private.announce_rows();
create trigger proposals_announce_insert after insert on public.publication_proposals
	referencing new table as new_rows for each statement execute function private.announce_rows();
create trigger proposals_announce_update after update on public.publication_proposals
	referencing new table as new_rows for each statement execute function private.announce_rows();

select private.apply_grants();
