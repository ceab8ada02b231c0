import { rmSync } from 'node:fs';
import { dataDir } from '#lib/server/backend/data-dir.ts';
import { takeLock } from '#lib/server/backend/lock.ts';

/** db:reset: removes database and pictures of the data directory; the next start begins anew. Keys stay. */
export async function run(): Promise<number> {
	const dir = dataDir();
	const release = takeLock(dir.lock);
	try {
		for (const folder of [dir.pglite, dir.cluster, dir.pictures]) rmSync(folder, { recursive: true, force: true });
		console.log(`Removed the database and pictures in ${dir.root}. The next start begins anew.`);
		return 0;
	} finally {
		release();
	}
}
