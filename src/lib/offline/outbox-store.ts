import { openDB, type DBSchema } from 'idb';
import type { OutboxItem } from './outbox-item.ts';

/** Where items wait. One store a person: whoever else signs in on the device opens another. */
export interface OutboxStore {
	/** False when items live only as long as the page: the browser keeps nothing (private windows). */
	readonly isDurable: boolean;
	/** Keeps new items in their order, all or none. Rejects when the device is full. */
	add(items: readonly NewItem[]): Promise<void>;
	/** Puts a new item in the place of one, also for whatever needs that one, in one go. */
	replace(id: string, item: NewItem): Promise<void>;
	/** Reads and writes in one go. Nothing happens to an item that is gone: removed by another tab, it stays removed. */
	update(id: string, change: (item: OutboxItem) => OutboxItem): Promise<void>;
	get(id: string): Promise<OutboxItem | null>;
	/** In the order in which they were made. */
	all(): Promise<OutboxItem[]>;
	remove(id: string): Promise<void>;
	close(): void;
}

/** An item before it has its place in the order. */
export type NewItem = Omit<OutboxItem, 'seq'>;

interface Schema extends DBSchema {
	items: { key: number; value: NewItem & { seq?: number }; indexes: { id: string } };
}

const VERSION = 1;

/** The person's store in IndexedDB, or in memory where the browser refuses to open one. */
export async function openOutboxStore(personId: string): Promise<OutboxStore> {
	try {
		return await openIndexedDb(`zhantu-outbox:${personId}`);
	} catch {
		return memoryStore();
	}
}

async function openIndexedDb(name: string): Promise<OutboxStore> {
	const db = await openDB<Schema>(name, VERSION, {
		upgrade(opened) {
			const items = opened.createObjectStore('items', { keyPath: 'seq', autoIncrement: true });
			items.createIndex('id', 'id', { unique: true });
		},
		// Another tab has a newer version of the application: let it upgrade.
		blocking: (_old, _new, event) => (event.target as IDBDatabase).close()
	});
	const write = async (work: (items: ReturnType<typeof begin>['store']) => Promise<unknown>): Promise<void> => {
		const transaction = begin();
		const done = transaction.done.catch((error: unknown) => ({ error }));
		try {
			await work(transaction.store);
		} catch (error) {
			abort(transaction);
			await done;
			throw error;
		}
		const outcome = await done;
		if (outcome) throw outcome.error;
	};
	// strict: on disk before it is said to be kept, so that a killed browser loses nothing shown as kept.
	const begin = () => db.transaction('items', 'readwrite', { durability: 'strict' });
	return {
		isDurable: true,
		add: (added) =>
			write(async (items) => {
				for (const item of added) await items.add({ ...item });
			}),
		replace: (id, item) =>
			write(async (items) => {
				await items.add({ ...item });
				for (const other of await items.getAll()) if (other.needs === id) await items.put({ ...other, needs: item.id });
				const key = await items.index('id').getKey(id);
				if (key !== undefined) await items.delete(key);
			}),
		update: (id, change) =>
			write(async (items) => {
				const item = await items.index('id').get(id);
				if (item) await items.put(change(item as OutboxItem));
			}),
		get: async (id) => ((await db.getFromIndex('items', 'id', id)) as OutboxItem | undefined) ?? null,
		all: async () => (await db.getAll('items')) as OutboxItem[],
		remove: (id) =>
			write(async (items) => {
				const key = await items.index('id').getKey(id);
				if (key !== undefined) await items.delete(key);
			}),
		close: () => db.close()
	};
}

/** What failed halfway leaves nothing behind; a transaction that failed by itself is over already. */
function abort(transaction: { abort: () => void }): void {
	try {
		transaction.abort();
	} catch {
		// Over.
	}
}

export function memoryStore(): OutboxStore {
	const items = new Map<string, OutboxItem>();
	let last = 0;
	return {
		isDurable: false,
		async add(added) {
			if (added.some((item) => items.has(item.id))) throw new Error('already kept');
			for (const item of added) items.set(item.id, { ...item, seq: ++last });
		},
		async replace(id, item) {
			items.set(item.id, { ...item, seq: ++last });
			for (const other of items.values()) if (other.needs === id) items.set(other.id, { ...other, needs: item.id });
			items.delete(id);
		},
		async update(id, change) {
			const item = items.get(id);
			if (item) items.set(id, change(item));
		},
		get: async (id) => items.get(id) ?? null,
		all: async () => [...items.values()].sort((a, b) => a.seq - b.seq),
		async remove(id) {
			items.delete(id);
		},
		close() {}
	};
}
