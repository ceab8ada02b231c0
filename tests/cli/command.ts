import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '#lib/server/backend/cluster.ts';

const ROOT = join(import.meta.dirname, '../..');
/** A first start makes the demo; on a busy machine that takes minutes. */
const START_MS = 900_000;

export interface Said {
	code: number | null;
	out: string;
	err: string;
}

type Environment = Record<string, string | undefined>;

/** Runs a command of the application as npm does, to its end. */
export async function command(name: string, args: string[], env: Environment): Promise<Said> {
	const child = begin(name, args, env);
	const said = listen(child);
	const [code] = (await once(child, 'close')) as [number | null];
	return { code, ...said };
}

export interface Running {
	url: string;
	said: { out: string; err: string };
	process: ChildProcess;
	/** Ends it as Ctrl-C does; answers the exit code. */
	interrupt(): Promise<number | null>;
}

/** Starts a server and resolves when it has printed its address. */
export async function start(args: string[], env: Environment, name = 'start'): Promise<Running> {
	const port = await freePort();
	const url = `http://localhost:${port}`;
	const child = begin(name, args, { PORT: String(port), ORIGIN: url, ...env });
	const said = listen(child);
	const ended = once(child, 'close') as Promise<[number | null]>;
	const until = Date.now() + START_MS;
	while (!said.out.includes(`is at ${url}`)) {
		if (child.exitCode !== null || Date.now() > until) throw new Error(`it did not start: ${said.out}\n${said.err}`);
		await Promise.race([ended, once(child.stdout as NodeJS.ReadableStream, 'data')]);
	}
	return {
		url,
		said,
		process: child,
		interrupt: async () => {
			child.kill('SIGINT');
			return (await ended)[0];
		}
	};
}

/** Only starts it. */
export function begin(name: string, args: string[], env: Environment): ChildProcess {
	return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(ROOT, 'src/cli/main.ts'), name, ...args], {
		cwd: ROOT,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, DATABASE_URL: undefined, VITEST: undefined, NODE_ENV: undefined, ...env }
	});
}

function listen(child: ChildProcess): { out: string; err: string } {
	const said = { out: '', err: '' };
	child.stdout?.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
	child.stderr?.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
	return said;
}
