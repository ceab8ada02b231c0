import type { Change, ChangeAnswer } from '#lib/domain/change.ts';
import { Door, type DoorPorts } from '#lib/offline/door.ts';
import { openOutboxStore } from '#lib/offline/outbox-store.ts';
import { httpWire } from '#lib/offline/wire.ts';

/** What happens to one request on its way. */
export type Fate = 'through' | 'lost_before' | 'lost_after' | 'busy' | 'broken';

/** A ledger that applies each change once, behind a network with a fate for every request. */
export class ModelServer {
	readonly applied: Change[] = [];
	readonly pictures = new Set<string>();
	readonly #answers = new Map<string, { words: string; answer: ChangeAnswer }>();
	readonly #versions = new Map<string, number>();
	fates: Fate[] = [];
	requests = 0;

	readonly fetch: typeof fetch = async (input, init) => {
		this.requests++;
		const fate = this.fates.shift() ?? 'through';
		// A turn of the event loop, so that other tabs and later calls come in between.
		await new Promise((resolve) => setImmediate(resolve));
		if (fate === 'lost_before') throw new TypeError('Failed to fetch');
		if (fate === 'busy') return Response.json({ code: 'busy' }, { status: 503 });
		if (fate === 'broken') return new Response('<html>', { status: 502 });
		const body = this.#serve(String(input), init);
		await new Promise((resolve) => setImmediate(resolve));
		if (fate === 'lost_after') throw new TypeError('Failed to fetch');
		return Response.json(body);
	};

	#serve(url: string, init: RequestInit | undefined): unknown {
		if (url.startsWith('/api/evidence/')) {
			this.pictures.add(url.split('/')[4]?.split('?')[0] ?? '');
			return { sha256: 'f'.repeat(64), bytes: 3, width: 1, height: 1 };
		}
		const change = JSON.parse(String(init?.body)) as Change;
		const words = JSON.stringify([change.target, change.baseVersion, change.patch]);
		const known = this.#answers.get(change.changeId);
		if (known) return known.words === words ? { ...known.answer, repeated: true } : { status: 'refused', code: 'change_id_reused' };
		if (change.patch.action === 'refuse_me') return { status: 'refused', code: 'not_allowed' };
		if (change.patch.action === 'attach' && !this.pictures.has(change.patch.evidence_id as string)) {
			return { status: 'refused', code: 'picture_missing' };
		}
		const version = this.#versions.get(change.target) ?? 1;
		if (change.baseVersion !== null && change.baseVersion !== version) {
			return { status: 'conflict', base: change.baseVersion, task: { version } };
		}
		this.#versions.set(change.target, version + (change.baseVersion === null ? 0 : 1));
		this.applied.push(change);
		const answer: ChangeAnswer = { status: 'applied', receipt: change.changeId.replaceAll('-', '') };
		this.#answers.set(change.changeId, { words, answer });
		return answer;
	}
}

/** Locks, channel and timers of one device that any number of tabs share. Waits take no time. */
export function aDevice(
	server: ModelServer,
	options: { hasLocks?: boolean } = {}
): { openTab: (personId: string) => Door; tick: () => Promise<void> } {
	const tails = new Map<string, Promise<void>>();
	const channels = new Map<string, Set<() => void>>();
	let pending: { at: number; run: () => void }[] = [];
	let nowMs = Date.parse('2026-11-24T01:00:00Z');
	const ports: DoorPorts = {
		openStore: openOutboxStore,
		wire: httpWire(server.fetch),
		nowMs: () => nowMs,
		random: () => 0.5,
		exclusively: (name, work) => {
			if (options.hasLocks === false) return work();
			const mine = (tails.get(name) ?? Promise.resolve()).then(work);
			tails.set(
				name,
				mine.catch(() => {})
			);
			return mine;
		},
		after: (waitMs, run) => {
			const timer = { at: nowMs + waitMs, run };
			pending.push(timer);
			return () => void (pending = pending.filter((one) => one !== timer));
		},
		tellOthers: (name) => {
			const listeners = channels.get(name) ?? new Set();
			channels.set(name, listeners);
			let mine: (() => void) | null = null;
			return {
				tell: () => listeners.forEach((listener) => listener !== mine && queueMicrotask(listener)),
				hear: (listener) => {
					mine = listener;
					listeners.add(listener);
					return () => listeners.delete(listener);
				}
			};
		}
	};
	return {
		openTab: (personId) => new Door(personId, ports),
		/** Jumps to the next timer and runs it. */
		async tick() {
			const next = pending.sort((a, b) => a.at - b.at).shift();
			if (!next) return;
			nowMs = Math.max(nowMs, next.at);
			next.run();
			for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
		}
	};
}

/** Runs the device's timers for a while. */
export async function untilIdle(door: Door, device: { tick: () => Promise<void> }): Promise<void> {
	await door.flush();
	for (let round = 0; round < 20; round++) await device.tick();
	await door.flush();
}

/** Runs the device's timers until nothing waits to be sent. */
export async function untilEmpty(door: Door, device: { tick: () => Promise<void> }): Promise<void> {
	for (let round = 0; round < 400; round++) {
		await door.flush();
		if ((await door.list()).every((item) => item.state !== 'queued')) return;
		await device.tick();
	}
	throw new Error('the queue did not drain');
}
