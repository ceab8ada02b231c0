import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { clusterUserFor, type ClusterUser } from './cluster-user.ts';
import { syncFolder, writeDurably } from './durability.ts';

/** A server flushes what it has before it ends. */
const ORPHAN_MS = 60_000;

/** Folder with initdb and postgres of the newest server (15 or later) on this machine, or null. */
export function findPostgres(): string | null {
	const root = '/usr/lib/postgresql';
	const versions = existsSync(root)
		? readdirSync(root)
				.map(Number)
				.filter((v) => v >= 15)
				.sort((a, b) => b - a)
		: [];
	for (const version of versions) {
		const folder = join(root, String(version), 'bin');
		const hasPostgis = existsSync(`/usr/share/postgresql/${version}/extension/postgis.control`);
		if (existsSync(join(folder, 'postgres')) && hasPostgis) return folder;
	}
	return null;
}

export interface Cluster {
	/** URL of the superuser. */
	url: string;
	stop(): Promise<void>;
}

/**
 * Starts a private PostgreSQL cluster in `folder`, making it when it is not there. It listens on
 * loopback only, on a free port, and asks for a random password.
 */
export async function startCluster(folder: string, log: (line: string) => void): Promise<Cluster> {
	const bin = findPostgres();
	if (!bin) {
		throw new Error('No PostgreSQL 15 or later with PostGIS on this machine. On Debian: apt-get install postgresql-15-postgis-3');
	}
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const user = clusterUserFor(folder);
	user.give(folder);
	const data = join(folder, 'data');
	if (hasCluster(folder)) await endOrphan(data);
	else {
		log('Making a PostgreSQL cluster …');
		layOut(bin, folder, user);
	}
	// A socket path has at most 107 bytes, so the socket lives in the temporary folder.
	const sockets = mkdtempSync(join(tmpdir(), 'zhantu-pg-'));
	chmodSync(sockets, 0o700);
	user.give(sockets);
	const port = await freePort();
	const [program, args] = user.wrap(join(bin, 'postgres'), [
		'-D',
		data,
		'-k',
		sockets,
		'-p',
		String(port),
		'-c',
		'listen_addresses=127.0.0.1',
		'-c',
		'log_min_messages=warning'
	]);
	const server = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], ...user.options });
	let complaint = '';
	server.stderr?.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2000)));
	const password = readFileSync(join(folder, 'password'), 'utf8');
	const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
	await answers(url, server, () => complaint);
	return {
		url,
		async stop() {
			await stopped(server);
			rmSync(sockets, { recursive: true, force: true });
		}
	};
}

/**
 * Prepares a server: the platform as its superuser, and two ordinary roles to work as. A server where
 * they cannot be made is used as the role that was given.
 */
export async function postgresRoles(
	url: string,
	platform: string,
	log: (line: string) => void
): Promise<{ ownerUrl: string; handlerUrl: string }> {
	const client = postgres(url, { max: 1, onnotice: () => {} });
	try {
		const [me] = await client`select rolsuper as is_super from pg_roles where rolname = current_user`;
		if (!me?.is_super) return { ownerUrl: url, handlerUrl: url };
		const ownerUrl = asRole(url, 'zhantu_owner');
		const handlerUrl = asRole(url, 'zhantu_app');
		for (const role of [ownerUrl, handlerUrl]) if (!(await canConnect(role))) await letIn(client, new URL(role));
		const [made] = await client`select to_regnamespace('private') is not null as is_made`;
		if (!made?.is_made) log('Preparing the PostgreSQL server …');
		await client.unsafe(platform).simple();
		return { ownerUrl, handlerUrl };
	} finally {
		await client.end({ timeout: 5 });
	}
}

async function letIn(client: postgres.Sql, { username, password }: URL): Promise<void> {
	await client.unsafe(`do $$ begin
		if not exists (select from pg_roles where rolname = '${username}') then create role ${username} login; end if;
	end $$; alter role ${username} inherit login password '${password}';`);
}

/**
 * The role's own password follows from the superuser's: two processes on one server then agree on it,
 * and neither locks the other out by starting. Where the superuser has none, it is a new one each time.
 */
function asRole(url: string, role: string): string {
	const parsed = new URL(url);
	const secret = parsed.password || randomBytes(24).toString('hex');
	parsed.username = role;
	parsed.password = createHmac('sha256', secret).update(`zhantu:${role}`).digest('hex');
	return parsed.href;
}

async function canConnect(url: string): Promise<boolean> {
	const client = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
	try {
		await client`select 1`;
		return true;
	} catch {
		return false;
	} finally {
		await client.end({ timeout: 5 });
	}
}

async function answers(url: string, server: ChildProcess, complaint: () => string): Promise<void> {
	const deadline = Date.now() + 60_000;
	while (Date.now() < deadline) {
		if (server.exitCode !== null) throw new Error(`PostgreSQL did not start: ${complaint()}`);
		const client = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {} });
		try {
			await client`select 1`;
			return;
		} catch {
			await new Promise((resolve) => setTimeout(resolve, 100));
		} finally {
			await client.end({ timeout: 1 });
		}
	}
	throw new Error(`PostgreSQL did not answer in a minute: ${complaint()}`);
}

/** SIGINT is PostgreSQL's fast shutdown: sessions are ended, everything is on disk. */
async function stopped(server: ChildProcess): Promise<void> {
	if (server.exitCode !== null) return;
	const exit = new Promise((resolve) => server.once('exit', resolve));
	server.kill('SIGINT');
	await exit;
}

/** A new cluster appears whole or not at all: initdb that was killed leaves files that look like one. */
function layOut(bin: string, folder: string, user: ClusterUser): void {
	const part = join(folder, 'data.part');
	const passwordFile = join(folder, 'password');
	rmSync(part, { recursive: true, force: true });
	writeDurably(passwordFile, randomBytes(24).toString('base64url'), 0o600);
	user.give(passwordFile);
	const [program, args] = user.wrap(join(bin, 'initdb'), [
		'-D',
		part,
		'-U',
		'postgres',
		'-A',
		'scram-sha-256',
		`--pwfile=${passwordFile}`,
		'-E',
		'UTF8',
		'--locale=C.UTF-8'
	]);
	const made = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8', ...user.options });
	if (made.status !== 0) throw new Error(`PostgreSQL could not make a cluster in ${folder}: ${made.stderr.trim().slice(-500)}`);
	renameSync(part, join(folder, 'data'));
	syncFolder(folder);
}

/**
 * A server whose parent was killed goes on by itself and would keep the next one out. Whoever holds the
 * data directory's lock ends it.
 */
async function endOrphan(data: string): Promise<void> {
	const file = join(data, 'postmaster.pid');
	const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
	const isOurs = (): boolean => {
		try {
			return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(data);
		} catch {
			return false;
		}
	};
	if (!pid || !isOurs()) return;
	process.kill(pid, 'SIGINT');
	const deadline = Date.now() + ORPHAN_MS;
	while (isOurs() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
	if (isOurs()) throw new Error(`A PostgreSQL server (process ${pid}) still runs on ${data}. Stop it first.`);
}

export async function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});
}

/** Whether a folder holds a cluster already. */
export function hasCluster(folder: string): boolean {
	return existsSync(join(folder, 'data', 'PG_VERSION'));
}
