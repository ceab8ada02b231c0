import { randomUUID } from 'node:crypto';
import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { getTask } from '#lib/data/tasks.ts';
import { paths } from '#lib/domain/paths.ts';
import { proposalObstacle } from '#lib/domain/proposal.ts';
import { BoxesSchema } from '#lib/domain/redaction.ts';
import { backend } from '#lib/server/application.ts';
import { propose } from '#lib/server/redaction/propose.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { Actions, PageServerLoad } from './$types';

const id = v.pipe(v.string(), v.uuid());
const boxes = v.pipe(v.string(), v.maxLength(10_000), v.parseJson(), BoxesSchema);
const FormSchema = v.object({
	id,
	changeId: id,
	before: id,
	after: id,
	beforeBoxes: boxes,
	afterBoxes: boxes,
	caption: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300))
});

export const load: PageServerLoad = async ({ locals, url, parent }) => {
	const task = url.searchParams.get('task') ?? '';
	const detail = v.is(id, task) ? orThrow(await getTask(locals.client, task)) : null;
	if (!detail) error(404, { message: 'unknown_target', code: 'unknown_target' });
	const { session } = await parent();
	return {
		task: { id: detail.task.id, title: detail.task.title, number: detail.task.number, path: detail.area.path },
		/** Pictures that we hold; of a linked one there is nothing to burn boxes into. */
		pictures: detail.evidence.flatMap((one) =>
			one.path ? [{ id: one.id, phase: one.phase, path: one.path, at: one.takenAt ?? one.createdAt }] : []
		),
		obstacle: proposalObstacle(detail, session),
		known: detail.publication,
		proposalId: randomUUID(),
		changeId: randomUUID()
	};
};

export const actions: Actions = {
	default: async ({ request, locals, url }) => {
		const parsed = v.safeParse(FormSchema, Object.fromEntries(await request.formData()));
		if (!parsed.success) return fail(400, { error: { code: 'bad_patch', field: v.getDotPath(parsed.issues[0]) ?? undefined } });
		const form = parsed.output;
		const proposed = await propose(
			locals.client,
			{
				id: form.id,
				changeId: form.changeId,
				task: url.searchParams.get('task') ?? '',
				caption: form.caption,
				before: { evidence: form.before, boxes: form.beforeBoxes },
				after: { evidence: form.after, boxes: form.afterBoxes }
			},
			async (copies) => {
				if (copies.length) await (await backend()).operator().storage.from('publications').remove(copies);
			}
		);
		if (!proposed.ok) return fail(422, { error: proposed.error });
		redirect(303, paths.publication(proposed.value));
	}
};
