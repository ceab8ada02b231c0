/** The server's own work, in the order in which it is done when several are due. */
export const JOBS = ['backup', 'ledger', 'restoreTest', 'retention'] as const;
export type Job = (typeof JOBS)[number];

export interface JobStatus {
	isRunning: boolean;
	/** Between nought and one, where it can be told. */
	progress: number | null;
	/** What it last ended with, when that was not well. */
	failure: { at: string; code: string } | null;
}

export interface LedgerCheck {
	at: string;
	ms: number;
	tasks: number;
	entries: number;
	/** First broken link of each damaged chain, at most a hundred. */
	broken: { task: string; seq: number; problem: string }[];
}

export interface BackupLine {
	id: string;
	reason: 'hourly' | 'shutdown' | 'upgrade' | 'asked';
	createdAt: string;
	bytes: number;
	pictures: number;
	badPages: number;
	test: { at: string; problems: string[] } | null;
}

/** Days that personal data stays. */
export interface Retention {
	pictures: number;
	people: number;
	sessions: number;
}

/** What an administrator sees of the running installation. Null is what this backend does not tell. */
export interface OperationView {
	/** When all of this was read. */
	at: string;
	backend: {
		kind: 'pglite' | 'postgres' | 'supabase';
		isUp: boolean;
		application: string;
		server: string | null;
		webSince: string;
		backendSince: string | null;
		restarts: number;
		silences: number;
		memoryBytes: number | null;
	};
	queue: { length: number; served: number; refused: number } | null;
	failedSignIns: number | null;
	storage: { databaseBytes: number | null; pictures: number | null; freeBytes: number | null; totalBytes: number | null; isFull: boolean };
	migrations: { applied: string | null; expected: string };
	ledger: LedgerCheck | null;
	/** Cases whose history a restored backup remembers otherwise. */
	rewritten: { at: string; tasks: string[] } | null;
	backups: BackupLine[] | null;
	retention: { days: Retention; filesToRemove: number; last: { at: string; pictures: number; people: number } | null } | null;
	jobs: Record<Job, JobStatus>;
}

export type Alarm =
	| 'backend_away'
	| 'disk_full'
	| 'disk_low'
	| 'migrations_behind'
	| 'ledger_broken'
	| 'ledger_rewritten'
	| 'no_backup'
	| 'backup_old'
	| 'pages_damaged'
	| 'restore_failed'
	| 'job_failed';

const HOUR_MS = 3_600_000;
const LOW_SHARE = 0.1;

/** What somebody should see to, the worst first. */
export function alarmsOf(view: OperationView): Alarm[] {
	const since = (at: string | undefined): number => Date.parse(view.at) - Date.parse(at ?? '');
	const { freeBytes, totalBytes, isFull } = view.storage;
	const newest = view.backups?.[0];
	const tested = view.backups?.find(({ test }) => test !== null)?.test;
	const found: Record<Alarm, boolean> = {
		backend_away: !view.backend.isUp,
		disk_full: isFull,
		disk_low: !isFull && freeBytes !== null && totalBytes !== null && freeBytes < totalBytes * LOW_SHARE,
		migrations_behind: view.migrations.applied !== null && view.migrations.applied < view.migrations.expected,
		ledger_broken: (view.ledger?.broken.length ?? 0) > 0,
		ledger_rewritten: (view.rewritten?.tasks.length ?? 0) > 0,
		no_backup: view.backups !== null && !newest && since(view.backend.webSince) > 2 * HOUR_MS,
		backup_old: newest !== undefined && since(newest.createdAt) > 3 * HOUR_MS && since(view.backend.webSince) > 2 * HOUR_MS,
		pages_damaged: (newest?.badPages ?? 0) > 0,
		restore_failed: (tested?.problems.length ?? 0) > 0,
		job_failed: Object.values(view.jobs).some(({ failure }) => failure !== null)
	};
	return (Object.keys(found) as Alarm[]).filter((alarm) => found[alarm]);
}
