-- A picture of the work that reaches a closed case late, from the telephone of whoever closed it, made them a
-- handler of what they had closed, which nobody may be. The picture is kept under their name all the same, and
-- so is when it was taken: who looks at the case sees both.

create or replace function private.attach_evidence(
	actor uuid, change_id uuid, task public.tasks, patch jsonb, at timestamptz, today date
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
	picture public.evidence;
	receipt text;
begin
	if not private.covers(private.scopes_of(actor, 'create', 'evidence', today), task.area_code) then
		perform private.refuse('not_allowed', 'action');
	end if;
	picture.id := private.uuid_of(patch, 'evidence_id');
	picture.phase := patch ->> 'phase';
	if picture.phase is null or picture.phase not in ('before', 'during', 'after', 'inspection') then
		perform private.refuse('unknown_phase', 'phase', patch -> 'phase');
	end if;
	picture.object_path := task.area_code || '/' || task.id || '/' || picture.id || '.jpg';
	if not exists (select 1 from storage.objects o where o.bucket_id = 'evidence' and o.name = picture.object_path) then
		perform private.refuse('picture_missing', 'evidence_id');
	end if;
	picture.task_id := task.id;
	picture.area_code := task.area_code;
	picture.sha256 := private.text_of(patch, 'sha256', 64, false);
	picture.bytes := private.number_of(patch, 'bytes', false);
	picture.width := private.number_of(patch, 'width', false);
	picture.height := private.number_of(patch, 'height', false);
	picture.taken_at := private.time_of(patch, 'taken_at');
	picture.accuracy_m := private.number_of(patch, 'accuracy_m', false);
	picture.heading := private.number_of(patch, 'heading', false);
	if jsonb_typeof(patch -> 'position') not in ('array', 'null') then perform private.refuse('bad_patch', 'position'); end if;
	if jsonb_typeof(patch -> 'position') = 'array' then
		picture.position := private.geometry_of(
			jsonb_build_object('geometry', jsonb_build_object('type', 'Point', 'coordinates', patch -> 'position')), 'point'
		);
	end if;
	picture.taken_by := actor;
	picture.created_at := at;
	picture.is_generated := coalesce(private.boolean_of(patch, 'is_generated'), false);
	insert into public.evidence select picture.*;
	if picture.phase in ('during', 'after') and not actor = any (task.handlers) and task.closed_by is distinct from actor then
		update public.tasks t set handlers = t.handlers || actor, updated_at = at where t.id = task.id;
	end if;
	receipt := private.append_event(
		task.id, change_id, at, actor, 'attach', task.stage, task.stage,
		jsonb_build_object('evidence_id', picture.id, 'phase', picture.phase, 'sha256', picture.sha256), private.time_of(patch, 'device_at')
	);
	return jsonb_build_object('status', 'applied', 'receipt', receipt, 'evidenceId', picture.id, 'task', private.task_brief(task));
end
$$;
comment on function private.attach_evidence(uuid, uuid, public.tasks, jsonb, timestamptz, date) is
	'Records an uploaded picture with its case. Who takes a picture of the work has worked on it; who has closed the case did not, and a picture that comes late does not make them.';
