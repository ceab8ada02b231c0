import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openBackend, type Backend, type BackendKind } from '#lib/server/backend/index.ts';
import { sqlOverPostgres } from '#lib/server/backend/sql-postgres.ts';
import { buildCity, type City } from './city.ts';

/** How a test reaches the backend that the run has started, and who lives there. */
export interface Contract {
	kind: BackendKind;
	/** Data directory of the running backend; empty for Supabase. */
	data: string;
	supabase: { url: string; publishableKey: string; secretKey: string } | null;
	/** URL of the superuser of the database behind the API, where that is a PostgreSQL server. */
	superuser: string | null;
	/** Streams what the backend announces, a tick a line: only the process that started it hears them. */
	ticks: string;
	city: City;
}

declare module 'vitest' {
	export interface ProvidedContext {
		contract: Contract;
	}
}

/**
 * vitest global setup: one backend for all contract tests, without the demo, with a small city in it.
 * CONTRACT_SUPABASE_URL, CONTRACT_SUPABASE_PUBLISHABLE_KEY and CONTRACT_SUPABASE_SECRET_KEY name a
 * Supabase whose migrations are applied and whose rows may be thrown away; TEST_DATABASE_URL (a
 * superuser) a PostgreSQL server, on which a database is made; else it is the embedded backend.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
	const supabase = supabaseOfEnvironment();
	const server = process.env.TEST_DATABASE_URL;
	const database = !supabase && server ? await newDatabase(server) : null;
	const data = supabase ? '' : mkdtempSync(join(tmpdir(), 'zhantu-contract-'));
	const backend = await openWith(
		{
			PUBLIC_SUPABASE_URL: supabase?.url,
			PUBLIC_SUPABASE_PUBLISHABLE_KEY: supabase?.publishableKey,
			SUPABASE_SECRET_KEY: supabase?.secretKey,
			DATABASE_URL: database?.url,
			ZHANTU_POSTGRES: undefined,
			// Forty accounts are made; their passwords need not stand against anybody.
			LITE_AUTH_BCRYPT_COST: '4'
		},
		data
	);
	const relay = await relayTicks(backend);
	const tearDown = async (): Promise<void> => {
		relay.server.closeAllConnections();
		relay.server.close();
		await backend.close();
		await database?.drop();
		if (data) rmSync(data, { recursive: true, force: true });
	};
	try {
		const city = await buildCity(backend, ban(backend, database?.url));
		project.provide('contract', { kind: backend.kind, data, supabase, superuser: database?.url ?? null, ticks: relay.url, city });
	} catch (error) {
		await tearDown();
		throw error;
	}
	return tearDown;
}

/** Opens the backend under these variables, which the child inherits; undefined takes one away. */
async function openWith(environment: Record<string, string | undefined>, data: string): Promise<Backend> {
	const before = process.env;
	process.env = { ...before, ...environment };
	try {
		return await openBackend(data ? { data } : {});
	} finally {
		process.env = before;
	}
}

function supabaseOfEnvironment(): Contract['supabase'] {
	const url = process.env.CONTRACT_SUPABASE_URL;
	if (!url) return null;
	const publishableKey = process.env.CONTRACT_SUPABASE_PUBLISHABLE_KEY;
	const secretKey = process.env.CONTRACT_SUPABASE_SECRET_KEY;
	if (!publishableKey || !secretKey) {
		throw new Error('CONTRACT_SUPABASE_URL needs CONTRACT_SUPABASE_PUBLISHABLE_KEY and CONTRACT_SUPABASE_SECRET_KEY beside it');
	}
	return { url, publishableKey, secretKey };
}

async function relayTicks(backend: Backend): Promise<{ server: Server; url: string }> {
	const server = createServer((_request, response) => {
		response.writeHead(200, { 'content-type': 'text/plain' }).flushHeaders();
		const stop = backend.onTick((payload) => response.write(`${payload}\n`));
		response.once('close', stop);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	return { server, url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` };
}

/** Bans an account whose session goes on: an act of whoever runs the backend, so each has a way of its own. */
function ban(backend: Backend, superuser: string | undefined): (userId: string) => Promise<void> {
	const statement = "update auth.users set banned_until = now() + interval '1 year' where id = $1";
	return async (userId) => {
		if (superuser) {
			const sql = sqlOverPostgres(superuser, { max: 1 });
			await sql.query(statement, [userId]);
			await sql.close();
		} else if (backend.sql) await backend.sql.query(statement, [userId]);
		else await backend.operator().auth.admin.updateUserById(userId, { ban_duration: '8760h' });
	};
}

async function newDatabase(server: string): Promise<{ url: string; drop(): Promise<void> }> {
	const name = `contract_${randomUUID().replaceAll('-', '')}`;
	const admin = sqlOverPostgres(server, { max: 1 });
	await admin.exec(`create database ${name}`);
	const url = new URL(server);
	url.pathname = `/${name}`;
	return {
		url: url.href,
		drop: async () => {
			await admin.exec(`drop database ${name} with (force)`);
			await admin.close();
		}
	};
}
