/** Commands of the application. Each lives in a file of its own and is loaded only when asked for. */
import { report } from './report.ts';

const COMMANDS: Record<string, () => Promise<{ run(args: string[]): Promise<number> }>> = {
	start: () => import('./start.ts'),
	dev: () => import('./dev.ts'),
	build: () => import('./build.ts'),
	test: () => import('./test.ts'),
	bench: () => import('./bench.ts'),
	torture: () => import('./torture.ts'),
	'db-reset': () => import('./db-reset.ts'),
	'db-backup': () => import('./db-backup.ts'),
	'db-export': () => import('./db-export.ts'),
	'db-import': () => import('./db-import.ts'),
	'db-restore': () => import('./db-restore.ts'),
	'db-types': () => import('./db-types.ts'),
	areas: () => import('./areas.ts'),
	campaign: () => import('./campaign.ts'),
	export: () => import('./export.ts'),
	import: () => import('./import.ts'),
	'demo-clear': () => import('./demo-clear.ts'),
	'ledger-verify': () => import('./ledger-verify.ts'),
	person: () => import('./person.ts')
};

const [name = 'help', ...args] = process.argv.slice(2);
const load = COMMANDS[name];
if (!load) {
	console.error(`Unknown command ${name}. There are: ${Object.keys(COMMANDS).join(', ')}`);
	process.exitCode = 2;
} else {
	const command = await load();
	process.exitCode = await command.run(args).catch(report);
}
