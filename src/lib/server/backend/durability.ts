import { execFileSync } from 'node:child_process';
import { closeSync, fdatasyncSync, fsyncSync, openSync, readdirSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes a file so that after a power cut it is the old one or the new one, whole. */
export function writeDurably(file: string, content: string | Uint8Array, mode = 0o644): void {
	const temporary = `${file}.${process.pid}.part`;
	const handle = openSync(temporary, 'w', mode);
	try {
		writeSync(handle, content as string);
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
	renameSync(temporary, file);
	syncFolder(dirname(file));
}

/** Makes renames and new files in a folder durable. */
export function syncFolder(folder: string): void {
	const handle = openSync(folder, 'r');
	try {
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
}

/** Flushes the file system that holds the folder (syncfs). */
export function syncFileSystem(folder: string): void {
	execFileSync('sync', ['-f', folder]);
}

/**
 * PGlite never calls fsync: a power cut would lose acknowledged rows. Its write-ahead log is flushed
 * here before a write is acknowledged, and the whole file system once after opening and after every
 * checkpoint, because a checkpoint lets old log go and relies on data pages being on disk.
 */
export class WalFlusher {
	readonly #root: string;
	readonly #wal: string;
	readonly #control: string;
	#controlSeen = 0;
	readonly #seen = new Map<string, number>();

	constructor(dataDir: string) {
		this.#root = dataDir;
		this.#wal = join(dataDir, 'pg_wal');
		this.#control = join(dataDir, 'global', 'pg_control');
	}

	/** After opening: whatever an earlier process left in the page cache goes to disk. */
	start(): void {
		syncFileSystem(this.#root);
		this.#controlSeen = statSync(this.#control).mtimeMs;
		for (const [file, changed] of this.#segments()) this.#seen.set(file, changed);
	}

	/** Before acknowledging a write. Does nothing when the log has not moved. */
	flush(): void {
		let isNew = false;
		for (const [file, changed] of this.#segments()) {
			if (this.#seen.get(file) === changed) continue;
			if (!this.#seen.has(file)) isNew = true;
			const handle = openSync(join(this.#wal, file), 'r+');
			try {
				fdatasyncSync(handle);
			} finally {
				closeSync(handle);
			}
			this.#seen.set(file, changed);
		}
		if (isNew) syncFolder(this.#wal);
		const control = statSync(this.#control).mtimeMs;
		if (control !== this.#controlSeen) {
			this.#controlSeen = control;
			syncFileSystem(this.#root);
		}
	}

	#segments(): [string, number][] {
		return readdirSync(this.#wal)
			.filter((file) => /^[0-9A-F]{24}$/.test(file))
			.map((file) => [file, statSync(join(this.#wal, file)).mtimeMs]);
	}
}
