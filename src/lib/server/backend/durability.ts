import { execFileSync } from 'node:child_process';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a file so that after a power cut it is the old one or the new one, whole; a full disk leaves the old one. */
export function writeDurably(file: string, content: string | Uint8Array, mode = 0o644): void {
	const temporary = `${file}.${process.pid}.part`;
	try {
		const handle = openSync(temporary, 'w', mode);
		try {
			// Not writeSync: that may write a part and say so by its answer only.
			writeFileSync(handle, content);
			fsyncSync(handle);
		} finally {
			closeSync(handle);
		}
		renameSync(temporary, file);
	} catch (error) {
		rmSync(temporary, { force: true });
		throw error;
	}
	syncFolder(dirname(file));
}

/** Makes a folder and what it lies in, so that a power cut does not take away the way to a file in it. */
export function makeFolderDurably(folder: string, mode = 0o700): void {
	const first = mkdirSync(folder, { recursive: true, mode });
	if (!first) return;
	const above = dirname(first);
	for (let made = dirname(folder); made.length >= above.length; made = dirname(made)) {
		syncFolder(made);
		if (made === above) return;
	}
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
