import { openBackend } from '#lib/server/backend/index.ts';
import { clearDemo } from '#lib/server/demo/clear.ts';
import { step } from './steps.ts';

/** demo:clear: removes everything generated, demo accounts included; what was imported or worked on for real stays. */
export async function run(): Promise<number> {
	const opened = await openBackend({ mayShare: true });
	try {
		const cleared = await step('Removing demo data', () => clearDemo(opened));
		console.log(
			`Removed: ${Object.entries(cleared)
				.map(([what, count]) => `${count} ${what}`)
				.join(', ')}`
		);
		return 0;
	} finally {
		await opened.close();
	}
}
