import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeError, log } from './log.ts';
import { OPERATOR, type JobQueue } from './queue.ts';
import type { Sql } from './sql.ts';

const LOOK_EVERY_MS = 30_000;
/** 16 MB each. More log means a longer recovery, and the directory grows by it. */
const SEGMENTS_BEFORE_CHECKPOINT = 6;
const CHECKPOINT_EVERY_MS = 5 * 60_000;
const VACUUM_EVERY_MS = 10 * 60_000;
/** Where somebody always waits. By the statistics of 3,000 cases a list of 50 out of 24,000 takes 18 ms, by their own 3. */
const VACUUM_AT_LATEST_MS = 20 * 60_000;

interface Parts {
	sql: Sql;
	queue: JobQueue;
	/** PGlite's directory. */
	folder: string;
}

/**
 * What a PostgreSQL server does in processes of its own and PGlite, in single-user mode, does not do at
 * all: checkpoints, so that the log stays short, and vacuum, so that dead rows do not pile up and plans are
 * made for the rows that there are. Each step is one job in the queue, and vacuum waits for a moment at
 * which nobody does, though not for ever.
 */
export class Maintenance {
	readonly #parts: Parts;
	#timer: NodeJS.Timeout | null = null;
	#checkpointAt = Date.now();
	#checkpointLsn = '';
	#vacuumAt = Date.now();
	#isAtWork = false;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	start(): void {
		this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
		this.#timer.unref();
	}

	stop(): void {
		if (this.#timer) clearInterval(this.#timer);
	}

	/** Does what is due. */
	async look(now = Date.now()): Promise<void> {
		if (this.#isAtWork) return;
		this.#isAtWork = true;
		try {
			const segments = readdirSync(join(this.#parts.folder, 'pg_wal')).filter((name) => /^[0-9A-F]{24}$/.test(name)).length;
			if (segments > SEGMENTS_BEFORE_CHECKPOINT || now - this.#checkpointAt >= CHECKPOINT_EVERY_MS) await this.#checkpoint(now);
			const sinceVacuum = now - this.#vacuumAt;
			const isQuiet = this.#parts.queue.length === 0;
			if (sinceVacuum >= VACUUM_AT_LATEST_MS || (sinceVacuum >= VACUUM_EVERY_MS && isQuiet)) await this.#vacuum(now);
		} catch (error) {
			log('error', 'maintenance', describeError(error));
		} finally {
			this.#isAtWork = false;
		}
	}

	async #checkpoint(now: number): Promise<void> {
		const { queue, sql } = this.#parts;
		this.#checkpointAt = now;
		await queue.run(OPERATOR, async () => {
			const [before] = await sql.query<{ lsn: string }>('select pg_current_wal_insert_lsn()::text as lsn');
			if (before?.lsn === this.#checkpointLsn) return;
			await sql.exec('checkpoint');
			const [after] = await sql.query<{ lsn: string }>('select pg_current_wal_insert_lsn()::text as lsn');
			this.#checkpointLsn = after?.lsn ?? '';
		});
	}

	/** Tables by PostgreSQL's own rule of thumb: a fifth of the rows and at least fifty. */
	async #vacuum(now: number): Promise<void> {
		const { queue, sql } = this.#parts;
		this.#vacuumAt = now;
		const started = performance.now();
		const due = await queue.run(OPERATOR, () =>
			sql.query<{ name: string }>(
				`select format('%I.%I', schemaname, relname) as name from pg_stat_all_tables
				where schemaname not in ('pg_toast', 'information_schema')
					and greatest(n_dead_tup, n_mod_since_analyze / 2) > 50 + 0.2 * n_live_tup
				order by n_dead_tup`
			)
		);
		for (const { name } of due) await queue.run(OPERATOR, () => sql.exec(`vacuum (analyze) ${name}`));
		if (due.length > 0) log('info', 'vacuum', { tables: due.length, ms: Math.round(performance.now() - started) });
	}
}
