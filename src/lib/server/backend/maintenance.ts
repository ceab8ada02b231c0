import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeError, log } from './log.ts';
import { OPERATOR, type JobQueue } from './queue.ts';
import type { Sql } from './sql.ts';

const LOOK_EVERY_MS = 30_000;
/** 16 MB each. More log means a longer recovery, and the directory grows by it. */
const SEGMENTS_BEFORE_CHECKPOINT = 6;
const CHECKPOINT_EVERY_MS = 5 * 60_000;
/** PostgreSQL's own autovacuum looks as often. */
const VACUUM_EVERY_MS = 60_000;
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
	/** The first look, half a minute after the start, sees to what a command has left: an import of a hundred thousand rows. */
	#vacuumAt = Date.now() - VACUUM_EVERY_MS;
	#vacuumDueAt = Date.now() + VACUUM_AT_LATEST_MS;
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
			const isQuiet = this.#parts.queue.length === 0;
			if (now >= this.#vacuumDueAt || (isQuiet && now - this.#vacuumAt >= VACUUM_EVERY_MS)) await this.#vacuum(now);
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

	/**
	 * Tables by PostgreSQL's own rule of thumb: a fifth of the rows and at least fifty. PGlite forgets what it
	 * has counted when it closes, so a table that has grown by a fifth since its last vacuum is due as well.
	 */
	async #vacuum(now: number): Promise<void> {
		const { queue, sql } = this.#parts;
		this.#vacuumAt = now;
		this.#vacuumDueAt = now + VACUUM_AT_LATEST_MS;
		const started = performance.now();
		const due = await queue.run(OPERATOR, () =>
			sql.query<{ name: string }>(
				`select format('%I.%I', s.schemaname, s.relname) as name
				from pg_stat_all_tables s
				join pg_class c on c.oid = s.relid
				where s.schemaname not in ('pg_toast', 'information_schema') and (
					greatest(s.n_dead_tup, s.n_mod_since_analyze / 2) > 50 + 0.2 * s.n_live_tup
					or pg_relation_size(s.relid) / current_setting('block_size')::integer > 8 + 1.2 * c.relpages
				)
				order by s.n_dead_tup`
			)
		);
		for (const { name } of due) await queue.run(OPERATOR, () => sql.exec(`vacuum (analyze) ${name}`));
		if (due.length > 0) log('info', 'vacuum', { tables: due.length, ms: Math.round(performance.now() - started) });
	}
}
