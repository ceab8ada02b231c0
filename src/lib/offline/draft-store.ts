import { openDB, type DBSchema } from 'idb';
import type { ReportDraft } from '#lib/domain/report.ts';
import type { DraftPicture } from './report.ts';

/** Where a report waits while it is being written. One store a person, as with the outbox. */
export interface DraftStore {
	read(): Promise<{ draft: ReportDraft; pictures: DraftPicture[] } | null>;
	write(draft: ReportDraft): Promise<void>;
	/** Rejects when the device is full. */
	addPicture(picture: DraftPicture): Promise<void>;
	removePicture(evidence: string): Promise<void>;
	clear(): Promise<void>;
	close(): void;
}

interface Schema extends DBSchema {
	drafts: { key: string; value: ReportDraft };
	/** Apart from the draft, so that a letter typed does not write the pictures anew. */
	pictures: { key: string; value: DraftPicture & { seq: number } };
}

const VERSION = 1;
const KEY = 'report';

/** Null where the browser opens no database: then a draft lives as long as its page. */
export async function openDraftStore(personId: string): Promise<DraftStore | null> {
	try {
		const db = await openDB<Schema>(`zhantu-draft:${personId}`, VERSION, {
			upgrade(opened) {
				opened.createObjectStore('drafts');
				opened.createObjectStore('pictures', { keyPath: 'evidence' });
			},
			blocking: (_old, _new, event) => (event.target as IDBDatabase).close()
		});
		return {
			async read() {
				const draft = await db.get('drafts', KEY);
				if (!draft) return null;
				const pictures = await db.getAll('pictures');
				return { draft, pictures: pictures.sort((a, b) => a.seq - b.seq).map(({ seq: _, ...picture }) => picture) };
			},
			async write(draft) {
				// A copy as plain JSON: a form's value may be a proxy, which IndexedDB cannot keep.
				await db.put('drafts', JSON.parse(JSON.stringify(draft)) as ReportDraft, KEY);
			},
			async addPicture(picture) {
				const transaction = db.transaction('pictures', 'readwrite', { durability: 'strict' });
				const last = Math.max(0, ...(await transaction.store.getAll()).map(({ seq }) => seq));
				await Promise.all([transaction.store.put({ ...picture, seq: last + 1 }), transaction.done]);
			},
			removePicture: (evidence) => db.delete('pictures', evidence),
			async clear() {
				const transaction = db.transaction(['drafts', 'pictures'], 'readwrite');
				await Promise.all([transaction.objectStore('drafts').clear(), transaction.objectStore('pictures').clear(), transaction.done]);
			},
			close: () => db.close()
		};
	} catch {
		return null;
	}
}
