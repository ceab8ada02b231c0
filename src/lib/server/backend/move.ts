import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { unpackInto } from './archive.ts';
import type { OpenedBackup } from './backup-file.ts';
import type { DataDir } from './data-dir.ts';
import type { Backend } from './backend.ts';
import { uploadPictures } from './moved-pictures.ts';
import { CannotMove, onServer, readRows, writeRows } from './rows.ts';
import { SnapshotFactsSchema, type SnapshotFacts } from './snapshot.ts';

/** Writes the rows of one moment into a folder, in the form that every backend reads. Throws {@link CannotMove}. */
export async function exportRows({ ask }: Backend, folder: string): Promise<SnapshotFacts> {
	if (ask) return v.parse(SnapshotFactsSchema, await ask('/inside/write-rows', { folder }));
	return onServer(addressOfSupabase(), (sql) => writeRows(sql, folder));
}

/** Fills an empty backend with what was exported elsewhere, pictures first. All of it or nothing. Throws {@link CannotMove}. */
export async function importRows({ ask, operator }: Backend, dir: DataDir, moved: OpenedBackup): Promise<void> {
	const folder = mkdtempSync(join(dir.root, 'rows-'));
	const { pictures } = moved;
	const { migration } = moved.facts;
	try {
		await unpackInto(folder, moved.database);
		if (ask) await ask('/inside/read-rows', { folder, migration, pictures });
		else {
			const putPictures = async (): Promise<void> => (pictures ? uploadPictures(pictures, operator()) : undefined);
			await onServer(addressOfSupabase(), (sql) => readRows(sql, { folder, migration, putPictures, withObjects: false }));
		}
	} catch (error) {
		throw (error as { code?: string }).code === 'cannot_move' ? new CannotMove((error as Error).message) : error;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** The API of Supabase moves no rows of accounts, so its database is spoken to. */
function addressOfSupabase(): string {
	const url = process.env.SUPABASE_DB_URL;
	if (!url)
		throw new CannotMove(
			'SUPABASE_DB_URL is missing: the address of the project\u2019s database (postgres://postgres:…@db.….supabase.co:5432/postgres).'
		);
	return url;
}
