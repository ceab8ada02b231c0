import { expect, test } from 'vitest';
import { dueJobs } from './operations-schedule.ts';
import type { OperationsState } from './operations-state.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const ago = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString();
const aState = (over: Partial<OperationsState> = {}): OperationsState => ({
	ledger: { at: ago(60), ms: 1, tasks: 1, entries: 1, broken: [] },
	retention: { at: ago(60), pictures: 0, people: 0 },
	rewritten: null,
	failures: {},
	...over
});
const aBackup = (minutes: number, testedMinutes: number | null = null) => ({
	createdAt: ago(minutes),
	test: testedMinutes === null ? null : { at: ago(testedMinutes), problems: [], ms: 1 }
});
const known = (over: Partial<Parameters<typeof dueJobs>[0]> = {}): Parameters<typeof dueJobs>[0] => ({
	state: aState(),
	backups: [aBackup(10, 5)],
	startedAt: NOW - 5 * 3_600_000,
	isLedgerChecked: true,
	...over
});

test('nothing is due when everything was done lately', () => {
	expect(dueJobs(known(), NOW)).toEqual([]);
});

test('a backup is due every hour, a test of one every day', () => {
	expect(dueJobs(known({ backups: [aBackup(61, 60)] }), NOW)).toEqual(['backup']);
	expect(dueJobs(known({ backups: [aBackup(10), aBackup(70, 25 * 60)] }), NOW)).toEqual(['restoreTest']);
	expect(dueJobs(known({ backups: [aBackup(10), aBackup(70, 23 * 60)] }), NOW)).toEqual([]);
});

test('an installation without backups makes its first after an hour and tests it', () => {
	expect(dueJobs(known({ backups: [], startedAt: NOW - 59 * 60_000 }), NOW)).toEqual([]);
	expect(dueJobs(known({ backups: [], startedAt: NOW - 60 * 60_000 }), NOW)).toEqual(['backup']);
	expect(dueJobs(known({ backups: [aBackup(1)] }), NOW)).toEqual(['restoreTest']);
});

test('the ledger is checked at every start and then every day', () => {
	expect(dueJobs(known({ isLedgerChecked: false }), NOW)).toEqual(['ledger']);
	expect(dueJobs(known({ state: aState({ ledger: { at: ago(25 * 60), ms: 1, tasks: 1, entries: 1, broken: [] } }) }), NOW)).toEqual([
		'ledger'
	]);
});

test('a backend that keeps its own backups is asked for none', () => {
	expect(dueJobs(known({ backups: null }), NOW)).toEqual([]);
});

test('what failed comes again after a quarter of an hour, and does not hold up the rest', () => {
	const failed = (minutes: number) => aState({ failures: { backup: { at: ago(minutes), code: 'disk_full' } }, retention: null });
	expect(dueJobs(known({ backups: [], state: failed(14) }), NOW)).toEqual(['retention']);
	expect(dueJobs(known({ backups: [], state: failed(16) }), NOW)).toEqual(['backup', 'retention']);
});
