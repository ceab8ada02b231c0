import { clearDemo } from '#lib/server/demo/clear.ts';
import { readArguments } from './arguments.ts';
import { withBackend } from './opened.ts';
import { step } from './steps.ts';

const USAGE = 'npm run demo:clear [-- --postgres]';

/** demo:clear: removes everything generated, demo accounts included; what was imported or worked on for real stays. */
export async function run(args: string[]): Promise<number> {
	const { values } = readArguments(args, USAGE, { postgres: { type: 'boolean' } });
	const cleared = await step('Removing demo data', (say) => withBackend(say, clearDemo, values.postgres));
	const counts = Object.entries(cleared).map(([what, count]) => `${count} ${what}`);
	console.log(`Removed: ${counts.join(', ')}`);
	return 0;
}
