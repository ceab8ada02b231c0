import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openBackend, type Backend } from '#lib/server/backend/index.ts';
import { ROOT } from './folder.ts';
import { buildIfStale, claimPort } from './prepare.ts';
import { step } from './steps.ts';

/** Builds, opens the database, seeds the demo on the first start, and serves until Ctrl-C. */
export async function run(args: string[]): Promise<number> {
	const port = await claimPort();
	await buildIfStale();
	const opened = await openApplication(args);
	process.env.PORT = String(port);
	process.env.ORIGIN ??= `http://localhost:${port}`;
	process.env.BODY_SIZE_LIMIT ??= '13M';
	process.env.NODE_ENV ??= 'production';
	const stopped = new Promise<void>((resolve) => process.once('sveltekit:shutdown' as 'exit', () => resolve()));
	await import(pathToFileURL(join(ROOT, 'build', 'index.js')).href);
	await greet(opened, process.env.ORIGIN);
	await stopped;
	await opened.close();
	return 0;
}

/** Opens the backend and hands it to the application, which runs in this process. */
export async function openApplication(args: string[]): Promise<Backend> {
	const opened = await step('Opening the database', (say) =>
		openBackend({ progress: say, usePrivateCluster: args.includes('--postgres') })
	);
	(globalThis as typeof globalThis & { zhantuBackend?: Promise<Backend> }).zhantuBackend = Promise.resolve(opened);
	return opened;
}

export async function greet(opened: Backend, origin: string): Promise<void> {
	console.log(`\n  Zhantu 战图 (${opened.kind}) is at ${origin}\n`);
}
