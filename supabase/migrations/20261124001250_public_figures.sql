-- Figures for the public, and proposals as staff read them.

create function private.public_targets(campaign text) returns setof public.targets
language sql stable
set search_path = ''
as $$
	select t.* from public.targets t
	where t.campaign_id = public_targets.campaign and not exists (
		select 1 from public.task_kinds k join public.layers l on l.campaign_id = k.campaign_id and l.id = k.layer_id
		where k.campaign_id = t.campaign_id and k.id = any (t.kinds) and l.is_internal
	)
$$;
comment on function private.public_targets(text) is 'Targets that count nothing internal.';

create function private.public_cells(campaign text) returns table (
	code text, parent integer, rank integer, measure text, unit text, value numeric, tasks numeric, target numeric
)
language sql stable
set search_path = ''
as $$
	with rolled as (
		select * from public.campaigns c where c.id = public_cells.campaign
	), ranked as (
		select a.code, a.parent_code, (row_number() over (order by length(a.code), a.code))::integer as rank
		from public.published_areas a, rolled r where starts_with(a.code, r.area_code)
	), counted as (
		-- Areas that are not published fall away below.
		select p.place as code, p.kind_id, p.stage = 'closed' as is_closed, sum(p.tasks) as tasks, sum(p.quantity_done) as quantity
		from private.place_progress p
		where p.campaign_id = public_cells.campaign and p.stage not in ('rejected', 'duplicate', 'void', 'reported')
			and not exists (select 1 from public.layers l where l.campaign_id = p.campaign_id and l.id = p.layer_id and l.is_internal)
		group by 1, 2, 3
	), measured as (
		select a.code, 'target:' || t.id as measure, t.unit, case when a.code = r.area_code then t.amount end as target,
			coalesce(sum(case t.measure when 'closed' then c.tasks else c.quantity end), 0) as value, coalesce(sum(c.tasks), 0) as tasks
		from rolled r
		cross join ranked a
		cross join private.public_targets(r.id) t
		left join counted c on c.code = a.code and c.is_closed and c.kind_id = any (t.kinds)
		group by a.code, t.id, t.unit, t.amount, r.area_code
		union all
		select a.code, m.measure, null, null, coalesce(sum(c.tasks), 0), coalesce(sum(c.tasks), 0)
		from ranked a
		cross join (values ('closed', true), ('open', false)) m (measure, is_closed)
		left join counted c on c.code = a.code and c.is_closed = m.is_closed
		group by a.code, m.measure
	)
	select m.code, parent.rank, a.rank, m.measure, m.unit, m.value, m.tasks::numeric, m.target
	from measured m
	join ranked a on a.code = m.code
	left join ranked parent on parent.code = a.parent_code
$$;
comment on function private.public_cells(text) is
	'Every figure that could be published: measure by published area, with the count of cases that it rests on. rank orders parents before children.';

create function private.hide_small(parents integer[], counts numeric[], was_hidden boolean[]) returns boolean[]
language plpgsql immutable
set search_path = ''
as $$
declare
	size integer := cardinality(counts);
	hidden boolean[];
	-- What a parent counts beyond its published children. It is never printed, so it is a hidden child of its own.
	rest numeric[] := counts;
	is_leaf boolean[] := array_fill(true, array[size]);
	hidden_children integer[];
	-- A hidden cell that could be one less without contradicting anything printed.
	has_slack boolean[];
	child_slack boolean[];
	changed boolean := true;
	parts integer;
	cover integer;
begin
	for i in 1..size loop
		hidden[i] := counts[i] between 1 and 4;
		if parents[i] is not null then
			is_leaf[parents[i]] := false;
			rest[parents[i]] := rest[parents[i]] - counts[i];
		end if;
	end loop;
	while changed loop
		changed := false;
		hidden_children := array_fill(0, array[size]);
		child_slack := array_fill(false, array[size]);
		has_slack := array_fill(false, array[size]);
		for i in reverse size..1 loop
			if not hidden[i] then continue; end if;
			has_slack[i] := case when is_leaf[i] then counts[i] >= 2 else rest[i] >= 1 or child_slack[i] end;
			if parents[i] is not null then
				hidden_children[parents[i]] := hidden_children[parents[i]] + 1;
				child_slack[parents[i]] := child_slack[parents[i]] or has_slack[i];
			end if;
		end loop;
		for i in reverse size..1 loop
			if is_leaf[i] then continue; end if;
			parts := hidden_children[i] + case when rest[i] > 0 then 1 else 0 end;
			continue when case
				when hidden[i] then parts >= 1
				when parts = 0 then true
				-- Only the remainder is unprinted: it may be found, and is large enough to be.
				when parts = 1 then hidden_children[i] = 0 and rest[i] >= 5
				else child_slack[i] or rest[i] >= 1
			end;
			select c.ordinality into cover
			from unnest(parents, counts, hidden, was_hidden) with ordinality c (parent, count, is_hidden, before, ordinality)
			where c.parent = i and not c.is_hidden and c.count > 0
			-- The same one as last time where it still serves: covers that wander could be told apart by two readings.
			order by c.before desc, c.count, c.ordinality limit 1;
			hidden[coalesce(cover, i)] := true;
			changed := true;
			exit;
		end loop;
	end loop;
	return hidden;
end
$$;
comment on function private.hide_small(integer[], numeric[], boolean[]) is
	'Which cells of a tree of counts must not be printed, so that none of 1 to 4 can be found: those cells, and enough others that no parent minus its printed children leaves one of them, or all of them, exact. Parents stand before their children; parents[i] is null for a root.';

create function private.publish_figures(campaign text) returns void
language plpgsql
set search_path = ''
as $$
declare
	rolled public.campaigns;
	today date := private.local_day(clock_timestamp());
	shown public.published_figures[];
	cells record;
	hidden boolean[];
begin
	select * into rolled from public.campaigns c where c.id = publish_figures.campaign;
	insert into public.published_campaigns (id, name, area_code, starts_on, ends_on, layers, targets, is_generated, published_on)
	select rolled.id, rolled.name, rolled.area_code, rolled.starts_on, rolled.ends_on, coalesce((
			select jsonb_agg(jsonb_build_object('id', l.id, 'name', l.document -> 'name', 'symbol', l.document -> 'symbol') order by l.position)
			from public.layers l where l.campaign_id = rolled.id and not l.is_internal
		), '[]'), coalesce((
			select jsonb_agg(jsonb_build_object('id', t.id, 'name', t.document -> 'name', 'unit', t.unit, 'amount', t.amount) order by t.position)
			from private.public_targets(rolled.id) t
		), '[]'), rolled.is_generated, today
	on conflict on constraint published_campaigns_pkey do update set
		name = excluded.name, starts_on = excluded.starts_on, ends_on = excluded.ends_on, layers = excluded.layers,
		targets = excluded.targets, published_on = excluded.published_on;
	perform private.publish_area(a.code) from public.areas a where a.code = rolled.area_code or a.parent_code = rolled.area_code;

	select array_agg(f) into shown from public.published_figures f where f.campaign_id = rolled.id;
	delete from public.published_figures f where f.campaign_id = rolled.id;
	for cells in
		select c.measure, min(c.unit) as unit, array_agg(c.code order by c.rank) as codes, array_agg(c.parent order by c.rank) as parents,
			array_agg(c.value order by c.rank) as figures, array_agg(c.tasks order by c.rank) as counts, array_agg(c.target order by c.rank) as targets,
			array_agg(shown is not null and not exists (
				select 1 from unnest(shown) s where s.area_code = c.code and s.measure = c.measure
			) order by c.rank) as was_hidden
		from private.public_cells(rolled.id) c
		group by c.measure
	loop
		hidden := private.hide_small(cells.parents, cells.counts, cells.was_hidden);
		insert into public.published_figures (campaign_id, area_code, measure, value, unit, target, as_of)
		select rolled.id, c.code, cells.measure, c.figure, cells.unit, c.target, today
		from unnest(cells.codes, cells.figures, cells.targets, hidden) c (code, figure, target, is_hidden)
		where not c.is_hidden;
	end loop;
end
$$;
comment on function private.publish_figures(text) is 'Replaces the public figures of a campaign: targets, closed and open cases by published area, small counts left out.';

create function public.refresh_public_figures() returns integer
language plpgsql security definer
set search_path = ''
as $$
declare
	published text;
	refreshed integer := 0;
begin
	if not (private.is_operator() or cardinality(private.my_scopes('approve', 'publications')) > 0) then
		perform private.refuse('not_allowed', 'campaign');
	end if;
	for published in select c.id from public.published_campaigns c order by c.id loop
		perform private.publish_figures(published);
		refreshed := refreshed + 1;
	end loop;
	return refreshed;
end
$$;
comment on function public.refresh_public_figures() is
	'Brings the figures of every published campaign up to date; the server asks every hour. It publishes no campaign that nobody approved anything of.';

-- Proposals, as those read them who propose and decide ----------------------------------------------------

create function public.list_proposals(shown_state text default null, page integer default 0, page_size integer default 50) returns json
language sql stable security invoker
set search_path = ''
as $$
	with found as (
		select p.* from public.publication_proposals p where shown_state is null or p.state = shown_state
	)
	select json_build_object(
		'total', (select count(*) from found),
		'states', coalesce((
			select json_object_agg(s.state, s.n) from (select p.state, count(*) as n from public.publication_proposals p group by p.state) s
		), '{}'::json),
		'rows', coalesce((
			select json_agg(json_build_object(
				'id', f.id, 'state', f.state, 'caption', f.caption, 'area', f.area_code, 'areaName', a.name, 'taskNumber', t.number,
				'beforePath', f.before_path, 'afterPath', f.after_path,
				'proposedBy', private.person_name(f.proposed_by), 'proposedAt', f.proposed_at,
				'decidedBy', private.person_name(f.decided_by), 'decidedAt', f.decided_at, 'reason', f.reason,
				'isMine', f.proposed_by = (select private.my_person()),
				'mayDecide', f.state = 'proposed' and f.proposed_by <> (select private.my_person()) and private.can('approve', 'publications', f.area_code),
				'isGenerated', f.is_generated
			) order by f.proposed_at desc, f.id)
			from (select * from found order by proposed_at desc, id limit least(page_size, 200) offset page * page_size) f
			join public.areas a on a.code = f.area_code
			join public.tasks t on t.id = f.task_id
		), '[]'::json)
	)
$$;
comment on function public.list_proposals(text, integer, integer) is 'Proposed before/after pairs of the caller''s areas, newest first, with how many there are in each state.';

create function private.proposal_as_published(proposal uuid) returns json
language sql stable security definer
set search_path = ''
as $$
	select json_build_object(
		'publication', to_jsonb(private.as_published(p, coalesce(p.decided_at, now()))),
		'area', to_jsonb(private.as_published_area(p.area_code))
	)
	from public.publication_proposals p
	where p.id = proposal_as_published.proposal and private.can('read', 'sites', p.area_code)
$$;
comment on function private.proposal_as_published(uuid) is 'A proposal as the public would see it, for whoever decides on it.';

create function public.proposal_detail(proposal uuid) returns json
language sql stable security invoker
set search_path = ''
as $$
	select json_build_object(
		'id', p.id, 'version', p.version, 'state', p.state, 'task', p.task_id, 'taskNumber', t.number, 'taskTitle', t.title,
		'boxes', p.boxes, 'reason', p.reason,
		'proposedBy', private.person_name(p.proposed_by), 'proposedAt', p.proposed_at,
		'decidedBy', private.person_name(p.decided_by), 'decidedAt', p.decided_at,
		'isMine', p.proposed_by = (select private.my_person()),
		'mayApprove', private.can('approve', 'publications', p.area_code),
		'mayWithdraw', private.can('withdraw', 'publications', p.area_code),
		'asPublished', private.proposal_as_published(p.id)
	)
	from public.publication_proposals p
	join public.tasks t on t.id = p.task_id
	where p.id = proposal_detail.proposal
$$;
comment on function public.proposal_detail(uuid) is 'A proposal with exactly what the public would see of it, and what the caller may do about it.';

insert into private.grants (kind, object, privileges, grantee) values
	('function', 'public.refresh_public_figures', 'execute', 'authenticated'),
	('function', 'public.list_proposals', 'execute', 'authenticated'),
	('function', 'public.proposal_detail', 'execute', 'authenticated'),
	('function', 'private.proposal_as_published', 'execute', 'authenticated');
select private.apply_grants();
