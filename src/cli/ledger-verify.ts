import { readArguments } from './arguments.ts';
import { withBackend } from './opened.ts';
import { step } from './steps.ts';

const USAGE = 'npm run ledger:verify [-- CAMPAIGN] [--postgres]';

/** ledger:verify: names the first broken link of every damaged chain; exit code 1 when there is one. */
export async function run(args: string[]): Promise<number> {
	const { values, positionals } = readArguments(args, USAGE, { postgres: { type: 'boolean' } });
	const [campaign] = positionals;
	const { data, error } = await step('Checking the ledger', (say) =>
		withBackend(say, async (backend) => backend.operator().rpc('verify_ledger', campaign ? { campaign } : {}), values.postgres)
	);
	if (error) throw new Error(error.message);
	for (const broken of data) console.log(`${broken.task_id} entry ${broken.seq}: ${broken.problem}`);
	console.log(data.length === 0 ? 'The ledger is whole.' : `${data.length} damaged chains.`);
	return data.length === 0 ? 0 : 1;
}
