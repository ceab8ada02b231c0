import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openBackend, type Backend } from '#lib/server/backend/index.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '#lib/server/demo/accounts.ts';
import { seedCalendar, seedDemo } from '#lib/server/demo/seed.ts';
import { ROOT } from './folder.ts';
import { buildIfStale, claimPort } from './prepare.ts';
import { step } from './steps.ts';

/** Builds, opens the database, seeds the demo on the first start, and serves until Ctrl-C. */
export async function run(args: string[]): Promise<number> {
	const port = await claimPort();
	await buildIfStale();
	const application = await openApplication(args);
	process.env.PORT = String(port);
	process.env.ORIGIN ??= `http://localhost:${port}`;
	process.env.BODY_SIZE_LIMIT ??= '13M';
	process.env.NODE_ENV ??= 'production';
	const stopped = new Promise<void>((resolve) => process.once('sveltekit:shutdown' as 'exit', () => resolve()));
	await import(pathToFileURL(join(ROOT, 'build', 'index.js')).href);
	greet(application, process.env.ORIGIN);
	await stopped;
	await application.opened.close();
	return 0;
}

export interface Application {
	opened: Backend;
	hasDemo: boolean;
}

/** Opens the backend, seeds what is missing, and hands it to the application, which runs in this process. */
export async function openApplication(args: string[]): Promise<Application> {
	const opened = await step('Opening the database', (say) =>
		openBackend({ progress: say, usePrivateCluster: args.includes('--postgres'), withDemo: process.env.ZHANTU_DEMO !== 'off' })
	);
	const hasDemo = await seed(opened).catch(async (error: unknown) => {
		await opened.close();
		throw error;
	});
	(globalThis as typeof globalThis & { zhantuBackend?: Promise<Backend> }).zhantuBackend = Promise.resolve(opened);
	return { opened, hasDemo };
}

/** ZHANTU_DEMO=off leaves a new installation empty but for the working calendar. */
async function seed(opened: Backend): Promise<boolean> {
	if (opened.kind === 'supabase') return false;
	if (process.env.ZHANTU_DEMO !== 'off') {
		if (await step('Preparing the demo', (say) => seedDemo(opened, say))) return true;
	}
	await seedCalendar(opened);
	return false;
}

export function greet({ opened, hasDemo }: Application, origin: string): void {
	console.log(`\n  Zhantu 战图 (${opened.kind}) is at ${origin}\n`);
	if (!hasDemo) return;
	console.log(`  Demo accounts, password ${DEMO_PASSWORD}:\n`);
	for (const { email, role, name, title, areaName } of DEMO_ACCOUNTS) {
		console.log(`    ${email.padEnd(28)} ${role.padEnd(14)} ${areaName} ${title} ${name}`);
	}
	console.log('');
}
