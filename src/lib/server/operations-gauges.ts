import type { Backend } from './backend/index.ts';
import { dataDir } from './backend/data-dir.ts';
import { readDisk } from './backend/disk-guard.ts';
import type { Gauge } from './metrics.ts';
import { operations } from './operations-holder.ts';

/** Everything about the backend, its backups and its ledger that an alarm could be set on. */
export async function readGauges(backend: Backend): Promise<Gauge[]> {
	const { state } = operations(backend);
	const [health, facts] = await Promise.all([
		backend.health().catch(() => null),
		Promise.resolve(backend.operator().rpc('operation_facts')).then(
			({ data }) => data as { databaseBytes?: number } | null,
			() => null
		)
	]);
	const vitals = backend.vitals();
	const newest = backend.backups?.list()[0];
	const tested = backend.backups?.list().find(({ test }) => test !== null)?.test;
	const disk = backend.kind === 'supabase' ? null : readDisk(dataDir().root);
	const age = (at: string | undefined): number | null => (at ? (Date.now() - Date.parse(at)) / 1000 : null);
	const counter = (name: Gauge['name'], help: string, value: number | undefined): Gauge => ({ name, help, value, type: 'counter' });
	return [
		{
			name: 'zhantu_backend_up',
			help: 'Whether the backend answers.',
			value: health && vitals.isUp ? 1 : 0,
			labels: { kind: backend.kind }
		},
		counter('zhantu_backend_restarts_total', 'Times the backend process was started again.', vitals.restarts),
		counter('zhantu_backend_silences_total', 'Times it was ended because it did not answer.', vitals.silences),
		{ name: 'zhantu_backend_memory_bytes', help: 'Resident memory of the backend.', value: health?.memoryMB && health.memoryMB * 2 ** 20 },
		{ name: 'zhantu_queue_length', help: 'Requests that run or wait for the database.', value: health?.queue },
		counter('zhantu_queue_served_total', 'Since the backend process began.', health?.served),
		counter('zhantu_queue_refused_total', 'Told to come again, since the backend process began.', health?.refused),
		counter('zhantu_sign_in_failures_total', 'Wrong passwords, since the backend process began.', health?.failedSignIns),
		{ name: 'zhantu_database_bytes', help: 'Size of the database.', value: facts?.databaseBytes },
		{ name: 'zhantu_disk_free_bytes', help: 'Free on the disk of the data directory.', value: disk?.freeBytes },
		{
			name: 'zhantu_disk_full',
			help: 'Whether changes are refused for want of space.',
			value: health?.isDiskFull === undefined ? null : Number(health.isDiskFull)
		},
		{ name: 'zhantu_backup_age_seconds', help: 'Since the newest backup.', value: age(newest?.createdAt) },
		{ name: 'zhantu_backup_bad_pages', help: 'Damaged pages seen by the newest backup.', value: newest?.badPages },
		{ name: 'zhantu_restore_test_age_seconds', help: 'Since a backup was last restored for a test.', value: age(tested?.at) },
		{ name: 'zhantu_restore_test_problems', help: 'What that test found.', value: tested?.problems.length },
		{ name: 'zhantu_ledger_check_age_seconds', help: 'Since the ledger was last checked.', value: age(state.ledger?.at) },
		{ name: 'zhantu_ledger_broken_chains', help: 'Damaged chains that the check found.', value: state.ledger?.broken.length },
		{ name: 'zhantu_ledger_rewritten_chains', help: 'Chains that a backup remembers otherwise.', value: state.rewritten?.tasks.length },
		{ name: 'zhantu_failed_jobs', help: 'Jobs of the server that went wrong last time.', value: Object.keys(state.failures).length }
	];
}
