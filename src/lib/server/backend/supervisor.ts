import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { ChildMessage } from './child.ts';
import { cpuMsOf } from './cpu-time.ts';
import { log } from './log.ts';

const CHECK_EVERY_MS = 500;
/** A backend that computes for this long without answering is killed, unless it said that it is busy. */
const SILENT_MS = Number(process.env.ZHANTU_QUERY_LIMIT_S ?? 5) * 1000;
/** One that does not even compute waits for the machine or its disk, and starting again would only add to that. */
const STARVED_MS = 24 * SILENT_MS;
/** Opening may recover a log or migrate a large database. */
const START_MS = 600_000;
/**
 * For the allocator of the C library (glibc; others do not read it). Opening a database takes 1.4 GB for a moment, and a
 * fifth of what then stays (920 MB) is memory that nobody uses: so it is given back, from there and from the young generation.
 */
const GIVES_BACK = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '65536', MALLOC_MMAP_THRESHOLD_: '32768' };

/** A request that comes while the backend starts again waits so long; then it is told to come back. */
const PATIENCE_MS = 8_000;
const BACK_OFF_MS = [0, 500, 1_000, 2_000, 5_000, 10_000, 30_000];
/** Draining, closing and the last checkpoint. */
const STOP_MS = 30_000;

export interface ChildAddress {
	port: number;
	/** Opens the API. */
	token: string;
	/** Opens `/inside/`; used by the server's own calls only, never for a request that is passed on. */
	operatorToken: string;
	kind: 'pglite' | 'postgres';
}

interface Started extends ChildAddress {
	applied: string[];
}

/** The backend process is not there at the moment; it is being started again. */
export class BackendAway extends Error {
	constructor() {
		super('the backend is starting again');
	}
}

interface Waiting {
	resolve(address: Started): void;
	reject(error: Error): void;
}

/**
 * Keeps one backend process running: starts it, watches that it answers, kills it when it does not
 * and starts it again, for as long as it takes. PGlite cannot stop a query, so killing is the only
 * statement timeout there is; what was acknowledged is on disk.
 */
export class Supervisor {
	readonly #environment: NodeJS.ProcessEnv;
	readonly #progress: (line: string) => void;
	#child: ChildProcess | null = null;
	#address: Started | null = null;
	readonly #waiting = new Set<Waiting>();
	readonly #listeners = new Set<(payload: string) => void>();
	#busyUntil = 0;
	#lastAnswer = 0;
	/** Processor time of the child at its last answer. */
	#cpuMs = 0;
	#hasBeenUp = false;
	#isStopping = false;
	#failedStarts = 0;
	#timer: NodeJS.Timeout | null = null;
	#restartTimer: NodeJS.Timeout | null = null;
	restarts = 0;
	/** How often it was killed because it did not answer. */
	silences = 0;

	constructor(environment: NodeJS.ProcessEnv = {}, progress: (line: string) => void = () => {}) {
		this.#environment = environment;
		this.#progress = progress;
	}

	/** Starts the backend and resolves when it answers; rejects when it cannot start. */
	async start(): Promise<Started> {
		if (!this.#child) this.#spawn();
		return this.#whenUp();
	}

	/** The address of the running backend; waits a while for one that is starting, then throws {@link BackendAway}. */
	address(): Promise<Started> {
		return this.#address ? Promise.resolve(this.#address) : this.#whenUp(PATIENCE_MS);
	}

	get isUp(): boolean {
		return this.#address !== null;
	}

	onTick(listener: (payload: string) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Lets it finish what it is doing. */
	async stop(): Promise<void> {
		this.#isStopping = true;
		if (this.#timer) clearInterval(this.#timer);
		if (this.#restartTimer) clearTimeout(this.#restartTimer);
		this.#tellWaiting(({ reject }) => reject(new BackendAway()));
		const child = this.#child;
		if (!child || child.exitCode !== null || child.signalCode !== null) return;
		const exit = new Promise((resolve) => child.once('exit', resolve));
		child.kill('SIGTERM');
		const kill = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
		await exit;
		clearTimeout(kill);
	}

	/** As a power switch would; it is started again. */
	kill(): void {
		this.#child?.kill('SIGKILL');
	}

	#whenUp(patienceMs?: number): Promise<Started> {
		return new Promise((resolve, reject) => {
			const waiting: Waiting = { resolve, reject };
			this.#waiting.add(waiting);
			if (!patienceMs) return;
			const timer = setTimeout(() => {
				if (this.#waiting.delete(waiting)) reject(new BackendAway());
			}, patienceMs);
			timer.unref();
		});
	}

	#tellWaiting(tell: (waiting: Waiting) => void): void {
		for (const waiting of this.#waiting) tell(waiting);
		this.#waiting.clear();
	}

	#spawn(): void {
		const child = spawn(process.execPath, ['--max-semi-space-size=8', join(import.meta.dirname, 'child.ts')], {
			stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
			env: { ...GIVES_BACK, ...process.env, ...this.#environment, NODE_NO_WARNINGS: '1' },
			// Its own group: Ctrl-C reaches the parent, which ends the child in order.
			detached: true
		});
		this.#child = child;
		this.#busyUntil = 0;
		let failure = '';
		const tooLong = setTimeout(() => child.kill('SIGKILL'), START_MS);
		child.on('message', (message: ChildMessage) => {
			if (message.type === 'ready') {
				clearTimeout(tooLong);
				this.#isUp(message);
			} else if (message.type === 'tick') for (const listener of this.#listeners) listener(message.payload);
			else if (message.type === 'progress') this.#progress(message.line);
			else if (message.type === 'busy') this.#isBusy(message.seconds);
			else failure = message.message;
		});
		child.once('exit', (code, signal) => {
			clearTimeout(tooLong);
			this.#isDown(failure, code, signal);
		});
		child.once('error', (error) => {
			// It never began (no memory, no program): there is no exit to wait for.
			if (child.pid !== undefined) return;
			clearTimeout(tooLong);
			this.#isDown(error.message, null, null);
		});
	}

	#isUp(started: Started): void {
		this.#address = started;
		this.#hasBeenUp = true;
		this.#failedStarts = 0;
		this.#hasAnswered();
		this.#tellWaiting(({ resolve }) => resolve(started));
		if (this.#timer) clearInterval(this.#timer);
		let last = Date.now();
		this.#timer = setInterval(() => {
			// While this process itself was held up, nobody could have answered it.
			this.#lastAnswer += Math.max(0, Date.now() - last - 2 * CHECK_EVERY_MS);
			last = Date.now();
			void this.#check(started);
		}, CHECK_EVERY_MS);
		this.#timer.unref();
	}

	#isBusy(seconds: number): void {
		// What was silent while it was busy has answered by saying that it no longer is.
		this.#hasAnswered();
		this.#busyUntil = Date.now() + seconds * 1000;
	}

	#hasAnswered(): void {
		this.#lastAnswer = Date.now();
		this.#cpuMs = cpuMsOf(this.#child?.pid) ?? 0;
	}

	#isDown(failure: string, code: number | null, signal: NodeJS.Signals | null): void {
		const wasUp = this.#address !== null;
		this.#address = null;
		this.#child = null;
		if (this.#timer) clearInterval(this.#timer);
		if (this.#isStopping) return;
		if (!this.#hasBeenUp) {
			// The first start is somebody's command: it is told why, and decides.
			const error = new Error(failure || `the backend ended with ${signal ?? code}`);
			this.#tellWaiting(({ reject }) => reject(error));
			return;
		}
		this.restarts++;
		if (!wasUp) this.#failedStarts++;
		const afterMs = BACK_OFF_MS[Math.min(this.#failedStarts, BACK_OFF_MS.length - 1)] ?? 0;
		log('warn', 'backend_restart', { code, signal, restarts: this.restarts, afterMs, failure: failure || null });
		this.#restartTimer = setTimeout(() => this.#spawn(), afterMs);
	}

	async #check(address: Started): Promise<void> {
		try {
			await fetch(`http://127.0.0.1:${address.port}/inside/health`, {
				headers: { 'x-zhantu-inside': address.operatorToken },
				signal: AbortSignal.timeout(SILENT_MS)
			});
			if (this.#address === address) this.#hasAnswered();
		} catch {
			// It may be silent, or gone: the next lines tell.
		}
		if (this.#address !== address || Date.now() < this.#busyUntil) return;
		const silentMs = Date.now() - this.#lastAnswer;
		const cpuMs = cpuMsOf(this.#child?.pid);
		const computedMs = cpuMs === null ? silentMs : cpuMs - this.#cpuMs;
		if (silentMs < SILENT_MS || (computedMs < SILENT_MS * 0.9 && silentMs < STARVED_MS)) return;
		log('error', 'backend_silent', { silentMs, computedMs });
		this.silences++;
		this.#hasAnswered();
		this.kill();
	}
}
