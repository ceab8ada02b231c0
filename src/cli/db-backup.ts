import { writeBackupFile } from '#lib/server/backend/backup-file.ts';
import { dataDir } from '#lib/server/backend/data-dir.ts';
import { needed, readArguments } from './arguments.ts';
import { fromCaller } from './folder.ts';
import { withBackend } from './opened.ts';
import { step } from './steps.ts';

const USAGE = 'npm run db:backup -- FILE [--postgres]';
const TOLD = ['areas', 'people', 'sites', 'tasks', 'task_events', 'evidence', 'publications'];

/** db:backup FILE: database and pictures in one checked file, also while the server runs. */
export async function run(args: string[]): Promise<number> {
	const { values, positionals } = readArguments(args, USAGE, { postgres: { type: 'boolean' } });
	const file = needed(positionals[0], 'FILE', USAGE);
	const facts = await step(`Writing ${file}`, (say) =>
		withBackend(say, (backend) => writeBackupFile(dataDir(), fromCaller(file), (folder) => backend.snapshot(folder)), values.postgres)
	);
	console.log(TOLD.map((table) => `${table} ${facts.counts[`public.${table}`] ?? 0}`).join(', '));
	return 0;
}
