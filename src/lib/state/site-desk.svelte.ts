import { shortReceipt, type SendAnswer, type SiteBrief } from '#lib/domain/change.ts';
import { undoOf, type SiteBefore, type SitePatch } from '#lib/domain/site-change.ts';
import { createChange, makeId } from '#lib/offline/door.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Outbox } from './outbox.svelte.ts';
import type { Toasts } from './toasts.svelte.ts';

/** One change of a site on its way. */
export interface SiteWork {
	patch: SitePatch;
	/** Null for a site that is new. */
	before: SiteBefore | null;
	/** What a toast and a card call it. */
	title: string;
	/** The case whose page counts what is still here. */
	task?: string;
	/** Whether this person may also take it back. */
	canUndo: boolean;
}

/** A change that met another one, until somebody decides. */
export interface SiteConflict {
	work: SiteWork;
	changeId: string;
	/** The site as the server has it. */
	current: SiteBrief | null;
}

/** Sends changes of sites through the door, says what came of them, and takes them back. */
export class SiteDesk {
	isSending = $state.raw(false);
	conflict = $state.raw<SiteConflict | null>(null);
	readonly #outbox: Outbox;
	readonly #toasts: Toasts;
	readonly #onchanged: (patch: SitePatch | null) => void;

	/** `onchanged`: what list and map show is no longer so; with the change, when it was one of ours. */
	constructor(outbox: Outbox, toasts: Toasts, onchanged: (patch: SitePatch | null) => void) {
		this.#outbox = outbox;
		this.#toasts = toasts;
		this.#onchanged = onchanged;
	}

	/** A refusal is the caller's to show; a conflict stands in `conflict` afterwards. */
	async send(work: SiteWork, siteId = work.before?.id ?? makeId()): Promise<SendAnswer> {
		const change = createChange(`site:${siteId}`, work.before?.version ?? null, work.patch);
		this.isSending = true;
		const answer = await this.#outbox.send(change, { title: work.title, act: actName(work.patch), task: work.task });
		this.isSending = false;
		this.#hear(answer, work, change.changeId);
		return answer;
	}

	/** Decides the conflict: mine is sent once more on the version that stands now, theirs drops mine. */
	async settle(choice: 'mine' | 'theirs'): Promise<SendAnswer | null> {
		const conflict = this.conflict;
		this.conflict = null;
		if (!conflict) return null;
		if (choice === 'theirs' || !conflict.current) {
			await this.#outbox.door.discard(conflict.changeId);
			this.#onchanged(null);
			return null;
		}
		const { work, current } = conflict;
		const before = work.before && { ...work.before, ...toBefore(current) };
		const id = makeId();
		this.isSending = true;
		const answer = await this.#outbox.door.sendAgain(conflict.changeId, current.version, id);
		this.isSending = false;
		if (answer) this.#hear(answer, { ...work, before }, id);
		return answer;
	}

	#hear(answer: SendAnswer, work: SiteWork, changeId: string): void {
		const act = actName(work.patch);
		if (answer.status === 'applied') {
			const undo = work.canUndo && answer.site ? undoOf(work.patch, work.before, answer.site, m.site_undo_reason()) : null;
			this.#toasts.show(m.site_done({ act, receipt: shortReceipt(answer.receipt) }), {
				action: undo ? { label: m.undo(), run: () => void this.#takeBack(undo, work) } : undefined
			});
			this.#onchanged(work.patch);
		} else if (answer.status === 'unsent') this.#toasts.show(m.site_kept({ act }));
		else if (answer.status === 'conflict') this.conflict = { work, changeId, current: answer.site ?? null };
	}

	async #takeBack({ target, baseVersion, patch }: NonNullable<ReturnType<typeof undoOf>>, work: SiteWork): Promise<void> {
		const change = createChange(target, baseVersion, patch);
		const act = m.site_undo_of({ act: actName(work.patch) });
		const answer = await this.#outbox.send(change, { title: work.title, act, task: work.task });
		if (answer.status === 'applied') this.#toasts.show(m.site_done({ act, receipt: shortReceipt(answer.receipt) }));
		else if (answer.status === 'unsent') this.#toasts.show(m.site_kept({ act }));
		else {
			// Somebody else went on from there: what they did stays.
			if (answer.status === 'conflict') await this.#outbox.door.discard(change.changeId);
			this.#toasts.show(m.site_undo_late(), { tone: 'bad' });
		}
		this.#onchanged(answer.status === 'applied' ? patch : null);
	}
}

function toBefore({ version, title, areaCode, geometry, attributes }: SiteBrief): Omit<SiteBefore, 'id'> {
	return { version, title, area: areaCode, geometry, attributes };
}

/** "调整位置": what a change of a site is called. */
export function actName({ action }: SitePatch): string {
	const names: Record<SitePatch['action'], () => string> = {
		create: m.site_act_create,
		reshape: m.site_act_reshape,
		edit: m.site_act_edit,
		reassign: m.site_act_reassign,
		remove: m.site_act_remove,
		restore: m.site_act_restore
	};
	return names[action]();
}
