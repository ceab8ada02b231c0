import { expect, test } from 'vitest';
import { alarmsOf, type BackupLine, type OperationView } from './operation.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const ago = (hours: number): string => new Date(NOW - hours * 3_600_000).toISOString();
const quiet = { isRunning: false, progress: null, failure: null };

const aBackup = (over: Partial<BackupLine> = {}): BackupLine => ({
	id: 'one',
	reason: 'hourly',
	createdAt: ago(0.5),
	bytes: 1,
	pictures: 0,
	badPages: 0,
	test: { at: ago(0.4), problems: [] },
	...over
});

function aView(over: Partial<OperationView> = {}): OperationView {
	return {
		at: new Date(NOW).toISOString(),
		backend: {
			kind: 'pglite',
			isUp: true,
			application: '1',
			server: '18.3',
			webSince: ago(30),
			backendSince: ago(30),
			restarts: 0,
			silences: 0,
			memoryBytes: 1
		},
		queue: { length: 0, served: 1, refused: 0 },
		failedSignIns: 0,
		storage: { databaseBytes: 1, pictures: 1, freeBytes: 50, totalBytes: 100, isFull: false },
		migrations: { applied: '2', expected: '2' },
		ledger: { at: ago(1), ms: 1, tasks: 1, entries: 1, broken: [] },
		rewritten: null,
		backups: [aBackup()],
		retention: null,
		jobs: { backup: quiet, ledger: quiet, restoreTest: quiet, retention: quiet },
		...over
	};
}

test('an installation that is well raises no alarm', () => {
	expect(alarmsOf(aView())).toEqual([]);
});

test.each<[string, Partial<OperationView>, string[]]>([
	['a backend that does not answer', { backend: { ...aView().backend, isUp: false } }, ['backend_away']],
	['a full disk', { storage: { ...aView().storage, freeBytes: 1, isFull: true } }, ['disk_full']],
	['a disk that fills', { storage: { ...aView().storage, freeBytes: 9 } }, ['disk_low']],
	['an older database', { migrations: { applied: '1', expected: '2' } }, ['migrations_behind']],
	[
		'a broken chain',
		{ ledger: { at: ago(1), ms: 1, tasks: 1, entries: 1, broken: [{ task: 't', seq: 1, problem: 'x' }] } },
		['ledger_broken']
	],
	['a rewritten history', { rewritten: { at: ago(1), tasks: ['t'] } }, ['ledger_rewritten']],
	['no backup after two hours', { backups: [] }, ['no_backup']],
	['an old backup', { backups: [aBackup({ createdAt: ago(4) })] }, ['backup_old']],
	['damaged pages in the newest', { backups: [aBackup({ badPages: 2 })] }, ['pages_damaged']],
	['a backup that cannot be restored', { backups: [aBackup({ test: { at: ago(1), problems: ['rows_differ'] } })] }, ['restore_failed']],
	['a job that failed', { jobs: { ...aView().jobs, backup: { ...quiet, failure: { at: ago(1), code: 'disk_full' } } } }, ['job_failed']]
])('%s', (_what, over, alarms) => {
	expect(alarmsOf(aView(over))).toEqual(alarms);
});

test('a backend that keeps its own backups, and one that has just begun, are not blamed for having none', () => {
	expect(alarmsOf(aView({ backups: null }))).toEqual([]);
	expect(alarmsOf(aView({ backups: [], backend: { ...aView().backend, webSince: ago(1) } }))).toEqual([]);
});
