import { openBackup } from '#lib/server/backend/backup-file.ts';
import { dataDir } from '#lib/server/backend/data-dir.ts';
import { takeLock } from '#lib/server/backend/lock.ts';
import { restoreBackup } from '#lib/server/backend/restore.ts';
import { needed, readArguments } from './arguments.ts';
import { fromCaller } from './folder.ts';
import { UsageError } from './report.ts';
import { step } from './steps.ts';

const USAGE = 'npm run db:restore -- FILE (of db:backup, or a folder of the hourly backups)';

/**
 * db:restore FILE: checks the backup, opens what is in it, and only then puts it in place. What was
 * there is kept beside it until the next restore. Refused while a server runs on the directory.
 */
export async function run(args: string[]): Promise<number> {
	const source = needed(readArguments(args, USAGE, {}).positionals[0], 'FILE', USAGE);
	if (process.env.DATABASE_URL || process.env.PUBLIC_SUPABASE_URL) {
		throw new UsageError(
			'db:restore fills a data directory. Into a server of its own: pg_restore, and copy pictures/ (docs/operations.md).'
		);
	}
	const dir = dataDir();
	const release = takeLock(dir.lock);
	try {
		const backup = await step(`Checking ${source}`, () => openBackup(dir, fromCaller(source)));
		try {
			if (backup.facts.kind === 'rows') throw new UsageError(`${source} was written by db:export: npm run db:import -- ${source}`);
			const replaced = await step('Restoring', (say) => restoreBackup(dir, backup, say));
			const start = backup.facts.kind === 'postgres' ? 'npm run start:postgres' : 'npm start';
			console.log(`Restored the state of ${backup.createdAt}. The former state is in ${replaced}. Start with: ${start}`);
			return 0;
		} finally {
			backup.discard();
		}
	} finally {
		release();
	}
}
