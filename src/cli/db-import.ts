import { openBackup } from '#lib/server/backend/backup-file.ts';
import { dataDir } from '#lib/server/backend/data-dir.ts';
import { importRows } from '#lib/server/backend/move.ts';
import { needed, readArguments } from './arguments.ts';
import { fromCaller } from './folder.ts';
import { withBackend } from './opened.ts';
import { UsageError } from './report.ts';
import { step } from './steps.ts';

const USAGE = 'npm run db:import -- FILE [--postgres]';

/**
 * db:import FILE: puts what db:export wrote into the empty database that the environment names, all of it or
 * nothing. Everybody's password stays; everybody signs in again.
 */
export async function run(args: string[]): Promise<number> {
	const { values, positionals } = readArguments(args, USAGE, { postgres: { type: 'boolean' } });
	const file = needed(positionals[0], 'FILE', USAGE);
	const dir = dataDir();
	const moved = await step(`Checking ${file}`, () => openBackup(dir, fromCaller(file)));
	try {
		if (moved.facts.kind !== 'rows') throw new UsageError(`${file} was written by db:backup: npm run db:restore -- ${file}`);
		await step('Putting it in place', (say) => withBackend(say, (backend) => importRows(backend, dir, moved), values.postgres));
		console.log(`Imported the state of ${moved.createdAt}. Every table was compared with what was written.`);
		return 0;
	} finally {
		moved.discard();
	}
}
