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
			begin
				insert into private.progress as p (
					campaign_id, area_code, layer_id, kind_id, domain_id, stage, tasks, on_time, reworked, quantity_target, quantity_done
				)
				select t.campaign_id, t.area_code, t.layer_id, t.kind_id, coalesce(t.domain_id, ''), t.stage,
					sum(t.sign),
					sum(case when t.stage = 'closed' and (t.due_at is null or t.closed_at <= t.due_at) then t.sign else 0 end),
					sum(case when t.rework_count > 0 then t.sign else 0 end),
					sum(t.sign * coalesce(t.quantity_target, 0)), sum(t.sign * coalesce(t.quantity_done, 0))
				from (%2$s) t
				where t.removed_at is null
				group by 1, 2, 3, 4, 5, 6
				having sum(t.sign) <> 0 or sum(case when t.rework_count > 0 then t.sign else 0 end) <> 0
					or sum(case when t.stage = 'closed' and (t.due_at is null or t.closed_at <= t.due_at) then t.sign else 0 end) <> 0
					or sum(t.sign * coalesce(t.quantity_target, 0)) <> 0 or sum(t.sign * coalesce(t.quantity_done, 0)) <> 0
				-- One order for everybody, so that two changes never wait for each other.
				order by 1, 2, 3, 4, 5, 6
				on conflict on constraint progress_pkey do update set
					tasks = p.tasks + excluded.tasks, on_time = p.on_time + excluded.on_time, reworked = p.reworked + excluded.reworked,
					quantity_target = p.quantity_target + excluded.quantity_target, quantity_done = p.quantity_done + excluded.quantity_done;

				insert into private.progress_days as p (campaign_id, area_code, kind_id, domain_id, day, filed, closed, on_time, quantity_done)
				select t.campaign_id, t.area_code, t.kind_id, coalesce(t.domain_id, ''), d.day,
					sum(t.sign * d.filed), sum(t.sign * d.closed), sum(t.sign * d.on_time), sum(t.sign * d.quantity_done)
				from (%2$s) t
				cross join lateral (
					select (t.filed_at at time zone zone)::date as day, 1 as filed, 0 as closed, 0 as on_time, 0::numeric as quantity_done
					where t.filed_at is not null and t.stage not in ('rejected', 'duplicate', 'void')
					union all
					select (t.closed_at at time zone zone)::date, 0, 1,
						case when t.due_at is null or t.closed_at <= t.due_at then 1 else 0 end, coalesce(t.quantity_done, 0)
					-- Imported cases may be closed on a day that nobody wrote down.
					where t.stage = 'closed' and t.closed_at is not null
				) d
				where t.removed_at is null
				group by 1, 2, 3, 4, 5
				having sum(t.sign * d.filed) <> 0 or sum(t.sign * d.closed) <> 0 or sum(t.sign * d.on_time) <> 0 or sum(t.sign * d.quantity_done) <> 0
				order by 1, 2, 3, 4, 5
				on conflict on constraint progress_days_pkey do update set
					filed = p.filed + excluded.filed, closed = p.closed + excluded.closed,
					on_time = p.on_time + excluded.on_time, quantity_done = p.quantity_done + excluded.quantity_done;
				return null;
			end
			$body$
		$f$, source.operation, source.rows);
		execute format(
			'comment on function private.keep_progress_on_%s() is %L', source.operation,
			'Trigger: adds what a statement changed about the cases to progress and progress_days.'
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
