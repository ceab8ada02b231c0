import { openBackend } from '#lib/server/backend/index.ts';
import { step } from './steps.ts';

/** ledger:verify: names the first broken link of every damaged chain; exit code 1 when there is one. */
export async function run([campaign]: string[]): Promise<number> {
	const opened = await openBackend({ mayShare: true });
	try {
		const { data, error } = await step('Checking the ledger', async () =>
			opened.operator().rpc('verify_ledger', campaign ? { campaign } : {})
		);
		if (error) throw new Error(error.message);
		for (const broken of data) console.log(`${broken.task_id} entry ${broken.seq}: ${broken.problem}`);
		console.log(data.length === 0 ? 'The ledger is whole.' : `${data.length} damaged chains.`);
		return data.length === 0 ? 0 : 1;
	} finally {
		await opened.close();
	}
}
