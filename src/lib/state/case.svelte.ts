import type { SendAnswer } from '#lib/domain/change.ts';
import { shortReceipt } from '#lib/domain/change.ts';
import { paths } from '#lib/domain/paths.ts';
import type { AppError } from '#lib/domain/result.ts';
import type { CaseRow, Phase, TaskDetail } from '#lib/domain/task.ts';
import { label, type Transition } from '#lib/domain/template.ts';
import { createChange, makeId } from '#lib/offline/door.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { mayReplace } from './as-of.ts';
import type { Outbox } from './outbox.svelte.ts';
import type { Toasts } from './toasts.svelte.ts';

/** One case on the desk: read, moved on, read again. For a panel beside the map and for the phone's page. */
export class CaseDesk {
	detail = $state.raw<TaskDetail | null>(null);
	isLoading = $state.raw(false);
	problem = $state.raw<AppError | null>(null);
	/** What of this case is still on the device; its move, if there is one, comes before any other. */
	readonly unsent = $derived.by(() => {
		const items = this.detail ? this.#outbox.unsentOf(this.detail.task.id) : [];
		return {
			count: items.length,
			hasMove: items.some((item) => item.change.patch.action !== 'attach'),
			phases: items.flatMap((item): Phase[] => (item.upload ? [item.upload.phase] : []))
		};
	});
	readonly #outbox: Outbox;
	readonly #toasts: Toasts;
	#conflict: { id: string; name: string } | null = null;
	#asked: string | null = null;

	constructor(outbox: Outbox, toasts: Toasts) {
		this.#outbox = outbox;
		this.#toasts = toasts;
	}

	/** Puts a case on the desk that was read elsewhere (by the server, for the first paint). */
	take(detail: TaskDetail): void {
		this.#asked = detail.task.id;
		this.detail = detail;
		this.problem = null;
	}

	/** Reads a case; what was asked for last wins. */
	async open(task: string): Promise<void> {
		this.#asked = task;
		if (this.detail?.task.id !== task) this.detail = null;
		this.isLoading = true;
		const read = await readTask(task);
		if (this.#asked !== task) return;
		this.isLoading = false;
		if ('code' in read) this.problem = read;
		else if (mayReplace(this.detail, read)) this.take(read);
	}

	/** Reads the case again. */
	async refresh(): Promise<void> {
		const task = this.#asked;
		if (!task) return;
		const read = await readTask(task);
		if (this.#asked !== task || 'code' in read) return;
		if (mayReplace(this.detail, read)) this.detail = read;
	}

	close(): void {
		this.#asked = null;
		this.detail = null;
		this.problem = null;
	}

	/** Sends a move through the door and reads the case again. Success and delay are said in a toast. */
	async move(move: Transition, patch: { action: string } & Record<string, unknown>): Promise<SendAnswer> {
		const task = this.detail?.task;
		if (!task) return { status: 'refused', code: 'unknown_target' };
		const name = label(move.name, getLocale());
		const change = createChange(`task:${task.id}`, task.version, patch);
		const answer = await this.#outbox.send(change, { title: task.title, act: name, task: task.id });
		if (answer.status === 'conflict') this.#conflict = { id: change.changeId, name };
		await this.#hear(answer, name);
		return answer;
	}

	/** Decides the last conflict: mine is sent once more on the version read since, theirs drops mine. */
	async settle(choice: 'mine' | 'theirs'): Promise<SendAnswer | null> {
		const conflict = this.#conflict;
		this.#conflict = null;
		if (!conflict) return null;
		if (choice === 'theirs') {
			await this.#outbox.door.discard(conflict.id);
			await this.refresh();
			return null;
		}
		const again = { id: makeId(), name: conflict.name };
		const answer = await this.#outbox.door.sendAgain(conflict.id, this.detail?.task.version, again.id);
		if (answer?.status === 'conflict') this.#conflict = again;
		if (answer) await this.#hear(answer, again.name);
		return answer;
	}

	/** Cases in the campaign that could be the original of this one. */
	async findCases(text: string): Promise<CaseRow[]> {
		const task = this.detail?.task;
		if (!task) return [];
		const community = task.area.slice(0, 12);
		const answered = await fetch(paths.apiTasks(task.campaign, community, { text })).catch(() => null);
		return answered?.ok ? ((await answered.json()) as { rows: CaseRow[] }).rows : [];
	}

	async #hear(answer: SendAnswer, name: string): Promise<void> {
		if (answer.status === 'applied') this.#toasts.show(m.case_move_done({ move: name, receipt: shortReceipt(answer.receipt) }));
		if (answer.status === 'unsent') this.#toasts.show(m.case_move_kept({ move: name }));
		// Refused or in conflict as well: the page showed something that is no longer so.
		await this.refresh();
	}
}

/** A case as the server has it now; `unreachable` without a network. */
export async function readTask(task: string): Promise<TaskDetail | AppError> {
	try {
		const answered = await fetch(paths.apiTask(task));
		const body = (await answered.json()) as TaskDetail | AppError;
		return answered.ok ? body : { code: (body as AppError).code };
	} catch {
		return { code: 'unreachable' };
	}
}
