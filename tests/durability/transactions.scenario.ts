import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Database } from '#lib/server/backend/database.ts';
import { dataDir } from '#lib/server/backend/data-dir.ts';
import { createHandler } from '#lib/server/backend/handler.ts';
import { readOrMakeKeys } from '#lib/server/backend/keys.ts';
import { JobQueue, OPERATOR } from '#lib/server/backend/queue.ts';
import { pause, remove } from './ground.ts';
import type { Scenario } from './scenario.ts';

const READERS = 8;
const LONGEST_DELAY_MS = 8;

/**
 * Row 31: transactions that wait in their middle and are rolled back, while requests of the API run. Every
 * call of the database is delayed, so that whatever may come between comes between. The same is done past
 * the queue, to know that the test would see it.
 */
export const transactions = () =>
	({
		name: 'transactions',
		about: 'row 31: transactions that wait in their middle, half rolled back, under REST load with a delay in every database call',
		rounds: { short: 20, full: 200 },
		async run(rounds, say) {
			const folder = mkdtempSync(join(tmpdir(), 'zhantu-transactions-'));
			const database = await openDatabase(dataDir(folder), undefined, () => {});
			try {
				const keys = await readOrMakeKeys(join(folder, 'keys.json'));
				const handler = createHandler(database.connection, keys, join(folder, 'pictures'));
				await database.sql.exec('create table private.probe (round integer, is_kept boolean)');
				const read = async (): Promise<boolean> => {
					const request = new Request('http://backend/rest/v1/published_areas?select=code', { headers: { apikey: keys.publishableKey } });
					return (await handler.fetch(request)).ok;
				};
				await read();
				delayEveryCall(database);
				const queue = new JobQueue({ limit: 1_000, lanes: 1, patienceMs: 600_000 });
				const guarded = await runAll(database, rounds, (caller, job) => queue.run(caller, job), read);
				say(`in the queue: ${guarded.foreign} foreign rows, ${guarded.missing} missing`);
				await database.sql.exec('truncate private.probe');
				const bare = await unheard(() => runAll(database, Math.min(rounds, 20), (_caller, job) => job(), read));
				say(`past the queue: ${bare.foreign} foreign rows, ${bare.missing} missing`);
				return {
					transactions: rounds,
					reads: guarded.reads,
					foreignRows: guarded.foreign,
					missingRows: guarded.missing,
					strayCommits: guarded.foreign,
					failedReads: guarded.failedReads,
					seenWithoutQueue: bare.foreign + bare.missing > 0 ? 1 : 0
				};
			} finally {
				await database.close();
				remove(folder);
			}
		},
		some: ['reads'],
		sound: { foreignRows: 0, missingRows: 0, strayCommits: 0, failedReads: 0, seenWithoutQueue: 1 }
	}) satisfies Scenario<Record<string, number>>;

/** Past the queue the handler complains of every statement that came into somebody else's transaction. */
async function unheard<Result>(work: () => Promise<Result>): Promise<Result> {
	const complain = console.error;
	console.error = () => {};
	try {
		return await work();
	} finally {
		console.error = complain;
	}
}

type Run = <Result>(caller: string, job: () => Promise<Result>) => Promise<Result>;

async function runAll(
	{ sql }: Database,
	rounds: number,
	run: Run,
	read: () => Promise<boolean>
): Promise<{ foreign: number; missing: number; reads: number; failedReads: number }> {
	let isOver = false;
	const counted = { reads: 0, failedReads: 0 };
	const readers = Array.from({ length: READERS }, async (_none, n) => {
		while (!isOver) {
			const isGood = await run(`reader ${n}`, read).catch(() => false);
			counted.reads++;
			if (!isGood) counted.failedReads++;
		}
	});
	for (let round = 0; round < rounds; round++) {
		const isKept = round % 2 === 0;
		// Statement by statement, as code that awaits inside its transaction sends them.
		await run(OPERATOR, async () => {
			await sql.exec('begin');
			await sql.query('insert into private.probe values ($1, $2)', [round, isKept]);
			await pause(Math.random() * LONGEST_DELAY_MS);
			await sql.query('insert into private.probe values ($1, $2)', [round, isKept]);
			await sql.exec(isKept ? 'commit' : 'rollback');
		}).catch(() => {});
	}
	isOver = true;
	await Promise.all(readers);
	const [row] = await sql.query<{ foreign: number; kept: number }>(
		`select count(*) filter (where not is_kept)::integer as foreign, count(*) filter (where is_kept)::integer as kept from private.probe`
	);
	return { ...counted, foreign: row?.foreign ?? 0, missing: Math.ceil(rounds / 2) * 2 - (row?.kept ?? 0) };
}

/** Everything that the handler and we send to PGlite waits a little first. */
function delayEveryCall(database: Database): void {
	const driver = (database.connection as unknown as { driver: Record<'query' | 'exec', (...given: unknown[]) => Promise<unknown>> }).driver;
	for (const method of ['query', 'exec'] as const) {
		const call = driver[method].bind(driver);
		driver[method] = async (...given) => {
			await pause(Math.random() * LONGEST_DELAY_MS);
			return call(...given);
		};
	}
}
