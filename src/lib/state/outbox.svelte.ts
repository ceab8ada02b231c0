import { getContext, setContext } from 'svelte';
import type { Change, SendAnswer } from '#lib/domain/change.ts';
import { openDoor } from '#lib/offline/browser-door.ts';
import type { About, Delay, Door, Entry, OutboxItem } from '#lib/offline/door.ts';

const KEY = Symbol('outbox');

/**
 * What of the person's work is still on this device. Made in a layout with the signed-in person and
 * handed down by context; every write of a page goes through it.
 */
export class Outbox {
	readonly personId: string;
	/** In the order in which the person acted. */
	items = $state.raw<OutboxItem[]>([]);
	/** False until the device has been read: an empty list means nothing before that. */
	isRead = $state.raw(false);
	/** Id of the item that is on its way from this tab. */
	sending = $state.raw<string | null>(null);
	/** False when the browser keeps nothing beyond the page. */
	isDurable = $state.raw(true);
	readonly unsent = $derived(this.items.filter((item) => item.state === 'queued'));
	/** Conflicts and refusals: cards that wait for a decision. */
	readonly undecided = $derived(this.items.filter((item) => item.state === 'conflict' || item.state === 'refused'));
	/** What keeps the queue from emptying, when something does. */
	readonly delay = $derived<Delay | null>(this.unsent.find((item) => item.delay)?.delay ?? null);
	#door: Door | null = null;

	constructor(personId: string) {
		this.personId = personId;
	}

	/** Reads the queue and follows it; returns its undo. Call it in an effect of the layout. */
	run(): () => void {
		const door = this.door;
		const read = async (): Promise<void> => {
			this.sending = door.sending;
			this.items = await door.list();
			this.isRead = true;
		};
		void read();
		void door.isDurable().then((isDurable) => (this.isDurable = isDurable));
		return door.subscribe(() => void read());
	}

	/** Browser only. */
	get door(): Door {
		return (this.#door ??= openDoor(this.personId));
	}

	send(change: Change, about?: About): Promise<SendAnswer> {
		return this.door.send(change, about);
	}

	keep(...entries: Entry[]): Promise<boolean> {
		return this.door.keep(...entries);
	}

	/** What of a case has not gone yet. */
	unsentOf(task: string): OutboxItem[] {
		return this.unsent.filter((item) => item.about.task === task || item.change.target === `task:${task}`);
	}
}

export function setOutbox(outbox: Outbox): Outbox {
	return setContext(KEY, outbox);
}

export function getOutbox(): Outbox {
	return getContext<Outbox>(KEY);
}
