import type { Change, SendAnswer } from '#lib/domain/change.ts';
import {
	afterAttempt,
	dependentsOf,
	isOutdated,
	nextToSend,
	nextTryAt,
	type About,
	type Delay,
	type OutboxItem,
	type Upload
} from './outbox-item.ts';
import type { NewItem, OutboxStore } from './outbox-store.ts';
import { attempt, type Wire } from './wire.ts';

export type { About, Delay, OutboxItem, Upload };

/** A change in the person's name, with an id of its own and the device's time. */
export function createChange(
	target: Change['target'],
	baseVersion: number | null,
	patch: Change['patch'],
	device: { id?: string; at?: Date } = {}
): Change {
	const at = device.at ?? new Date();
	// A copy as plain JSON: forms hand over reactive proxies, which IndexedDB cannot keep.
	const words = JSON.parse(JSON.stringify({ device_at: at.toISOString(), ...patch })) as Change['patch'];
	return { changeId: device.id ?? makeId(), target, baseVersion, patch: words };
}

/** A random id (UUID v4), also where the page is not in a secure context and randomUUID is missing. */
export function makeId(): string {
	if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
	bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
	const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** What is handed to the door. */
export interface Entry {
	change: Change;
	about: About;
	/** The picture that an `attach` change brings. */
	upload?: Upload;
	/** Change id of what must have been applied first. */
	needs?: string;
}

function newItem({ change, about, upload, needs }: Entry, nowMs: number): NewItem {
	return {
		id: change.changeId,
		change,
		about,
		upload: upload ?? null,
		needs: needs ?? null,
		state: 'queued',
		madeAt: new Date(nowMs).toISOString(),
		attempts: 0,
		notBefore: 0,
		delay: null,
		answer: null,
		settledAt: null
	};
}

/** A form does not wait longer than this; the change goes on by itself. */
const LONGEST_ANSWER_MS = 20_000;

/** The device as the door needs it; tests bring their own. */
export interface DoorPorts {
	openStore: (personId: string) => Promise<OutboxStore>;
	wire: Wire;
	nowMs: () => number;
	random: () => number;
	/** Runs `work` while no other tab does. */
	exclusively: (name: string, work: () => Promise<void>) => Promise<void>;
	/** Runs once after the wait; returns its undo. */
	after: (waitMs: number, run: () => void) => () => void;
	/** Tells other tabs that the queue changed, and hears it from them; `hear` returns its undo. */
	tellOthers: (name: string) => { tell: () => void; hear: (listener: () => void) => () => void };
}

/**
 * The one way out for every write of a person. A change is kept in IndexedDB before it is sent and
 * until the server has answered; it is sent again with the same id as often as it takes, by one tab
 * at a time. Online the queue empties at once; offline it waits, and `/outbox` shows it.
 */
export class Door {
	readonly personId: string;
	readonly #ports: DoorPorts;
	readonly #name: string;
	readonly #store: Promise<OutboxStore>;
	readonly #others: ReturnType<DoorPorts['tellOthers']>;
	readonly #listeners = new Set<() => void>();
	readonly #waiters = new Map<string, (answer: SendAnswer) => void>();
	readonly #deafen: () => void;
	#wake: (() => void) | null = null;
	#running: Promise<void> | null = null;
	#isWanted = false;
	#isClosed = false;
	/** Id of the item on the wire in this tab. */
	sending: string | null = null;

	constructor(personId: string, ports: DoorPorts) {
		this.personId = personId;
		this.#ports = ports;
		this.#name = `zhantu-outbox:${personId}`;
		this.#store = ports.openStore(personId);
		this.#others = ports.tellOthers(this.#name);
		this.#deafen = this.#others.hear(() => void this.#onOthers());
	}

	/**
	 * Keeps the change, sends it and answers what the server said; `unsent` when it has to wait. A
	 * refusal is the caller's to show and leaves the queue; a conflict stays until somebody decides.
	 */
	async send(change: Change, about: About = { title: '', act: change.patch.action }): Promise<SendAnswer> {
		return this.#whenAnswered(change.changeId, () => this.keep({ change, about }));
	}

	/**
	 * Keeps changes, each with a picture when it attaches one, all or none, and lets them go by
	 * themselves; what is kept already is not kept twice. False: the device is full.
	 */
	async keep(...entries: Entry[]): Promise<boolean> {
		const store = await this.#store;
		try {
			const known = new Set((await store.all()).map((item) => item.id));
			const fresh = entries.filter(({ change }) => !known.has(change.changeId));
			await store.add(fresh.map((entry) => newItem(entry, this.#ports.nowMs())));
		} catch {
			return false;
		}
		this.#changed();
		void this.flush();
		return true;
	}

	async list(): Promise<OutboxItem[]> {
		return (await this.#store).all();
	}

	/** Whether what is kept outlives the page. */
	async isDurable(): Promise<boolean> {
		return (await this.#store).isDurable;
	}

	subscribe(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Tries everything that waits for time now: the network is back, or somebody pressed 立即重试. */
	async hurry(): Promise<void> {
		const store = await this.#store;
		for (const { id, state } of await store.all()) {
			if (state === 'queued') await store.update(id, (item) => ({ ...item, notBefore: 0 }));
		}
		await this.flush();
	}

	/**
	 * Puts what was refused or is in conflict back into the queue as a new change, on the version given;
	 * what needed it needs the new one. False when there is no such item or no room.
	 */
	async renew(id: string, baseVersion?: number | null, newId = makeId()): Promise<boolean> {
		const store = await this.#store;
		const item = await store.get(id);
		if (!item || (item.state !== 'conflict' && item.state !== 'refused')) return false;
		const { about, upload, needs } = item;
		const change = { ...item.change, changeId: newId, baseVersion: baseVersion === undefined ? item.change.baseVersion : baseVersion };
		try {
			await store.replace(id, newItem({ change, about, upload: upload ?? undefined, needs: needs ?? undefined }, this.#ports.nowMs()));
		} catch {
			return false;
		}
		this.#changed();
		void this.flush();
		return true;
	}

	/** The same, and waits for the answer as {@link send} does. */
	async sendAgain(id: string, baseVersion?: number | null, newId = makeId()): Promise<SendAnswer> {
		return this.#whenAnswered(newId, () => this.renew(id, baseVersion, newId));
	}

	async #whenAnswered(id: string, keep: () => Promise<boolean>): Promise<SendAnswer> {
		const answered = new Promise<SendAnswer>((resolve) => this.#waiters.set(id, resolve));
		if (!(await keep())) {
			this.#waiters.delete(id);
			return { status: 'refused', code: 'not_kept' };
		}
		const giveUp = this.#ports.after(LONGEST_ANSWER_MS, () => this.#answer(id, { status: 'unsent', delay: null }));
		const answer = await answered;
		giveUp();
		// Unless something waits for it: then it stays as a card, and what waits with it.
		if (answer.status === 'refused' && dependentsOf(await this.list(), id).length === 0) await this.discard(id);
		return answer;
	}

	/** Gives an item up, and what needed it. */
	async discard(id: string): Promise<void> {
		const store = await this.#store;
		for (const dependent of dependentsOf(await store.all(), id)) await store.remove(dependent);
		await store.remove(id);
		this.#changed();
	}

	/** Sends what may go; one sender over all tabs, and a second call while it runs makes it look again. */
	flush(): Promise<void> {
		this.#isWanted = true;
		this.#running ??= this.#ports
			.exclusively(this.#name, async () => {
				while (this.#isWanted && !this.#isClosed) {
					this.#isWanted = false;
					await this.#drain();
				}
			})
			.catch((error: unknown) => {
				// The store was closed under it, with the page.
				if (!this.#isClosed) throw error;
			})
			.finally(() => {
				this.#running = null;
				if (this.#isWanted && !this.#isClosed) void this.flush();
			});
		return this.#running;
	}

	close(): void {
		this.#isClosed = true;
		this.#deafen();
		this.#wake?.();
		void this.#store.then((store) => store.close());
	}

	async #drain(): Promise<void> {
		const store = await this.#store;
		let items = await store.all();
		for (const item of items) if (isOutdated(item, this.#ports.nowMs())) await store.remove(item.id);
		for (let item = nextToSend(items, this.#ports.nowMs()); item; item = nextToSend(items, this.#ports.nowMs())) {
			if (this.#isClosed) return;
			const stopped = await this.#sendOne(store, item);
			items = await store.all();
			if (stopped) break;
		}
		const next = nextTryAt(items);
		if (next !== null) this.#wakeAt(next);
		// Another tab may have settled it; and what is still queued now has to wait.
		for (const item of items) this.#answer(item.id, item.answer ?? { status: 'unsent', delay: item.delay });
	}

	/** True when nothing else has a chance either. */
	async #sendOne(store: OutboxStore, item: OutboxItem): Promise<boolean> {
		this.sending = item.id;
		this.#changed();
		const tried = await attempt(this.#ports.wire, item, this.personId, (kept) => store.update(kept.id, () => kept));
		this.sending = null;
		if (this.#isClosed) return true;
		const settled = afterAttempt(tried.item, tried.outcome, this.#ports.nowMs(), this.#ports.random());
		await store.update(settled.id, () => settled);
		this.#changed();
		if (settled.answer) this.#answer(settled.id, settled.answer);
		return tried.outcome.kind === 'later' && tried.outcome.all;
	}

	#answer(id: string, answer: SendAnswer): void {
		this.#waiters.get(id)?.(answer);
		this.#waiters.delete(id);
	}

	#wakeAt(atMs: number): void {
		this.#wake?.();
		this.#wake = this.#ports.after(Math.max(atMs - this.#ports.nowMs(), 250), () => void this.flush());
	}

	async #onOthers(): Promise<void> {
		for (const listener of this.#listeners) listener();
		if (this.#waiters.size === 0 || this.#isClosed) return;
		for (const item of await (await this.#store).all()) if (item.answer) this.#answer(item.id, item.answer);
	}

	#changed(): void {
		for (const listener of this.#listeners) listener();
		this.#others.tell();
	}
}
