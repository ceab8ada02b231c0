import { openDB, type DBSchema } from 'idb';
import type { OutboxItem } from './outbox-item.ts';

/** Where items wait. One store a person: whoever else signs in on the device opens another. */
export interface OutboxStore {
	/** False when items live only as long as the page: the browser keeps nothing (private windows). */
	readonly isDurable: boolean;
	/** Keeps a new item and answers it with its place in the order. Rejects when the device is full. */
	add(item: Omit<OutboxItem, 'seq'>): Promise<OutboxItem>;
	/** Reads and writes in one go. Nothing happens to an item that is gone: removed by another tab, it stays removed. */
	update(id: string, change: (item: OutboxItem) => OutboxItem): Promise<void>;
	get(id: string): Promise<OutboxItem | null>;
	/** In the order in which they were made. */
	all(): Promise<OutboxItem[]>;
	remove(id: string): Promise<void>;
	close(): void;
}

interface Schema extends DBSchema {
	items: { key: number; value: Omit<OutboxItem, 'seq'> & { seq?: number }; indexes: { id: string } };
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
		await work(transaction.store);
		await transaction.done;
	};
	// strict: on disk before it is said to be kept, so that a killed browser loses nothing shown as kept.
	const begin = () => db.transaction('items', 'readwrite', { durability: 'strict' });
	return {
		isDurable: true,
		async add(item) {
			let seq = 0;
			await write(async (items) => {
				seq = await items.add({ ...item });
			});
			return { ...item, seq };
		},
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

export function memoryStore(): OutboxStore {
	const items = new Map<string, OutboxItem>();
	let last = 0;
	return {
		isDurable: false,
		async add(item) {
			if (items.has(item.id)) throw new Error('already kept');
			const kept = { ...item, seq: ++last };
			items.set(item.id, kept);
			return kept;
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
