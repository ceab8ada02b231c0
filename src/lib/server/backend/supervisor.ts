import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { ChildMessage } from './child.ts';
import { log } from './log.ts';

const CHECK_EVERY_MS = 2_000;
/** A backend that does not answer for this long is killed, unless it said that it is busy. */
const SILENT_MS = 15_000;

export interface ChildAddress {
	port: number;
	token: string;
}

interface Started extends ChildAddress {
	kind: 'pglite' | 'postgres';
	applied: string[];
}

/**
 * Keeps one backend process running: starts it, watches that it answers, kills it when it does not
 * and starts it again. PGlite cannot stop a query, so killing is the only statement timeout there is;
 * what was acknowledged is on disk.
 */
export class Supervisor {
	readonly #environment: NodeJS.ProcessEnv;
	readonly #progress: (line: string) => void;
	#child: ChildProcess | null = null;
	#address: Started | null = null;
	#waiting: { resolve: (address: Started) => void; reject: (error: Error) => void }[] = [];
	#listeners = new Set<(payload: string) => void>();
	#busyUntil = 0;
	#lastAnswer = 0;
	#isStopping = false;
	#timer: NodeJS.Timeout | null = null;
	restarts = 0;

	constructor(environment: NodeJS.ProcessEnv = {}, progress: (line: string) => void = () => {}) {
		this.#environment = environment;
		this.#progress = progress;
	}

	/** Starts the backend and resolves when it answers; rejects when it cannot start. */
	async start(): Promise<Started> {
		if (!this.#child) this.#spawn();
		return this.address();
	}

	/** The address of the running backend, waiting for one that is starting. */
	address(): Promise<Started> {
		if (this.#address) return Promise.resolve(this.#address);
		return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
	}

	onTick(listener: (payload: string) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Lets it finish what it is doing, at most 15 s. */
	async stop(): Promise<void> {
		this.#isStopping = true;
		if (this.#timer) clearInterval(this.#timer);
		const child = this.#child;
		if (!child || child.exitCode !== null) return;
		const exit = new Promise((resolve) => child.once('exit', resolve));
		child.kill('SIGTERM');
		const kill = setTimeout(() => child.kill('SIGKILL'), 15_000);
		await exit;
		clearTimeout(kill);
	}

	/** For tests of recovery: as a power switch would. */
	kill(): void {
		this.#child?.kill('SIGKILL');
	}

	#spawn(): void {
		const child = spawn(process.execPath, [join(import.meta.dirname, 'child.ts')], {
			stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
			env: { ...process.env, ...this.#environment, NODE_NO_WARNINGS: '1' },
			// Its own group: Ctrl-C reaches the parent, which ends the child in order.
			detached: true
		});
		this.#child = child;
		let failure = '';
		child.on('message', (message: ChildMessage) => {
			if (message.type === 'ready') {
				this.#address = message;
				this.#lastAnswer = Date.now();
				for (const { resolve } of this.#waiting.splice(0)) resolve(message);
				this.#watch();
			} else if (message.type === 'tick') for (const listener of this.#listeners) listener(message.payload);
			else if (message.type === 'progress') this.#progress(message.line);
			else if (message.type === 'busy') this.#busyUntil = Date.now() + message.seconds * 1000;
			else failure = message.message;
		});
		child.once('exit', (code, signal) => {
			const wasReady = this.#address !== null;
			this.#address = null;
			this.#child = null;
			if (this.#timer) clearInterval(this.#timer);
			if (this.#isStopping) return;
			if (!wasReady) {
				for (const { reject } of this.#waiting.splice(0)) reject(new Error(failure || `the backend ended with ${signal ?? code}`));
				return;
			}
			this.restarts++;
			log('warn', 'backend_restart', { code, signal, restarts: this.restarts });
			this.#spawn();
		});
	}

	#watch(): void {
		if (this.#timer) clearInterval(this.#timer);
		this.#timer = setInterval(() => void this.#check(), CHECK_EVERY_MS);
		this.#timer.unref();
	}

	async #check(): Promise<void> {
		const address = this.#address;
		if (!address) return;
		try {
			await fetch(`http://127.0.0.1:${address.port}/inside/health`, {
				headers: { 'x-zhantu-inside': address.token },
				signal: AbortSignal.timeout(CHECK_EVERY_MS)
			});
			this.#lastAnswer = Date.now();
		} catch {
			if (Date.now() < this.#busyUntil || Date.now() - this.#lastAnswer < SILENT_MS) return;
			log('error', 'backend_silent', { seconds: Math.round((Date.now() - this.#lastAnswer) / 1000) });
			this.#lastAnswer = Date.now();
			this.kill();
		}
	}
}
