import { randomUUID } from 'node:crypto';
import { submitChange } from '#lib/data/changes.ts';
import type { Client } from '#lib/data/client.ts';
import { readPicture } from '#lib/data/evidence.ts';
import { getProposal, storeRedacted } from '#lib/data/publications.ts';
import { getTask } from '#lib/data/tasks.ts';
import type { Box } from '#lib/domain/redaction.ts';
import { failed, ok, type Result } from '#lib/domain/result.ts';
import type { TaskDetail } from '#lib/domain/task.ts';
import { redact } from './redact.ts';

export interface Proposal {
	/** Made with the form, so that sending it twice proposes once. */
	id: string;
	changeId: string;
	task: string;
	caption: string;
	before: { evidence: string; boxes: Box[] };
	after: { evidence: string; boxes: Box[] };
}

/**
 * Burns the boxes into new files under new names and proposes the pair, all as the caller: their rights
 * decide which originals are read, where copies are stored and whether the proposal stands. Copies of a
 * proposal that is refused are handed to `discard`. Refusals: those of `publication:propose` and
 * `picture_missing`, `not_a_picture`.
 */
export async function propose(client: Client, proposal: Proposal, discard: (paths: string[]) => Promise<void>): Promise<Result<string>> {
	const known = await getProposal(client, proposal.id);
	if (!known.ok) return known;
	if (known.value?.isMine) return ok(proposal.id);
	const found = await getTask(client, proposal.task);
	if (!found.ok) return found;
	if (!found.value) return failed('unknown_target', 'task');

	const copies: string[] = [];
	for (const side of [proposal.before, proposal.after]) {
		const copy = await redactedCopy(client, found.value, side);
		if (!copy.ok) {
			await discard(copies);
			return copy;
		}
		copies.push(copy.value);
	}
	const answer = await submitChange(client, {
		changeId: proposal.changeId,
		target: `publication:${proposal.id}`,
		baseVersion: null,
		patch: {
			action: 'propose',
			task_id: proposal.task,
			before_evidence: proposal.before.evidence,
			after_evidence: proposal.after.evidence,
			before_path: copies[0],
			after_path: copies[1],
			boxes: { before: proposal.before.boxes, after: proposal.after.boxes },
			caption: proposal.caption
		}
	});
	if (answer.ok && answer.value.status === 'applied') return ok(proposal.id);
	await discard(copies);
	if (!answer.ok) return answer;
	return answer.value.status === 'refused' ? failed(answer.value.code, answer.value.field, answer.value.info) : failed('stale');
}

/** Name of the stored copy: the area and a random id, nothing of the original. */
async function redactedCopy(client: Client, { task, evidence }: TaskDetail, side: Proposal['before']): Promise<Result<string>> {
	const path = evidence.find((one) => one.id === side.evidence)?.path;
	if (!path) return failed('picture_missing', 'evidence');
	const original = await readPicture(client, path);
	if (!original.ok) return original;
	if (!original.value) return failed('picture_missing', 'evidence');
	const picture = await redact(original.value, side.boxes);
	if (!picture.ok) return picture;
	const name = `${task.area}/${randomUUID()}.jpg`;
	const stored = await storeRedacted(client, name, picture.value);
	return stored.ok ? ok(name) : stored;
}
