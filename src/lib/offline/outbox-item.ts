import type { Change, ChangeAnswer, Unsent } from '#lib/domain/change.ts';
import type { Phase } from '#lib/domain/task.ts';

/** What a card says about an item: the words of the moment when the person did it. */
export interface About {
	/** The case: "5号楼西侧彩钢棚". */
	title: string;
	/** The act: "提交核查". */
	act: string;
	/** The task it belongs to, so that its page can count what is still here. */
	task?: string;
}

/** A picture that travels before its `attach` change. The blob goes when the server has the file. */
export interface Upload {
	task: string;
	evidence: string;
	phase: Phase;
	blob: Blob | null;
	/** SHA-256 (hex) of the blob when it was taken: what was stored broken is not sent. */
	sha256: string | null;
}

/** queued: still here. done: the server has it. conflict and refused wait for a decision. */
export type ItemState = 'queued' | 'done' | 'conflict' | 'refused';

/** Why a queued item has not gone yet. */
export type Delay = NonNullable<Unsent['delay']>;

export interface OutboxItem {
	/** Change id, made on this device; the server applies it once however often it arrives. */
	id: string;
	/** Order in which the person acted. */
	seq: number;
	change: Change;
	about: About;
	upload: Upload | null;
	/** Change id of an item that must have been applied first (the case that a picture belongs to). */
	needs: string | null;
	state: ItemState;
	madeAt: string;
	attempts: number;
	/** Milliseconds of the epoch before which it is not tried again. */
	notBefore: number;
	delay: Delay | null;
	answer: ChangeAnswer | null;
	/** When it was answered. */
	settledAt: string | null;
}

/** What one attempt came to. `all`: whatever stopped it would stop every other item too. */
export type Outcome = { kind: 'answered'; answer: ChangeAnswer } | { kind: 'later'; delay: Delay; all: boolean; afterMs?: number };

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 5 * 60_000;

/** Doubling waits with a fifth of jitter, so that a hundred phones do not come back in one second. */
export function backoffMs(attempts: number, random: number): number {
	const wait = Math.min(FIRST_WAIT_MS * 2 ** Math.min(attempts, 12), LONGEST_WAIT_MS);
	return Math.round(wait * (0.8 + 0.4 * random));
}

/** The item after an attempt. */
export function afterAttempt(item: OutboxItem, outcome: Outcome, nowMs: number, random: number): OutboxItem {
	if (outcome.kind === 'later') {
		const waitMs = Math.max(outcome.afterMs ?? 0, backoffMs(item.attempts, random));
		return { ...item, attempts: item.attempts + 1, delay: outcome.delay, notBefore: nowMs + waitMs };
	}
	const { answer } = outcome;
	return {
		...item,
		attempts: item.attempts + 1,
		state: answer.status === 'applied' ? 'done' : answer.status,
		answer,
		delay: null,
		settledAt: new Date(nowMs).toISOString(),
		// Kept while refused or in conflict: the person may want to send it again.
		upload: item.upload && answer.status === 'applied' ? { ...item.upload, blob: null } : item.upload
	};
}

/**
 * Items of one case go in the order in which they were made; an item that waits for its next try holds
 * back only its own case. What was refused or is in conflict holds back nothing but what needs it.
 */
function firstOfEachCase(items: readonly OutboxItem[]): OutboxItem[] {
	const seen = new Set<string>();
	const unfinished = new Set(items.filter((item) => item.state !== 'done').map((item) => item.id));
	return items.filter((item) => {
		const group = groupOf(item.change);
		if (item.state !== 'queued' || seen.has(group)) return false;
		seen.add(group);
		return !(item.needs && unfinished.has(item.needs));
	});
}

/**
 * What a queued item waits for: the one that it needs, else an earlier one of its case that is still
 * queued. Null when only the network or time holds it back. `items` in the order in which they were made.
 */
export function waitsFor(items: readonly OutboxItem[], item: OutboxItem): OutboxItem | null {
	const needed = items.find((one) => one.id === item.needs && one.state !== 'done');
	if (needed) return needed;
	const group = groupOf(item.change);
	return items.find((one) => one.seq < item.seq && one.state === 'queued' && groupOf(one.change) === group) ?? null;
}

/** Ids of what cannot go without the item: what needs it, and what needs that. */
export function dependentsOf(items: readonly OutboxItem[], id: string): string[] {
	const direct = items.filter((one) => one.needs === id && one.state !== 'done').map((one) => one.id);
	return direct.flatMap((one) => [one, ...dependentsOf(items, one)]);
}

/** The item that may go now; null when everything waits. `items` in the order in which they were made. */
export function nextToSend(items: readonly OutboxItem[], nowMs: number): OutboxItem | null {
	return firstOfEachCase(items).find((item) => item.notBefore <= nowMs) ?? null;
}

/** When the next item may be tried; null when none waits for time. */
export function nextTryAt(items: readonly OutboxItem[]): number | null {
	const times = firstOfEachCase(items).map((item) => item.notBefore);
	return times.length ? Math.min(...times) : null;
}

/** What must keep its order: changes of one case, and the site that is created together with it. */
export function groupOf(change: Change): string {
	const task = change.patch.task as { id?: unknown } | undefined;
	return typeof task?.id === 'string' ? `task:${task.id}` : change.target;
}

const KEPT_MS = 7 * 86_400_000;

/** Receipts older than a week; everything else stays until somebody decides. */
export function isOutdated(item: OutboxItem, nowMs: number): boolean {
	return item.state === 'done' && item.settledAt !== null && nowMs - Date.parse(item.settledAt) > KEPT_MS;
}
