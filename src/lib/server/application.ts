import { openBackend, type Backend } from './backend/index.ts';

/**
 * The one backend of this process. Kept on globalThis because a development server loads this module
 * again after each change, and a second backend would find the data directory locked.
 */
const holder = globalThis as typeof globalThis & { zhantuBackend?: Promise<Backend> };

export function backend(): Promise<Backend> {
	holder.zhantuBackend ??= start();
	return holder.zhantuBackend;
}

async function start(): Promise<Backend> {
	const opened = await openBackend({
		usePrivateCluster: process.env.ZHANTU_POSTGRES === 'private',
		progress: (line) => console.log(line)
	});
	// adapter-node stops taking requests first and says so; Vite's server ends with the process.
	process.once('sveltekit:shutdown' as 'exit', () => void opened.close().then(() => process.exit(0)));
	return opened;
}
