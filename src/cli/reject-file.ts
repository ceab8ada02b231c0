import { closeSync, openSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { RowIssue } from '#lib/ledger/draft.ts';
import type { Layout, SourceRecord } from '#lib/ledger/records.ts';
import { RejectWriter } from '#lib/ledger/rejects.ts';
import { fromCaller } from './folder.ts';

/** The rows that were left out, beside the file they come from; where that folder takes nothing, where the person stands. */
export class RejectFile {
	/** Null while no row was left out. */
	path: string | null = null;
	readonly #beside: string;
	readonly #name: string;
	readonly #writer: RejectWriter;
	#handle: number | null = null;

	constructor(file: string, layout: Layout, explain: (issue: RowIssue) => string) {
		this.#beside = dirname(file);
		this.#name = RejectWriter.nameFor(basename(file), layout);
		this.#writer = new RejectWriter(layout, explain);
	}

	add(record: SourceRecord, issues: RowIssue[]): void {
		this.#handle ??= this.#open();
		writeSync(this.#handle, this.#writer.row(record, issues));
	}

	close(): void {
		if (this.#handle === null) return;
		writeSync(this.#handle, this.#writer.end());
		closeSync(this.#handle);
		this.#handle = null;
	}

	#open(): number {
		this.path = join(this.#beside, this.#name);
		try {
			return openSync(this.path, 'w');
		} catch (error) {
			if (!['EACCES', 'EROFS', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
			this.path = fromCaller(this.#name);
			return openSync(this.path, 'w');
		}
	}
}
