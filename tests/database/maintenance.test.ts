import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Maintenance } from '#lib/server/backend/maintenance.ts';
import { JobQueue } from '#lib/server/backend/queue.ts';
import type { Sql } from '#lib/server/backend/sql.ts';
import { openTestDatabase } from '../support/database.ts';

let sql: Sql;
const folder = mkdtempSync(join(tmpdir(), 'zhantu-maintenance-'));
beforeAll(async () => {
	sql = await openTestDatabase();
	mkdirSync(join(folder, 'pg_wal'));
});
afterAll(async () => {
	await sql.close();
	rmSync(folder, { recursive: true });
});

const rowsByStatistics = async (): Promise<unknown> =>
	(await sql.query<{ reltuples: number }>("select reltuples from pg_class where oid = 'public.grown'::regclass"))[0]?.reltuples;

test('what an import has left is known to the planner soon after the next start, though the database has forgotten its counts', async () => {
	await sql.exec('create table public.grown (n integer) with (autovacuum_enabled = false)');
	await sql.exec('vacuum (analyze) public.grown');
	await sql.exec('insert into public.grown select generate_series(1, 50000)');
	// As opening PGlite anew does.
	await sql.query('select pg_stat_reset()');
	expect(await rowsByStatistics()).toBeLessThan(50_000);
	const queue = new JobQueue({ limit: 10, lanes: 1, patienceMs: 60_000 });
	await new Maintenance({ sql, queue, folder }).look(Date.now() + 30_000);
	expect(await rowsByStatistics()).toBe(50_000);
});
