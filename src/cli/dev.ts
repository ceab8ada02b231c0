import { createServer } from 'vite';
import { ROOT } from './folder.ts';
import { claimPort } from './prepare.ts';
import { greet, openApplication } from './start.ts';

/** The same as start, with hot reload. */
export async function run(args: string[]): Promise<number> {
	const port = await claimPort();
	process.env.ORIGIN ??= `http://localhost:${port}`;
	const application = await openApplication(args);
	const server = await createServer({ root: ROOT, server: { port, strictPort: true, host: process.env.HOST ?? '0.0.0.0' } });
	await server.listen();
	greet(application, process.env.ORIGIN);
	await new Promise<void>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
	});
	await server.close();
	await application.opened.close();
	return 0;
}
