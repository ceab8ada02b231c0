import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { postgis } from '@electric-sql/pglite-postgis';
import { BadBackup, unpackBackup } from '#lib/server/backend/backup.ts';
import { dataDir } from '#lib/server/backend/data-dir.ts';
import { syncFileSystem } from '#lib/server/backend/durability.ts';
import { takeLock } from '#lib/server/backend/lock.ts';
import { fromCaller } from './folder.ts';
import { UsageError } from './report.ts';
import { step } from './steps.ts';

/**
 * db:restore FILE: checks the file, opens what is in it, and only then puts it in place. What was
 * there is kept beside it until the next restore. Refused while a server runs on the directory.
 */
export async function run([file]: string[]): Promise<number> {
	if (!file) throw new UsageError('Usage: npm run db:restore -- FILE');
	const dir = dataDir();
	const release = takeLock(dir.lock);
	try {
		const { folder, manifest } = await step(`Checking ${file}`, () => unpackBackup(dir, fromCaller(file)));
		try {
			if (manifest.kind !== 'pglite') throw new BadBackup('This backup is of a PostgreSQL server: use pg_restore (docs/operations.md).');
			await step('Restoring', async () => {
				await unfold(join(folder, 'database'), join(folder, 'pglite'), manifest.counts);
				const kept = join(dir.root, 'replaced');
				rmSync(kept, { recursive: true, force: true });
				mkdirSync(kept, { recursive: true });
				if (existsSync(dir.pglite)) renameSync(dir.pglite, join(kept, 'pglite'));
				if (existsSync(dir.pictures)) renameSync(dir.pictures, join(kept, 'pictures'));
				renameSync(join(folder, 'pglite'), dir.pglite);
				if (existsSync(join(folder, 'pictures'))) renameSync(join(folder, 'pictures'), dir.pictures);
				syncFileSystem(dir.root);
			});
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
		console.log(`Restored the state of ${manifest.createdAt}. The former state is in ${join(dir.root, 'replaced')}.`);
		return 0;
	} finally {
		release();
	}
}

/** Turns the dump into a directory and checks that it opens and holds what the manifest says. */
async function unfold(dump: string, directory: string, counts: Record<string, number>): Promise<void> {
	const db = await PGlite.create({ dataDir: directory, loadDataDir: new Blob([readFileSync(dump)]), extensions: { postgis } });
	try {
		for (const [table, expected] of Object.entries(counts)) {
			const { rows } = await db.query<{ n: number }>(`select count(*)::integer as n from public.${table}`);
			if (rows[0]?.n !== expected) throw new BadBackup(`${table}: ${rows[0]?.n} rows where the backup promises ${expected}`);
		}
	} finally {
		await db.close();
	}
}
