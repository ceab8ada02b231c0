import { statfsSync } from 'node:fs';
import { log } from './log.ts';
import type { Sql } from './sql.ts';

/** Room for three segments of the log: with less, PostgreSQL may stop in the middle of a write. */
export const RESERVE_BYTES = Number(process.env.ZHANTU_DISK_RESERVE_MB ?? 64) * 1024 * 1024;
const LOOK_EVERY_MS = 500;

export interface Disk {
	freeBytes: number;
	totalBytes: number;
}

/** The disk under a folder, as an ordinary user may use it. */
export function readDisk(folder: string): Disk {
	const { bavail, blocks, bsize } = statfsSync(folder);
	return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

/**
 * Says when the disk has no room for changes: they are refused (507) while reading goes on, because a
 * database that runs into a full disk ends in the middle of what it does, and again whenever it starts.
 */
export class DiskGuard {
	readonly #folder: string;
	readonly #read: (folder: string) => Disk;
	#lookedAt = -Infinity;
	#isFull = false;

	constructor(folder: string, read: (folder: string) => Disk = readDisk) {
		this.#folder = folder;
		this.#read = read;
	}

	isFull(now = performance.now()): boolean {
		if (now - this.#lookedAt < LOOK_EVERY_MS) return this.#isFull;
		this.#lookedAt = now;
		const { freeBytes } = this.#read(this.#folder);
		const isFull = freeBytes < RESERVE_BYTES;
		if (isFull !== this.#isFull)
			log(isFull ? 'error' : 'info', isFull ? 'disk_full' : 'disk_free', { freeMB: Math.round(freeBytes / 2 ** 20) });
		this.#isFull = isFull;
		return isFull;
	}
}

/** Functions of the API that change nothing, though they are called by POST. */
export async function readingFunctions(sql: Pick<Sql, 'query'>): Promise<ReadonlySet<string>> {
	const rows = await sql.query<{ name: string }>(
		"select p.proname as name from pg_proc p where p.pronamespace = 'public'::regnamespace and p.provolatile <> 'v'"
	);
	return new Set(rows.map(({ name }) => name));
}

/**
 * Whether a request of the API needs room on the disk. Signing in does too, but little, and whoever makes
 * room must be able to; so does whatever removes something.
 */
export function mayChange(method: string, path: string, readers: ReadonlySet<string>): boolean {
	if (method === 'GET' || method === 'HEAD' || method === 'DELETE' || path.startsWith('/auth/')) return false;
	if (path.startsWith('/storage/v1/object/list/')) return false;
	const called = /^\/rest\/v1\/rpc\/(.+)$/.exec(path)?.[1];
	return called === undefined || !readers.has(called);
}
