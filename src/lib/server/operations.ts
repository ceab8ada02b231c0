import { join } from 'node:path';
import type { Job, JobStatus, LedgerCheck } from '#lib/domain/operation.ts';
import type { Backend } from './backend/index.ts';
import { dataDir } from './backend/data-dir.ts';
import { describeError, log } from './backend/log.ts';
import { dueJobs } from './operations-schedule.ts';
import { keepState, readState, type OperationsState } from './operations-state.ts';

/** After a start the first visitors come first. */
const SETTLE_MS = 45_000;
const LOOK_EVERY_MS = 60_000;
/** Cases checked in one go: some tens of milliseconds of the database's only session. */
const SLICE = 300;
const ENDS_AT_ONCE = 2_000;
const MOST_BROKEN = 100;
const PICTURES_AT_ONCE = 200;

/**
 * The server's own work: backups, restore tests, the ledger's check, and letting go of what has been kept
 * long enough. One job at a time; asked for twice it is done once.
 */
export class Operations {
	readonly #backend: Backend;
	readonly #file: string;
	#state: OperationsState;
	readonly #running = new Map<Job, Promise<void>>();
	#progress: { job: Job; share: number } | null = null;
	#chain: Promise<void> = Promise.resolve();
	#isLedgerChecked = false;
	readonly startedAt = Date.now();

	constructor(backend: Backend, file = join(dataDir().root, 'operations.json')) {
		this.#backend = backend;
		this.#file = file;
		this.#state = readState(file);
	}

	get state(): OperationsState {
		return this.#state;
	}

	/** Looks every minute for what is due; answers what stops that. */
	start(): () => void {
		const look = (): void => {
			const known = {
				state: this.#state,
				backups: process.env.ZHANTU_BACKUP === 'off' ? null : (this.#backend.backups?.list() ?? null),
				startedAt: this.startedAt,
				isLedgerChecked: this.#isLedgerChecked
			};
			for (const job of dueJobs(known, Date.now())) void this.run(job);
		};
		const first = setTimeout(look, SETTLE_MS);
		const every = setInterval(look, LOOK_EVERY_MS);
		first.unref();
		every.unref();
		return () => {
			clearTimeout(first);
			clearInterval(every);
		};
	}

	status(job: Job): JobStatus {
		return {
			isRunning: this.#running.has(job),
			progress: this.#progress?.job === job ? this.#progress.share : null,
			failure: this.#state.failures[job] ?? null
		};
	}

	/** Does a job when those before it are done; resolves when it has ended, well or not. */
	run(job: Job): Promise<void> {
		const running = this.#running.get(job);
		if (running) return running;
		const done = this.#chain.then(() => this.#do(job));
		this.#running.set(job, done);
		this.#chain = done;
		return done;
	}

	async #do(job: Job): Promise<void> {
		const started = performance.now();
		try {
			const change = await this.#work(job);
			const { [job]: _mended, ...failures } = this.#state.failures;
			this.#keep({ ...this.#state, ...change, failures });
			log('info', 'job', { job, ms: Math.round(performance.now() - started) });
		} catch (error) {
			const { code, message } = describeError(error);
			log('error', 'job', { job, code, message });
			this.#keep({
				...this.#state,
				failures: { ...this.#state.failures, [job]: { at: new Date().toISOString(), code: code ?? 'failed' } }
			});
		} finally {
			this.#running.delete(job);
			this.#progress = null;
		}
	}

	#keep(state: OperationsState): void {
		this.#state = state;
		try {
			keepState(this.#file, state);
		} catch (error) {
			// On a full disk what is known stays in memory.
			log('error', 'operations_state', describeError(error));
		}
	}

	#work(job: Job): Promise<Partial<OperationsState>> {
		switch (job) {
			case 'backup':
				return this.#backUp();
			case 'restoreTest':
				return this.#testRestore();
			case 'ledger':
				return this.#checkLedger();
			case 'retention':
				return this.#retain();
		}
	}

	async #backUp(): Promise<Partial<OperationsState>> {
		const made = await this.#backend.backups?.make('hourly');
		if (made && made.badPages > 0) throw Object.assign(new Error('damaged pages'), { code: 'damaged_pages' });
		return {};
	}

	async #testRestore(): Promise<Partial<OperationsState>> {
		const tested = await this.#backend.backups?.test();
		if (!tested) return {};
		const rewritten: string[] = [];
		for (let at = 0; at < tested.ends.length; at += ENDS_AT_ONCE) {
			const ends = tested.ends.slice(at, at + ENDS_AT_ONCE);
			rewritten.push(...must(await this.#backend.operator().rpc('compare_ledger_ends', { ends: ends as never })));
		}
		if (rewritten.length > 0) log('error', 'ledger_rewritten', { tasks: rewritten.length });
		if (tested.test.problems.length > 0) throw Object.assign(new Error('the restore test failed'), { code: 'restore_failed' });
		return { rewritten: { at: new Date().toISOString(), tasks: rewritten.slice(0, MOST_BROKEN) } };
	}

	async #checkLedger(): Promise<Partial<OperationsState>> {
		const started = performance.now();
		const whole = must(await this.#backend.operator().rpc('operation_facts')) as unknown as { entries: number };
		const check: LedgerCheck = { at: '', ms: 0, tasks: 0, entries: 0, broken: [] };
		let after: string | null = null;
		do {
			const slice: LedgerSlice = must(
				await this.#backend.operator().rpc('verify_ledger_slice', { size: SLICE, ...(after ? { after_task: after } : {}) })
			) as unknown as LedgerSlice;
			check.tasks += slice.tasks;
			check.entries += slice.entries;
			check.broken.push(...slice.broken.slice(0, MOST_BROKEN - check.broken.length));
			after = slice.next;
			this.#progress = { job: 'ledger', share: Math.min(check.entries / Math.max(whole.entries, 1), 1) };
		} while (after);
		this.#isLedgerChecked = true;
		if (check.broken.length > 0) log('error', 'ledger_broken', { chains: check.broken.length });
		return { ledger: { ...check, at: new Date().toISOString(), ms: Math.round(performance.now() - started) } };
	}

	async #retain(): Promise<Partial<OperationsState>> {
		const operator = this.#backend.operator();
		let pictures = 0;
		for (;;) {
			const due = must(await operator.rpc('retire_pictures', { size: PICTURES_AT_ONCE })) as unknown as string[];
			if (due.length === 0) break;
			const { error } = await operator.storage.from('evidence').remove(due);
			if (error) throw error;
			must(await operator.rpc('forget_files', { names: due }));
			pictures += due.length;
		}
		const people = must(await operator.rpc('erase_due_people'));
		await removeRetiredAccounts(this.#backend);
		// Supabase ends sessions by its own settings.
		await this.#backend.sql?.exec(
			"delete from auth.sessions where coalesce(refreshed_at, updated_at, created_at) < now() - make_interval(days => private.retention_days('sessions'))"
		);
		return { retention: { at: new Date().toISOString(), pictures, people } };
	}
}

/** Removes the sign-in accounts of people who were erased; what is interrupted goes on at the next call. */
export async function removeRetiredAccounts(backend: Backend): Promise<void> {
	const operator = backend.operator();
	const accounts = must(await operator.rpc('list_retired_accounts'));
	for (const account of accounts) await backend.removeAccount(account);
	if (accounts.length > 0) must(await operator.rpc('forget_accounts', { accounts }));
}

interface LedgerSlice {
	next: string | null;
	tasks: number;
	entries: number;
	broken: LedgerCheck['broken'];
}

function must<Data>({ data, error }: { data: Data | null; error: { code: string; message: string } | null }): Data {
	if (error) throw Object.assign(new Error(error.message), { code: error.code });
	return data as Data;
}
