/**
 * The embedded backend: a process of its own that holds the lock, the database and the API handler.
 * Started by supervisor.ts with the IPC channel open; it ends when its parent does.
 *
 * Everything that touches the database goes through one queue, and a write is on disk before its
 * answer leaves. It listens on loopback and answers only requests that carry a token of this run: one for the API, another for the operator's door.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { ADDRESS_HEADER, callerReader, SIGNING_IN } from './caller.ts';
import { startCluster } from './cluster.ts';
import { dataDir } from './data-dir.ts';
import { openDatabase } from './database.ts';
import { DiskGuard, mayChange, readingFunctions } from './disk-guard.ts';
import { writeDurably } from './durability.ts';
import { bodyLimit, isAllowed, isSignIn, mayWrite } from './fences.ts';
import { createHandler } from './handler.ts';
import { Inside } from './inside.ts';
import { readOrMakeKeys } from './keys.ts';
import { takeLock } from './lock.ts';
import { describeError, log, muteConsole } from './log.ts';
import { LoginLimit } from './login-limit.ts';
import { Maintenance } from './maintenance.ts';
import { JobQueue, OPERATOR, QueueFull } from './queue.ts';
import { refuseHalfRestored } from './restore.ts';
import { SignIn } from './sign-in.ts';
import { TRACE_HEADER } from './trace.ts';

export type ChildMessage =
	| { type: 'ready'; port: number; token: string; operatorToken: string; applied: string[]; kind: 'pglite' | 'postgres' }
	| { type: 'progress'; line: string }
	| { type: 'tick'; payload: string }
	/** A job begins that may hold the database for so long; 0 when it has ended. */
	| { type: 'busy'; seconds: number }
	| { type: 'failed'; message: string };

const QUEUE_LIMIT = 256;
/** Whoever waits longer would be told by a time-out instead. */
const PATIENCE_MS = 8_000;
const RESTART_SECONDS = 5;
/** Functions that may hold the database for long, beside the server's own work; the watchdog is told when they begin. */
const SLOW = /^\/rest\/v1\/rpc\/(import_commit|import_undo|import_check|verify_ledger)$/;
const SLOW_SECONDS = 600;

function tell(message: ChildMessage): void {
	if (process.connected) process.send?.(message);
}

async function slowly<Result>(work: () => Promise<Result>): Promise<Result> {
	tell({ type: 'busy', seconds: SLOW_SECONDS });
	try {
		return await work();
	} finally {
		tell({ type: 'busy', seconds: 0 });
	}
}

async function main(): Promise<void> {
	const hasParent = process.connected;
	muteConsole();
	process.on('uncaughtException', (error) => {
		log('error', 'backend_crash', describeError(error));
		process.exit(71);
	});
	const dir = dataDir();
	const release = takeLock(dir.lock);
	refuseHalfRestored(dir);
	const progress = (line: string): void => tell({ type: 'progress', line });
	const cluster = process.env.ZHANTU_POSTGRES === 'private' ? await startCluster(dir.cluster, progress) : null;
	const keys = await readOrMakeKeys(dir.keys);
	const database = await openDatabase(dir, cluster?.url ?? process.env.DATABASE_URL, progress);
	const handler = createHandler(database.connection, keys, dir.pictures);
	const queue = new JobQueue({ limit: QUEUE_LIMIT, lanes: database.lanes, patienceMs: PATIENCE_MS });
	const callerOf = callerReader(keys);
	const inTurn = <Answer>(work: () => Promise<Answer>): Promise<Answer> => queue.run(SIGNING_IN, work);
	const signIn = new SignIn(new LoginLimit({ sql: database.sql, sealKey: keys.sealKey, inTurn }));
	const disk = new DiskGuard(dir.root);
	const inside = new Inside({ dir, database, handler, keys, queue, disk });
	const maintenance = database.kind === 'pglite' ? new Maintenance({ sql: database.sql, queue, folder: dir.pglite }) : null;
	maintenance?.start();
	const token = randomBytes(24).toString('base64url');
	const operatorToken = randomBytes(24).toString('base64url');

	// The handler's first request introspects the schema; afterwards the grants must be ours again.
	await handler.fetch(
		new Request('http://backend/rest/v1/published_campaigns?select=id&limit=1', { headers: { apikey: keys.publishableKey } })
	);
	await database.sql.query('select private.apply_grants()');
	await database.onTick((payload) => tell({ type: 'tick', payload }));
	const readers = await readingFunctions(database.sql);

	let isStopping = false;
	const server = createServer((request, response) => {
		void answer(request, response).catch((error: unknown) => {
			log('error', 'backend_request', { ...describeError(error), traceId: traceOf(request) });
			if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
			response.end('{"code":"internal"}');
		});
	});

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url ?? '/', 'http://backend');
		const method = request.method ?? 'GET';
		const isInside = url.pathname.startsWith('/inside/');
		// Whoever passes requests of others on holds no token for the operator's door: no path leads there by mistake.
		if (!isToken(request.headers['x-zhantu-inside'], isInside ? operatorToken : token)) return refuse(response, 401, 'not_inside');
		if (!isInside && !isAllowed(method, url)) return refuse(response, 404, 'not_found');
		if (!isInside && !isKey(request.headers.apikey)) return refuse(response, 401, 'no_api_key');
		// Connections that are kept alive would otherwise bring work for as long as there is a client.
		if (isStopping) return tryAgain(response, RESTART_SECONDS);
		if (!isInside && mayChange(method, url.pathname, readers) && disk.isFull()) return refuse(response, 507, 'disk_full');
		const body = await readBody(request, isInside ? 64 * 1024 * 1024 : bodyLimit(url.pathname));
		if (body === null) return refuse(response, 413, 'body_too_large');
		if (url.pathname === '/inside/health') return send(response, Response.json(inside.health()));
		const caller = isInside ? OPERATOR : await callerOf(url.pathname, plainHeaders(request));
		const isSlow = caller === OPERATOR || SLOW.test(url.pathname);
		const work = (): Promise<Response> => handle(method, url, request, body);
		try {
			const ask = (): Promise<Response> => queue.run(caller, isSlow ? () => slowly(work) : work);
			if (!isSignIn(url)) return await send(response, await ask());
			const answered = await signIn.answer({ ask, body, address: addressOf(request) });
			if (answered.status === 400) inside.failedSignIns++;
			await send(response, answered);
		} catch (error) {
			if (!(error instanceof QueueFull)) throw error;
			tryAgain(response, error.retryAfterS);
		}
	}

	async function handle(method: string, url: URL, request: IncomingMessage, body: Uint8Array): Promise<Response> {
		const web = new Request(url, {
			method,
			headers: plainHeaders(request),
			...(mayWrite(method) && body.length > 0 ? { body: body as BodyInit } : {})
		});
		const answered = await (url.pathname.startsWith('/inside/') ? inside.handle(web) : handler.fetch(web));
		// Read inside the queue: a streamed answer must not outlive its turn.
		const content = new Uint8Array(await answered.arrayBuffer());
		if (answered.status >= 500) {
			await checkDatabase(answered.status, traceOf(request));
			return Response.json({ code: 'internal' }, { status: answered.status });
		}
		return new Response(content.length > 0 ? content : null, { status: answered.status, headers: answered.headers });
	}

	/** A database that is broken in itself stays so: the supervisor opens it anew. Acknowledged writes are on disk. */
	async function checkDatabase(status: number, traceId: string): Promise<void> {
		log('error', 'handler_failed', { status, traceId });
		try {
			await database.sql.query('select 1');
		} catch (error) {
			log('error', 'database_broken', describeError(error));
			process.exit(70);
		}
	}

	/** The handler asks for a key at data only; sessions and files are behind it too, as at Supabase. */
	function isKey(given: string | string[] | undefined): boolean {
		return isToken(given, keys.publishableKey) || isToken(given, keys.secretKey);
	}

	async function shutDown(reason: string): Promise<void> {
		log('info', 'backend_stopping', { reason });
		server.close();
		server.closeIdleConnections();
		maintenance?.stop();
		await Promise.race([queue.drain(), new Promise((resolve) => setTimeout(resolve, 10_000))]);
		await database.close();
		await cluster?.stop();
		rmSync(dir.run, { force: true });
		release();
		process.exit(0);
	}

	const stop = (reason: string) => () => {
		if (isStopping) return;
		isStopping = true;
		shutDown(reason).catch((error: unknown) => {
			log('error', 'backend_stop', describeError(error));
			process.exit(1);
		});
	};
	process.on('SIGTERM', stop('SIGTERM'));
	process.on('SIGINT', stop('SIGINT'));
	process.on('disconnect', stop('parent gone'));
	// It may have gone while the database opened, and nobody would ever be told: the directory would be held for good.
	if (hasParent && !process.connected) return stop('parent gone')();

	// A parent that was busy for some seconds must not find its connection closed under a request.
	server.keepAliveTimeout = 120_000;
	server.listen(0, '127.0.0.1', () => {
		const address = server.address();
		const port = typeof address === 'object' && address ? address.port : 0;
		writeDurably(dir.run, JSON.stringify({ pid: process.pid, port, token, operatorToken, kind: database.kind }), 0o600);
		tell({ type: 'ready', port, token, operatorToken, applied: database.applied, kind: database.kind });
	});
}

function isToken(given: string | string[] | undefined, token: string): boolean {
	const bytes = Buffer.from(typeof given === 'string' ? given : '');
	return bytes.length === token.length && timingSafeEqual(bytes, Buffer.from(token));
}

/** The name of the web server's request, for the log; nothing else may come in by it. */
function traceOf(request: IncomingMessage): string {
	const given = request.headers[TRACE_HEADER];
	return typeof given === 'string' && /^[0-9a-f]{8}$/.test(given) ? given : '';
}

/** Told by the web server, which alone can reach this process; empty for its own commands. */
function addressOf({ headers }: IncomingMessage): string {
	const told = headers[ADDRESS_HEADER];
	return typeof told === 'string' ? told.slice(0, 64) : '';
}

async function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array | null> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > limit) return null;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

const HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'host', 'content-length', 'x-zhantu-inside', 'expect', TRACE_HEADER]);

function plainHeaders(request: IncomingMessage): Headers {
	const headers = new Headers();
	for (const [name, value] of Object.entries(request.headers)) {
		if (!HOP.has(name) && value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
	}
	return headers;
}

async function send(response: ServerResponse, answer: Response): Promise<void> {
	const content = Buffer.from(await answer.arrayBuffer());
	answer.headers.forEach((value, name) => {
		if (!HOP.has(name) && !name.startsWith('access-control-')) response.setHeader(name, value);
	});
	response.writeHead(answer.status);
	response.end(content);
}

function tryAgain(response: ServerResponse, seconds: number): void {
	response.setHeader('retry-after', String(seconds));
	refuse(response, 503, 'busy');
}

function refuse(response: ServerResponse, status: number, code: string): void {
	response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
	response.end(JSON.stringify({ code }));
}

main().catch((error: unknown) => {
	log('error', 'backend_start', describeError(error));
	tell({ type: 'failed', message: describeError(error).message });
	setTimeout(() => process.exit(1), 50);
});
