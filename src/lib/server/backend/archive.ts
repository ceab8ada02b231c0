import { createHash } from 'node:crypto';
import { createReadStream, readdirSync } from 'node:fs';
import * as tar from 'tar';

/**
 * Writes everything in a folder into a tar. Pictures share files by hard links, and tar 7.5 waits for
 * itself when two links of one file stand in its queue at once, so it takes one entry at a time.
 */
export async function packFolder(folder: string, file: string, options: { gzipLevel?: number; leaveOut?: RegExp } = {}): Promise<void> {
	const { gzipLevel = 0, leaveOut } = options;
	await tar.create(
		{
			file,
			cwd: folder,
			portable: true,
			jobs: 1,
			...(gzipLevel ? { gzip: { level: gzipLevel } } : {}),
			...(leaveOut ? { filter: (path: string) => !leaveOut.test(path) } : {})
		},
		readdirSync(folder).sort()
	);
}

/** Unpacks a tar, or `only` some of it, into a folder; a damaged one throws. PGlite begins its names with a slash, which is dropped. */
export async function unpackInto(folder: string, file: string, only?: RegExp): Promise<void> {
	let problem: string | null = null;
	const onwarn = (code: string, message: string | Error): void => {
		if (code !== 'TAR_ENTRY_INFO') problem ??= String(message);
	};
	await tar.extract({ file, cwd: folder, onwarn, ...(only ? { filter: (path: string) => only.test(path) } : {}) });
	if (problem !== null) throw new Error(problem);
}

/** SHA-256 of a file, in hex. */
export async function hashFile(file: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
	return hash.digest('hex');
}
