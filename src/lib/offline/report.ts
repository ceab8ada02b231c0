import { readQuantity, reportFromPatch, reportPatch, type ReportDraft } from '#lib/domain/report.ts';
import type { Phase } from '#lib/domain/task.ts';
import { needsOf } from '#lib/domain/workflow.ts';
import type { KindDefinition, LayerDefinition, Template, Transition } from '#lib/domain/template.ts';
import { createChange, makeId, type Entry } from './door.ts';
import type { OutboxItem } from './outbox-item.ts';
import { attachEntry, type TakenPicture } from './photo-entry.ts';

/** A picture of a report that is not sent yet. */
export interface DraftPicture extends TakenPicture {
	phase: Phase;
}

/** What the cards of a report say. */
export interface ReportWords {
	report: string;
	handled: string;
	/** "拍整治前". */
	picture: (phase: Phase) => string;
}

/**
 * Everything that a report sends, in its order: the site with its case, its pictures, and, where it
 * was handled on the spot, that. Kept together or not at all; each waits for what it builds on.
 */
export function reportEntries(
	draft: ReportDraft,
	parts: { layer: LayerDefinition; kind: KindDefinition; handling: Transition | null },
	pictures: readonly DraftPicture[],
	words: ReportWords,
	at: Date
): Entry[] {
	const { taskId: task } = draft;
	const title = draft.title.trim();
	const create = createChange(`site:${draft.siteId}`, null, reportPatch(draft, parts.layer), { id: draft.changeId, at });
	const entries: Entry[] = [{ change: create, about: { title, act: words.report, task } }];
	for (const picture of pictures) {
		entries.push(
			attachEntry(picture, { task, title, phase: picture.phase, act: words.picture(picture.phase), needs: create.changeId }, at)
		);
	}
	if (!draft.isHandled || !parts.handling) return entries;
	const proof = entries.findLast((entry) => entry.upload?.phase === 'after');
	const asksQuantity = needsOf(parts.handling, parts.kind).includes('quantity');
	const handled = createChange(
		`task:${task}`,
		// A new case is version 1, and pictures do not change that.
		1,
		{ action: parts.handling.action, ...(asksQuantity ? { quantity: readQuantity(draft.quantity) } : {}) },
		{ id: draft.moveId, at }
	);
	entries.push({ change: handled, about: { title, act: words.handled, task }, needs: (proof ?? entries[0])?.change.changeId });
	return entries;
}

/** A report that the server refused, as a draft under new ids; null when it is not there or has arrived. */
export function reportFromItems(
	items: readonly OutboxItem[],
	changeId: string,
	template: Pick<Template, 'layers'>
): { draft: ReportDraft; pictures: DraftPicture[] } | null {
	const create = items.find((item) => item.id === changeId && item.state !== 'done' && item.change.patch.action === 'create');
	if (!create) return null;
	const behind = items.filter((item) => item.about.task === create.about.task && item.id !== changeId);
	const pictures = behind.flatMap(({ upload, change: { patch } }): DraftPicture[] =>
		upload?.blob
			? [
					{
						evidence: makeId(),
						change: makeId(),
						phase: upload.phase,
						blob: upload.blob,
						sha256: upload.sha256,
						takenAt: String(patch.taken_at),
						position: (patch.position as [number, number] | null) ?? null,
						accuracyM: (patch.accuracy_m as number | null) ?? null,
						heading: (patch.heading as number | null) ?? null
					}
				]
			: []
	);
	const move = behind.find((item) => item.upload === null);
	const draft = reportFromPatch(create.change.patch, template, makeId);
	return { draft: { ...draft, isHandled: move !== undefined }, pictures };
}
