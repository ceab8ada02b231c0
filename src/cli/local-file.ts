import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { LedgerFile } from '#lib/ledger/file.ts';
import { fromCaller } from './folder.ts';
import { UsageError } from './report.ts';

/** A file on this machine as the ledger reads it. */
export function localFile(path: string): LedgerFile & { path: string } {
	const at = fromCaller(path);
	const found = statSync(at, { throwIfNoEntry: false });
	if (!found?.isFile()) throw new UsageError(`There is no file ${at}.`);
	return {
		path: at,
		name: basename(at),
		size: found.size,
		open: () => Readable.toWeb(createReadStream(at, { highWaterMark: 1 << 18 })) as ReadableStream<Uint8Array<ArrayBuffer>>
	};
}
