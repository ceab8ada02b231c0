import { templateFile } from '#lib/server/backend/template.ts';
import { buildIfStale } from './prepare.ts';
import { step } from './steps.ts';

/** build: the pages, and the empty database that new data directories begin as; for images and packages. */
export async function run(): Promise<number> {
	await buildIfStale();
	await step('Making the database template', (say) => templateFile(say));
	return 0;
}
