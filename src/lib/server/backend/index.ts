import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { NO_VITALS, type Backend, type BackendKind } from './backend.ts';
import { backupsOf } from './backups.ts';
import { ADDRESS_HEADER } from './caller.ts';
import { bearer, client } from './client.ts';
import { hasCluster } from './cluster.ts';
import { dataDir, type DataDir } from './data-dir.ts';
import type { BackendHealth } from './inside.ts';
import { commandToken, readOrMakeKeys, type Keys } from './keys.ts';
import { lockHolder } from './lock.ts';
import { readMigrations } from './migrations.ts';
import { SnapshotFactsSchema } from './snapshot.ts';
import { sqlOverInside } from './sql-inside.ts';
import { openSupabase } from './supabase.ts';
import { BackendAway, Supervisor, type ChildAddress } from './supervisor.ts';
import { currentTrace, TRACE_HEADER } from './trace.ts';

export type { Backend, BackendKind } from './backend.ts';

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
		ask,
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
