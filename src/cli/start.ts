import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hasCluster } from '#lib/server/backend/cluster.ts';
import { dataDir } from '#lib/server/backend/data-dir.ts';
import { openBackend, type Backend } from '#lib/server/backend/index.ts';
import { DirectoryInUse, lockHolder } from '#lib/server/backend/lock.ts';
import { describeError, log } from '#lib/server/backend/log.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '#lib/server/demo/accounts.ts';
import { seedCalendar, seedDemo } from '#lib/server/demo/seed.ts';
import { SECURITY_HEADERS } from '#lib/server/security.ts';
import { ROOT } from './folder.ts';
import { buildIfStale, claimPort } from './prepare.ts';
import { step } from './steps.ts';

/** Whoever stops a server waits for it, and a service manager not for ever. */
const LAST_BACKUP_MS = 60_000;

/** Builds, opens the database, seeds the demo on the first start, and serves until Ctrl-C. */
export async function run(args: string[]): Promise<number> {
	const port = await claimPort();
	refuseSecondServer();
	await buildIfStale();
	const application = await openApplication(args);
	process.env.PORT = String(port);
	process.env.ORIGIN ??= `http://localhost:${port}`;
	process.env.BODY_SIZE_LIMIT ??= '13M';
	process.env.NODE_ENV ??= 'production';
	// Live streams never end by themselves; what is in flight has this long when the server stops.
	process.env.SHUTDOWN_TIMEOUT ??= '5';
	const stopped = new Promise<void>((resolve) => process.once('sveltekit:shutdown' as 'exit', () => resolve()));
	await serve(new URL(process.env.ORIGIN));
	greet(application, process.env.ORIGIN);
	await stopped;
	await lastBackup(application.opened);
	await application.opened.close();
	return 0;
}

/** What was done since the last hour is saved before the server ends; ZHANTU_BACKUP=off leaves it out. */
async function lastBackup({ backups }: Backend): Promise<void> {
	if (!backups || process.env.ZHANTU_BACKUP === 'off') return;
	await backups.make('shutdown', LAST_BACKUP_MS).catch((error: unknown) => log('error', 'backup', describeError(error)));
}

/**
 * Serves the build under one fixed origin. adapter-node 6 takes it from headers that a proxy sets (there
 * is no ORIGIN any more), so we set them ourselves on every request, over whatever somebody sent.
 */
async function serve(origin: URL): Promise<void> {
	process.env.PROTOCOL_HEADER = 'x-zhantu-protocol';
	process.env.HOST_HEADER = 'x-zhantu-host';
	const { server } = (await import(pathToFileURL(join(ROOT, 'build', 'index.js')).href)) as { server: Server };
	server.prependListener('request', ({ headers }, response) => {
		headers['x-zhantu-protocol'] = origin.protocol.slice(0, -1);
		headers['x-zhantu-host'] = origin.host;
		// Here, because files and Kit's own refusals never pass the hooks.
		for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
	});
	if (!server.listening) await once(server, 'listening');
}

export interface Application {
	opened: Backend;
	hasDemo: boolean;
}

/** Said at once, before anything is built; the lock itself is taken by the backend's process. */
export function refuseSecondServer(): void {
	if (process.env.PUBLIC_SUPABASE_URL) return;
	const dir = dataDir();
	const holder = lockHolder(dir.lock);
	if (holder !== null) throw new DirectoryInUse(dir.lock, holder);
}

/** A directory may hold an embedded database and a private cluster; each is served by its own command. */
function tellOfOther(usePrivateCluster: boolean): void {
	if (process.env.DATABASE_URL || process.env.PUBLIC_SUPABASE_URL) return;
	const dir = dataDir();
	const isOther = usePrivateCluster ? existsSync(dir.pglite) : hasCluster(dir.cluster);
	if (isOther)
		console.log(
			`${dir.root} also holds ${usePrivateCluster ? 'an embedded database (npm start)' : 'a PostgreSQL cluster (npm run start:postgres)'}, which is left alone.`
		);
}

/** Opens the backend, seeds what is missing, and hands it to the application, which runs in this process. */
export async function openApplication(args: string[]): Promise<Application> {
	const usePrivateCluster = args.includes('--postgres');
	tellOfOther(usePrivateCluster);
	const opened = await step('Opening the database', (say) =>
		openBackend({ progress: say, usePrivateCluster, withDemo: process.env.ZHANTU_DEMO !== 'off' })
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
