import { cachedTemplate } from '#lib/server/backend/template.ts';

/** vitest global setup: the database template is made once, before workers would each make their own. */
export async function setup(): Promise<void> {
	if (!process.env.TEST_DATABASE_URL) await cachedTemplate((line) => console.log(line));
}
