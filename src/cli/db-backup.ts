import { openBackend } from '#lib/server/backend/index.ts';
import { fromCaller } from './folder.ts';
import { UsageError } from './report.ts';
import { step } from './steps.ts';

/** db:backup FILE: database and pictures in one checked file, also while the server runs. */
export async function run([file]: string[]): Promise<number> {
	if (!file) throw new UsageError('Usage: npm run db:backup -- FILE');
	const opened = await openBackend({ mayShare: true });
	try {
		const { counts } = await step(`Writing ${file}`, () => opened.backUp(fromCaller(file)));
		console.log(
			Object.entries(counts)
				.map(([table, count]) => `${table} ${count}`)
				.join(', ')
		);
		return 0;
	} finally {
		await opened.close();
	}
}
