import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#lib/server/backend/cluster.ts';
import { DEMO_PASSWORD } from '../src/lib/server/demo/accounts.ts';

const ROOT = join(import.meta.dirname, '..');

export interface Running {
	url: string;
	data: string;
	/** From the command until the first page was answered. */
	startMs: number;
	/** Peak memory of the server and of its database process, in MB. */
	memoryMB(): number;
	stop(): Promise<void>;
}

/** `npm start` without the installing and building, on a data directory of its own unless one is given. */
export async function startApplication(
	data = mkdtempSync(join(tmpdir(), 'zhantu-bench-')),
	environment: Record<string, string> = {},
	options: string[] = []
): Promise<Running> {
	const port = await freePort();
	const url = `http://localhost:${port}`;
	const started = performance.now();
	const server = spawn(process.execPath, [join(ROOT, 'src/cli/main.ts'), 'start', ...options], {
		cwd: ROOT,
		stdio: 'ignore',
		env: { ...process.env, ZHANTU_DATA: data, PORT: String(port), ORIGIN: url, ZHANTU_BACKUP: 'off', ...environment }
	});
	await answers(url, server);
	return {
		url,
		data,
		startMs: performance.now() - started,
		memoryMB: () => memoryOf(server.pid ?? 0),
		stop: async () => {
			const exit = new Promise((resolve) => server.once('exit', resolve));
			server.kill('SIGTERM');
			await exit;
		}
	};
}

/** Somebody signed in who sends requests without a browser. */
export interface Visitor {
	/** GET, or with a body POST. */
	fetch(path: string, body?: unknown): Promise<Response>;
}

export async function visitorOf(url: string, account: string): Promise<Visitor> {
	const form = new URLSearchParams({ email: `${account}@zhantu.test`, password: DEMO_PASSWORD });
	const answered = await fetch(`${url}/login`, { method: 'POST', body: form, headers: { origin: url }, redirect: 'manual' });
	const cookie = answered.headers
		.getSetCookie()
		.map((line) => line.split(';')[0])
		.join('; ');
	if (!cookie) throw new Error(`could not sign in as ${account}: ${answered.status}`);
	return {
		fetch: (path, body) =>
			fetch(`${url}${path}`, {
				headers: { cookie, origin: url, ...(body ? { 'content-type': 'application/json' } : {}) },
				...(body ? { method: 'POST', body: JSON.stringify(body) } : {})
			})
	};
}

export function removeData(data: string): void {
	rmSync(data, { recursive: true, force: true });
}

async function answers(url: string, server: ChildProcess): Promise<void> {
	for (;;) {
		if (server.exitCode !== null) throw new Error('the server did not start');
		const answered = await fetch(url).catch(() => null);
		if (answered?.ok) return;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

/** Resident memory of a process and its children, from /proc. */
function memoryOf(pid: number): number {
	const { readFileSync } = process.getBuiltinModule('node:fs');
	const resident = (of: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${of}/status`, 'utf8'))?.[1] ?? 0) / 1024;
	const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
	return [pid, ...children].reduce((sum, one) => sum + resident(one), 0);
}
