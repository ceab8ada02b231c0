import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { ChildMessage } from '#lib/server/backend/child.ts';

const CHILD = join(import.meta.dirname, '../../src/lib/server/backend/child.ts');

/** A backend process without its supervisor, so that its end can be looked at. */
export interface RawChild {
	process: ChildProcess;
	/** Milliseconds until it answered; rejects with what it said when it ended before. */
	ready: Promise<number>;
	ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; afterMs: number }>;
}

export function startChild(data: string, environment: NodeJS.ProcessEnv = {}): RawChild {
	const started = performance.now();
	const child = spawn(process.execPath, [CHILD], {
		stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
		env: { ...process.env, ZHANTU_DATA: data, NODE_NO_WARNINGS: '1', ...environment }
	});
	let said = '';
	const ready = new Promise<number>((resolve, reject) => {
		child.on('message', (message: ChildMessage) => {
			if (message.type === 'ready') resolve(performance.now() - started);
			if (message.type === 'failed') said = message.message;
		});
		child.once('exit', (code, signal) => reject(new Error(said || `ended with ${signal ?? code}`)));
	});
	// Who does not wait for it to be ready is not told that it never was.
	ready.catch(() => {});
	const ended = new Promise<Awaited<RawChild['ended']>>((resolve) =>
		child.once('exit', (code, signal) => resolve({ code, signal, afterMs: performance.now() - started }))
	);
	return { process: child, ready, ended };
}
