import { join } from 'node:path';
import { writeBackupFile } from '#lib/server/backend/backup-file.ts';
import { dataDir } from '#lib/server/backend/data-dir.ts';
import { exportRows } from '#lib/server/backend/move.ts';
import { withPictures } from '#lib/server/backend/moved-pictures.ts';
import { needed, readArguments } from './arguments.ts';
import { fromCaller } from './folder.ts';
import { withBackend } from './opened.ts';
import { step } from './steps.ts';

const USAGE = 'npm run db:export -- FILE [--postgres]';

/** db:export FILE: rows, people, pictures and ledger in a form that every backend reads with db:import. Also while the server runs. */
export async function run(args: string[]): Promise<number> {
	const { values, positionals } = readArguments(args, USAGE, { postgres: { type: 'boolean' } });
	const file = needed(positionals[0], 'FILE', USAGE);
	const dir = dataDir();
	const facts = await step(`Writing ${file}`, (say) =>
		withBackend(
			say,
			(backend) =>
				withPictures(backend, dir, say, (pictures) =>
					writeBackupFile({ ...dir, pictures }, fromCaller(file), (folder) => exportRows(backend, join(folder, 'database')))
				),
			values.postgres
		)
	);
	const rows = Object.entries(facts.counts).filter(([table]) => /^(public|private)\./.test(table));
	console.log(`${rows.reduce((sum, [, count]) => sum + count, 0)} rows in ${rows.length} tables, of migration ${facts.migration}`);
	return 0;
}
