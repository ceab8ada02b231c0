import { createServer } from 'vite';
import { ROOT } from './folder.ts';
import { claimPort } from './prepare.ts';
import { greet, openApplication, refuseSecondServer } from './start.ts';

/** The same as start, with hot reload. */
export async function run(args: string[]): Promise<number> {
	const port = await claimPort();
	refuseSecondServer();
	process.env.ORIGIN ??= `http://localhost:${port}`;
	const application = await openApplication(args);
	const others = process.listeners('SIGTERM');
	const server = await createServer({ root: ROOT, server: { port, strictPort: true, host: process.env.HOST ?? '0.0.0.0' } });
	// Vite ends the process at once on SIGTERM; the database closes first.
	for (const listener of process.listeners('SIGTERM')) if (!others.includes(listener)) process.off('SIGTERM', listener);
	await server.listen();
	greet(application, process.env.ORIGIN);
	await new Promise<void>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
	});
	await server.close();
	await application.opened.close();
	return 0;
}
