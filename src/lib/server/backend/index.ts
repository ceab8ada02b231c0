import { existsSync, readFileSync } from 'node:fs';
import { createClient } from '@supabase/supabase-js';
import * as v from 'valibot';
import type { Client } from '#lib/data/client.ts';
import type { Database } from '#lib/data/database.types.ts';
import { backupsOf, type Backups } from './backups.ts';
import { ADDRESS_HEADER } from './caller.ts';
import { hasCluster } from './cluster.ts';
import { dataDir, type DataDir } from './data-dir.ts';
import type { BackendHealth } from './inside.ts';
import { commandToken, readOrMakeKeys, type Keys } from './keys.ts';
import { lockHolder } from './lock.ts';
import { readMigrations } from './migrations.ts';
import { SnapshotFactsSchema, type SnapshotFacts } from './snapshot.ts';
import type { Sql } from './sql.ts';
import { sqlOverInside } from './sql-inside.ts';
import { BackendAway, Supervisor, type ChildAddress } from './supervisor.ts';
import { currentTrace, TRACE_HEADER } from './trace.ts';

export type BackendKind = 'pglite' | 'postgres' | 'supabase';

/**
 * The backend as the rest of the server sees it: an address that speaks Supabase, and what only the
 * server may do. Which of the three it is shows in `kind` and nowhere else.
 */
export interface Backend {
	kind: BackendKind;
	/** Base URL for supabase-js. */
	url: string;
	publishableKey: string;
	/** Seals what the database must not be able to read by itself. */
	sealKey: string;
	/** fetch that reaches it: adds the run token for an embedded backend. */
	fetch: typeof fetch;
	/** A client that may do what somebody may who is not signed in. `address`: who asks, where it signs in. */
	anonymous(address?: string): Client;
	/** A client with the server's own key. Never for a request on somebody's behalf. */
	operator(): Client;
	/** A client that acts as a signed-in person by their token. */
	as(accessToken: string): Client;
	/** Whether it counts wrong passwords itself, by the addresses it is told; else the web server does. */
	limitsSignIn: boolean;
	/** A token for a person, for commands run on the server (`--as`). Embedded and one-server only. */
	tokenFor(userId: string): Promise<string>;
	/** Makes an account for signing in; answers its user id. */
	createAccount(email: string, password: string): Promise<string>;
	/** Gives an account another password; whoever asks for it has been checked before. Throws with a `code`. */
	setPassword(userId: string, password: string): Promise<void>;
	/** The owner's SQL, for seeds and maintenance. Embedded and one-server only. */
	sql: Sql | null;
	/** Keeps the freshly seeded database as the template of new data directories; only where that is PGlite. */
	keepDemo(): Promise<void>;
	/** Asks for the database as of one moment, written into a folder. Embedded and one-server only. */
	snapshot(folder: string): Promise<SnapshotFacts>;
	/** Removes a sign-in account with all its sessions. */
	removeAccount(userId: string): Promise<void>;
	/** Backups by schedule; null where the backend keeps its own (Supabase). */
	backups: Backups | null;
	onTick(listener: (payload: string) => void): () => void;
	/** Throws when it does not answer. */
	health(): Promise<Partial<Omit<BackendHealth, 'kind'>> & { kind: BackendKind }>;
	/** What this process knows of the backend's, without asking it. */
	vitals(): Vitals;
	/** Version of the last migration that this application brings. */
	migration: string;
	/** Passes a browser's request on, with who asks; null when the backend is not ours to expose. */
	forward: ((request: Request, path: string, address?: string) => Promise<Response>) | null;
	close(): Promise<void>;
}

/** Null and nought where the backend is no process of ours. */
export interface Vitals {
	isUp: boolean;
	restarts: number;
	/** Restarts because it computed too long without answering. */
	silences: number;
}
const NO_VITALS: Vitals = { isUp: true, restarts: 0, silences: 0 };

export interface OpenOptions {
	/** Prints what a long start is doing. */
	progress?: (line: string) => void;
	/** Use a backend that runs on this directory already, as commands do; the server never does. */
	mayShare?: boolean;
	/** `start:postgres`: a private cluster inside the data directory. */
	usePrivateCluster?: boolean;
	/** A new embedded directory begins with today's demo where one is kept. */
	withDemo?: boolean;
	data?: string;
}

/** Opens the backend that the environment names: Supabase, a PostgreSQL server, or the embedded one. */
export async function openBackend(options: OpenOptions = {}): Promise<Backend> {
	const supabaseUrl = process.env.PUBLIC_SUPABASE_URL;
	const migration = (await readMigrations()).at(-1)?.version ?? '';
	if (supabaseUrl) return openSupabase(supabaseUrl, migration);
	const dir = dataDir(options.data);
	const kept = { backups: backupsOf(dir), migration };
	if (options.mayShare && lockHolder(dir.lock) !== null && existsSync(dir.run)) {
		const running = JSON.parse(readFileSync(dir.run, 'utf8')) as ChildAddress;
		return embedded(
			async () => running,
			await readOrMakeKeys(dir.keys),
			() => () => {},
			async () => {},
			running.kind,
			{ ...kept, vitals: () => NO_VITALS }
		);
	}
	const supervisor = new Supervisor(
		{
			ZHANTU_DATA: dir.root,
			...(usesCluster(dir, options) ? { ZHANTU_POSTGRES: 'private' } : {}),
			...(options.withDemo ? { ZHANTU_WITH_DEMO: '1' } : {})
		},
		options.progress
	);
	const started = await supervisor.start();
	return embedded(
		() => supervisor.address(),
		await readOrMakeKeys(dir.keys),
		(listener) => supervisor.onTick(listener),
		() => supervisor.stop(),
		started.kind,
		{ ...kept, vitals: () => ({ isUp: supervisor.isUp, restarts: supervisor.restarts, silences: supervisor.silences }) }
	);
}

/** A command works on what the directory holds; where that is both, on the embedded database unless told otherwise. */
function usesCluster(dir: DataDir, { usePrivateCluster, mayShare }: OpenOptions): boolean {
	return (
		usePrivateCluster === true || (mayShare === true && !process.env.DATABASE_URL && hasCluster(dir.cluster) && !existsSync(dir.pglite))
	);
}

function embedded(
	address: () => Promise<ChildAddress>,
	keys: Keys,
	onTick: Backend['onTick'],
	close: () => Promise<void>,
	kind: BackendKind,
	operation: Pick<Backend, 'backups' | 'migration' | 'vitals'>
): Backend {
	// The port changes when the process is started again, so a fixed name is resolved at each call.
	const base = 'http://backend.internal';
	const reach: typeof fetch = async (input, init) => {
		const request = new Request(input, init);
		const { port, token } = await address();
		const url = new URL(request.url);
		const headers = new Headers(request.headers);
		headers.set('x-zhantu-inside', token);
		headers.set(TRACE_HEADER, currentTrace() ?? '');
		const body = request.method === 'GET' || request.method === 'HEAD' ? undefined : await request.arrayBuffer();
		return fetch(`http://127.0.0.1:${port}${url.pathname}${url.search}`, { method: request.method, headers, body, signal: request.signal });
	};
	const enter = async (path: string, init: RequestInit = {}): Promise<Response> => {
		const { port, operatorToken } = await address();
		return fetch(`http://127.0.0.1:${port}${path}`, {
			...init,
			headers: { 'content-type': 'application/json', 'x-zhantu-inside': operatorToken }
		});
	};
	const ask = async <Answer>(path: string, body: unknown): Promise<Answer> => {
		const answered = await enter(path, { method: 'POST', body: JSON.stringify(body) });
		const answer = (await answered.json()) as Answer & { code?: string; message?: string };
		if (!answered.ok) throw Object.assign(new Error(answer.message ?? answer.code ?? `status ${answered.status}`), { code: answer.code });
		return answer;
	};
	return {
		kind,
		url: base,
		publishableKey: keys.publishableKey,
		sealKey: keys.sealKey,
		fetch: reach,
		anonymous: (address) => client(base, keys.publishableKey, reach, address ? { [ADDRESS_HEADER]: address } : {}),
		operator: () => client(base, keys.secretKey, reach),
		as: (accessToken) => client(base, keys.publishableKey, reach, bearer(accessToken)),
		limitsSignIn: true,
		tokenFor: (userId) => commandToken(keys, userId),
		createAccount: async (email, password) => (await ask<{ id: string }>('/inside/account', { email, password })).id,
		removeAccount: async (userId) => {
			await ask('/inside/sql', { statements: [{ text: 'delete from auth.users where id = $1', params: [userId] }] });
		},
		setPassword: async (userId, password) => {
			await ask('/inside/password', { userId, password });
		},
		sql: sqlOverInside((body) => ask('/inside/sql', body)),
		keepDemo: async () => {
			if (kind === 'pglite') await ask('/inside/keep-demo', {});
		},
		snapshot: async (folder) => v.parse(SnapshotFactsSchema, await ask('/inside/snapshot', { folder })),
		onTick,
		health: async () => (await enter('/inside/health')).json() as Promise<BackendHealth>,
		...operation,
		forward: async (request, path, address = '') => {
			if (!isApi(path)) return Response.json({ code: 'not_found' }, { status: 404 });
			const url = new URL(request.url);
			const passed = new Request(`${base}${path}${url.search}`, request);
			passed.headers.set(ADDRESS_HEADER, address);
			const answered = await reach(passed).catch(away);
			// Headers of a fetched answer cannot be added to; ours can.
			return new Response(answered.body, { status: answered.status, headers: new Headers(answered.headers) });
		},
		close
	};
}

/** Whether a path names something of the API and nothing else once it has been resolved: `/rest/../inside` does not. */
function isApi(path: string): boolean {
	return /^\/(rest|auth|storage)\/v1\//.test(path) && new URL(path, 'http://backend.internal').pathname === path;
}

/** A caller of the API hears that it may come again; whatever else went wrong is an error. */
function away(error: unknown): Response {
	const isAway = error instanceof BackendAway || (error instanceof TypeError && error.message === 'fetch failed');
	if (!isAway) throw error;
	return Response.json({ code: 'busy' }, { status: 503, headers: { 'retry-after': '5' } });
}

function openSupabase(url: string, migration: string): Backend {
	const publishableKey = process.env.PUBLIC_SUPABASE_PUBLISHABLE_KEY ?? '';
	const secretKey = process.env.SUPABASE_SECRET_KEY ?? '';
	if (publishableKey.length < 20 || secretKey.length < 20) {
		throw new Error('PUBLIC_SUPABASE_URL is set, but PUBLIC_SUPABASE_PUBLISHABLE_KEY or SUPABASE_SECRET_KEY is missing or a placeholder.');
	}
	const operator = (): Client => client(url, secretKey, fetch);
	return {
		kind: 'supabase',
		url,
		publishableKey,
		// A key of its own outlives the rotation of the secret key; without one, factors are set up anew after it.
		sealKey: process.env.ZHANTU_SEAL_KEY ?? secretKey,
		fetch,
		anonymous: () => client(url, publishableKey, fetch),
		operator,
		as: (accessToken) => client(url, publishableKey, fetch, bearer(accessToken)),
		limitsSignIn: false,
		tokenFor: () => Promise.reject(new Error('On Supabase sign in with a password instead of --as.')),
		createAccount: async (email, password) => {
			const { data, error } = await operator().auth.admin.createUser({ email, password, email_confirm: true });
			if (error) throw Object.assign(new Error(error.message), { code: error.code });
			return data.user.id;
		},
		setPassword: async (userId, password) => {
			const { error } = await operator().auth.admin.updateUserById(userId, { password });
			if (error) throw Object.assign(new Error(error.message), { code: error.code });
		},
		sql: null,
		keepDemo: async () => {},
		snapshot: () => Promise.reject(new Error('Supabase keeps its own backups.')),
		onTick: realtimeTicks(operator),
		health: async () => {
			const answered = await fetch(`${url}/auth/v1/health`, { headers: { apikey: publishableKey } });
			if (!answered.ok) throw new Error(`Supabase answers ${answered.status}`);
			return { kind: 'supabase' };
		},
		removeAccount: async (userId) => {
			const { error } = await operator().auth.admin.deleteUser(userId);
			if (error && error.status !== 404) throw Object.assign(new Error(error.message), { code: error.code });
		},
		backups: null,
		vitals: () => NO_VITALS,
		migration,
		forward: null,
		close: async () => {}
	};
}

/** Ticks by Realtime broadcast (private.announce sends them): one subscription for all who listen, while anybody does. */
function realtimeTicks(operator: () => Client): Backend['onTick'] {
	const listeners = new Set<(payload: string) => void>();
	let leave: (() => void) | null = null;
	const join = (): (() => void) => {
		const supabase = operator();
		const channel = supabase
			.channel('areas', { config: { private: true } })
			.on('broadcast', { event: 'change' }, ({ payload }) => {
				for (const listener of listeners) listener(JSON.stringify(payload));
			})
			.subscribe();
		return () => void supabase.removeChannel(channel);
	};
	return (listener) => {
		listeners.add(listener);
		leave ??= join();
		return () => {
			listeners.delete(listener);
			if (listeners.size > 0 || !leave) return;
			leave();
			leave = null;
		};
	};
}

function bearer(accessToken: string): Record<string, string> {
	return { Authorization: `Bearer ${accessToken}` };
}

function client(url: string, key: string, reach: typeof fetch, headers: Record<string, string> = {}): Client {
	return createClient<Database>(url, key, {
		auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
		global: { fetch: reach, headers }
	});
}
