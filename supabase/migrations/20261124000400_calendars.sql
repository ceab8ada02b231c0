-- Working time. A calendar is laid out as a ruler: every day knows how many working hours lie before
-- it, so adding and subtracting working time is a look-up in both directions, whatever holidays and
-- make-up days lie between.

create table public.calendars (
	id text primary key check (id ~ '^[a-z0-9-]{1,40}$'),
	name jsonb not null,
	timezone text not null,
	periods jsonb not null,
	weekdays jsonb not null,
	updated_at timestamptz not null default now()
);
comment on table public.calendars is
	'Working hours of a place. periods: [["08:30","12:00"],["13:00","17:00"]], local time, ascending, not touching. weekdays: ISO numbers of the days that are worked when no holiday or make-up day says otherwise.';

create table public.calendar_days (
	calendar_id text not null references public.calendars (id) on delete cascade,
	day date not null,
	is_working boolean not null,
	note text,
	hours_before numeric not null,
	primary key (calendar_id, day)
);
comment on table public.calendar_days is
	'Every day of the calendar''s span. note names the holiday or make-up day (调休); hours_before is the length of the ruler at local midnight.';
create index calendar_days_ruler on public.calendar_days (calendar_id, hours_before, day);

alter table public.calendars enable row level security;
alter table public.calendar_days enable row level security;
create policy "staff read calendars" on public.calendars for select to authenticated using ((select private.is_staff()));
create policy "staff read calendar days" on public.calendar_days for select to authenticated using ((select private.is_staff()));

create function private.day_hours(periods jsonb) returns numeric
language sql immutable
set search_path = ''
as $$
	select coalesce(sum(extract(epoch from ((p ->> 1)::time - (p ->> 0)::time)) / 3600), 0)
	from jsonb_array_elements(periods) p
$$;
comment on function private.day_hours(jsonb) is 'Working hours of one working day.';

create function private.check_calendar(calendar jsonb) returns void
language plpgsql stable
set search_path = ''
as $$
declare
	period jsonb;
	closed_at time := null;
begin
	if coalesce(calendar ->> 'id', '') !~ '^[a-z0-9-]{1,40}$' then perform private.refuse('bad_calendar', 'id', calendar -> 'id'); end if;
	if not private.is_timezone(coalesce(calendar ->> 'timezone', '')) then
		perform private.refuse('unknown_timezone', 'timezone', calendar -> 'timezone');
	end if;
	if jsonb_typeof(calendar -> 'name') is distinct from 'object' then perform private.refuse('bad_calendar', 'name'); end if;
	if jsonb_typeof(calendar -> 'periods') is distinct from 'array' or jsonb_array_length(calendar -> 'periods') not between 1 and 12 then
		perform private.refuse('bad_calendar', 'periods', calendar -> 'periods');
	end if;
	for period in select value from jsonb_array_elements(calendar -> 'periods') loop
		if jsonb_typeof(period) <> 'array' or jsonb_array_length(period) <> 2
			or coalesce(period ->> 0, '') !~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'
			or coalesce(period ->> 1, '') !~ '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$' then
			perform private.refuse('bad_calendar', 'periods', period);
		end if;
		if (period ->> 0)::time >= (period ->> 1)::time or (period ->> 0)::time <= closed_at then
			perform private.refuse('bad_calendar', 'periods', period);
		end if;
		closed_at := (period ->> 1)::time;
	end loop;
	if jsonb_typeof(calendar -> 'weekdays') is distinct from 'array'
		or exists (select 1 from jsonb_array_elements(calendar -> 'weekdays') d where d not in ('1', '2', '3', '4', '5', '6', '7')) then
		perform private.refuse('bad_calendar', 'weekdays', calendar -> 'weekdays');
	end if;
	if private.date_of(calendar, 'to', private.date_of(calendar, 'from', '1900-01-01')) > private.date_of(calendar, 'from', '1900-01-01') + 36600 then
		perform private.refuse('bad_calendar', 'to', calendar -> 'to');
	end if;
	if calendar ? 'days' and (jsonb_typeof(calendar -> 'days') <> 'object' or exists (
		select 1 from jsonb_each(calendar -> 'days') d
		where d.key !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' or jsonb_typeof(d.value) <> 'object' or jsonb_typeof(d.value -> 'working') is distinct from 'boolean'
	)) then
		perform private.refuse('bad_calendar', 'days');
	end if;
	if jsonb_array_length(calendar -> 'weekdays') = 0 and not exists (
		select 1 from jsonb_each(calendar -> 'days') d where (d.value ->> 'working')::boolean
	) then
		perform private.refuse('bad_calendar', 'weekdays', calendar -> 'weekdays');
	end if;
end
$$;
comment on function private.check_calendar(jsonb) is
	'Refuses a calendar on which a clock could not be read: hours that overlap or touch, an unknown zone, no working day, more than a hundred years.';

create function public.save_calendar(calendar jsonb) returns void
language plpgsql security definer
set search_path = ''
as $$
declare
	hours_per_day numeric;
begin
	if not (private.is_operator() or private.administers('settings')) then
		perform private.refuse('not_allowed', 'calendar');
	end if;
	perform private.check_calendar(calendar);
	hours_per_day := private.day_hours(calendar -> 'periods');
	insert into public.calendars (id, name, timezone, periods, weekdays)
	values (calendar ->> 'id', calendar -> 'name', calendar ->> 'timezone', calendar -> 'periods', calendar -> 'weekdays')
	on conflict (id) do update set
		name = excluded.name, timezone = excluded.timezone, periods = excluded.periods, weekdays = excluded.weekdays, updated_at = now();
	delete from public.calendar_days d
	where d.calendar_id = calendar ->> 'id' and d.day not between (calendar ->> 'from')::date and (calendar ->> 'to')::date;
	insert into public.calendar_days (calendar_id, day, is_working, note, hours_before)
	select calendar ->> 'id', d.day, d.works, d.note,
		count(*) filter (where d.works) over (order by d.day rows between unbounded preceding and 1 preceding) * hours_per_day
	from (
		select g.day::date as day, e.value ->> 'note' as note,
			coalesce((e.value ->> 'working')::boolean, calendar -> 'weekdays' @> to_jsonb(extract(isodow from g.day)::integer)) as works
		from generate_series((calendar ->> 'from')::timestamp, (calendar ->> 'to')::timestamp, interval '1 day') g (day)
		left join jsonb_each(calendar -> 'days') e on e.key = to_char(g.day, 'YYYY-MM-DD')
	) d
	on conflict (calendar_id, day) do update set
		is_working = excluded.is_working, note = excluded.note, hours_before = excluded.hours_before
	where (calendar_days.is_working, calendar_days.note, calendar_days.hours_before) is distinct from (excluded.is_working, excluded.note, excluded.hours_before);
end
$$;
comment on function public.save_calendar(jsonb) is
	'Stores a calendar: {"id","name","timezone","periods","weekdays":[1..7],"from","to","days":{"2026-10-01":{"working":false,"note":"国庆节"}}}. Days not named follow weekdays (ISO, Monday = 1). The ruler is laid in the same statement.';

create function private.ruler_at(calendar text, at timestamptz) returns numeric
language sql stable
set search_path = ''
as $$
	select case when d.day is null then 0 else d.hours_before + case when d.is_working then coalesce((
			select sum(greatest(0, extract(epoch from (least(case when d.day = l.day then l.clock else '24:00' end, (p ->> 1)::time) - (p ->> 0)::time))) / 3600)
			from jsonb_array_elements(c.periods) p
		), 0) else 0 end end
	from public.calendars c
	cross join lateral (select (at at time zone c.timezone)::date as day, (at at time zone c.timezone)::time as clock) l
	-- Before the calendar's span the ruler stands at nought, behind it at its end: a clock stops rather than breaks.
	left join lateral (
		select * from public.calendar_days d
		where d.calendar_id = c.id and d.day <= l.day order by d.day desc limit 1
	) d on true
	where c.id = ruler_at.calendar
$$;
comment on function private.ruler_at(text, timestamptz) is 'Working hours between the start of the calendar and the moment.';

create function private.ruler_moment(calendar text, hours numeric) returns timestamptz
language plpgsql stable
set search_path = ''
as $$
declare
	ruler public.calendars;
	found_day public.calendar_days;
	rest numeric;
	period jsonb;
	span numeric;
begin
	if hours is null then return null; end if;
	select * into ruler from public.calendars c where c.id = ruler_moment.calendar;
	-- The last day that begins before the mark: 17:00 today rather than 08:30 tomorrow, and 12:00 rather
	-- than 13:00. The margin (a few microseconds) swallows the last digits of thirds of an hour.
	select * into found_day from public.calendar_days d
	where d.calendar_id = ruler.id and d.is_working and d.hours_before < ruler_moment.hours - 0.000000001
	order by d.hours_before desc, d.day desc limit 1;
	if found_day.day is null then
		select * into found_day from public.calendar_days d
		where d.calendar_id = ruler.id and d.is_working order by d.day limit 1;
	end if;
	rest := greatest(ruler_moment.hours - found_day.hours_before, 0);
	for period in select value from jsonb_array_elements(ruler.periods) loop
		span := extract(epoch from ((period ->> 1)::time - (period ->> 0)::time)) / 3600;
		if rest <= span + 0.000000001 then
			return (found_day.day + (period ->> 0)::time + make_interval(secs => (least(rest, span) * 3600)::double precision)) at time zone ruler.timezone;
		end if;
		rest := rest - span;
	end loop;
	return (found_day.day + (ruler.periods -> -1 ->> 1)::time) at time zone ruler.timezone;
end
$$;
comment on function private.ruler_moment(text, numeric) is 'The earliest moment at which the given working hours have passed: the inverse of ruler_at.';

create function private.limit_hours(calendar text, amount numeric, unit text) returns numeric
language sql stable
set search_path = ''
as $$
	select case unit
		when 'working_days' then amount * private.day_hours(c.periods)
		else amount
	end
	from public.calendars c where c.id = limit_hours.calendar
$$;
comment on function private.limit_hours(text, numeric, text) is 'A limit in hours of its own ruler: working hours, or natural hours for unit hours.';

create function private.due_after(calendar text, start timestamptz, amount numeric, unit text) returns timestamptz
language plpgsql stable
set search_path = ''
as $$
declare
	ruler public.calendars;
	local_day date;
begin
	if unit = 'hours' then
		return start + make_interval(secs => (amount * 3600)::double precision);
	end if;
	if unit = 'working_hours' or amount <> trunc(amount) then
		return private.ruler_moment(calendar, private.ruler_at(calendar, start) + private.limit_hours(calendar, amount, unit));
	end if;
	-- Whole working days: the day of the start does not count, the last day counts to its end
	-- (民法典 art. 201 and 203).
	select * into ruler from public.calendars c where c.id = due_after.calendar;
	local_day := (start at time zone ruler.timezone)::date;
	return coalesce((
		select (d.day + (ruler.periods -> -1 ->> 1)::time) at time zone ruler.timezone
		from public.calendar_days d
		where d.calendar_id = ruler.id and d.is_working and d.day > local_day
		order by d.day offset greatest(amount::integer, 1) - 1 limit 1
	), (
		-- The calendar ends before the limit does: its last working day stands in.
		select (d.day + (ruler.periods -> -1 ->> 1)::time) at time zone ruler.timezone
		from public.calendar_days d where d.calendar_id = ruler.id and d.is_working order by d.day desc limit 1
	));
end
$$;
comment on function private.due_after(text, timestamptz, numeric, text) is
	'When a limit that starts at the moment runs out. unit: working_hours, working_days, hours.';

create function private.hours_left(calendar text, at timestamptz, due_at timestamptz, unit text) returns numeric
language sql stable
set search_path = ''
as $$
	select case unit
		when 'hours' then extract(epoch from (due_at - at))::numeric / 3600
		else private.ruler_at(calendar, due_at) - private.ruler_at(calendar, at)
	end
$$;
comment on function private.hours_left(text, timestamptz, timestamptz, text) is
	'Hours of the limit''s own ruler until it runs out; negative when overdue.';

create function private.before_due(calendar text, due_at timestamptz, hours numeric, unit text) returns timestamptz
language sql stable
set search_path = ''
as $$
	select case unit
		when 'hours' then due_at - make_interval(secs => (hours * 3600)::double precision)
		else private.ruler_moment(calendar, private.ruler_at(calendar, due_at) - hours)
	end
$$;
comment on function private.before_due(text, timestamptz, numeric, text) is
	'The moment that many hours of the ruler before the due moment; with a fifth of the limit it is when the light turns yellow (80 %).';

create function public.calendar_document(calendar text, from_day date default null, to_day date default null) returns json
language sql stable security invoker
set search_path = ''
as $$
	select json_build_object(
		'id', c.id, 'name', c.name, 'timezone', c.timezone, 'periods', c.periods, 'weekdays', c.weekdays,
		'from', span.first, 'to', span.last,
		'days', coalesce((
			select json_object_agg(d.day, json_build_object('working', d.is_working, 'note', d.note) order by d.day)
			from public.calendar_days d
			where d.calendar_id = c.id and d.day between span.first and span.last and (d.note is not null or d.is_working <> (c.weekdays @> to_jsonb(extract(isodow from d.day)::integer)))
		), '{}'::json)
	)
	from public.calendars c
	cross join lateral (select min(d.day) as earliest, max(d.day) as latest from public.calendar_days d where d.calendar_id = c.id) whole
	-- Beyond its end (or before its beginning) a calendar is the day that is nearest: clocks stand, and pages open.
	cross join lateral (
		select greatest(whole.earliest, least(coalesce(from_day, whole.earliest), whole.latest)) as first,
			least(whole.latest, greatest(coalesce(to_day, whole.latest), whole.earliest)) as last
	) span
	where c.id = calendar_document.calendar
$$;
comment on function public.calendar_document(text, date, date) is
	'The calendar in the form that save_calendar takes, whole or between two days: the device computes the same clocks from it. Rulers of different spans differ by a constant, so every difference stays the same.';

insert into private.grants (kind, object, privileges, grantee) values
	('table', 'public.calendars', 'select', 'authenticated'),
	('table', 'public.calendar_days', 'select', 'authenticated'),
	('function', 'public.save_calendar', 'execute', 'authenticated'),
	('function', 'public.calendar_document', 'execute', 'authenticated');
select private.apply_grants();
