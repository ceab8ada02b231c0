import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dataDir } from '#lib/server/backend/data-dir.ts';
import { takeLock } from '#lib/server/backend/lock.ts';

/**
 * db:reset: removes databases and pictures of the data directory; the next start begins anew. Keys,
 * backups and tiles stay. Refused while a server runs on it: what it still writes would be lost unsaid.
 */
export async function run(): Promise<number> {
	const dir = dataDir();
	const release = takeLock(dir.lock);
	try {
		const known = ['replaced', 'operations.json'].map((name) => join(dir.root, name));
		for (const path of [dir.pglite, dir.cluster, dir.pictures, dir.restoring, ...known]) rmSync(path, { recursive: true, force: true });
		console.log(`Removed the database and pictures in ${dir.root}. The next start begins anew.`);
		if (existsSync(dir.backups)) console.log(`Backups are still in ${dir.backups}.`);
		return 0;
	} finally {
		release();
	}
}
