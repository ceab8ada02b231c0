import { leanBundle } from '#lib/server/backend/postgis.ts';
import { templateFile } from '#lib/server/backend/template.ts';
import { buildIfStale } from './prepare.ts';
import { step } from './steps.ts';

/**
 * build: the pages, and what the cache holds of the database: the empty one that new data directories begin as, and its
 * PostGIS. For images and packages, whose server writes nothing beside its data.
 */
export async function run(): Promise<number> {
	await buildIfStale();
	await step('Making the database template', async (say) => {
		await leanBundle();
		await templateFile(say);
	});
	return 0;
}
