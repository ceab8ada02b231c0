import { openBackend } from '#lib/server/backend/index.ts';
import { step } from './steps.ts';

/** demo:clear: removes everything generated; what was imported or worked on for real stays. */
export async function run(): Promise<number> {
	const opened = await openBackend({ mayShare: true });
	try {
		const { data, error } = await step('Removing demo data', async () => opened.operator().rpc('clear_demo'));
		if (error) throw new Error(error.message);
		console.log(`Removed: ${JSON.stringify(data)}`);
		return 0;
	} finally {
		await opened.close();
	}
}
