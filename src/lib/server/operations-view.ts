import { JOBS, type Job, type JobStatus, type OperationView, type Retention } from '#lib/domain/operation.ts';
import type { Client } from '#lib/data/client.ts';
import { readOperationFacts } from '#lib/data/operation.ts';
import { failed, ok, type Result } from '#lib/domain/result.ts';
import { version } from '../../../package.json' with { type: 'json' };
import type { Backend } from './backend/index.ts';
import { dataDir } from './backend/data-dir.ts';
import { readDisk, RESERVE_BYTES } from './backend/disk-guard.ts';
import { operations } from './operations-holder.ts';

const SHOWN_BACKUPS = 60;

/** Everything on the operation page, with the caller's rights: `not_allowed` for who does not administer the whole. */
export async function readOperation(backend: Backend, client: Client): Promise<Result<OperationView>> {
	const facts = await readOperationFacts(client);
	if (!facts.ok && facts.error.code === 'not_allowed') return failed('not_allowed');
	const known = facts.ok ? facts.value : null;
	const health = await backend.health().catch(() => null);
	const work = operations(backend);
	const vitals = backend.vitals();
	const disk = backend.kind === 'supabase' ? null : readDisk(dataDir().root);
	return ok({
		at: new Date().toISOString(),
		backend: {
			kind: backend.kind,
			isUp: health !== null && vitals.isUp,
			application: version,
			server: known?.server ?? null,
			webSince: new Date(work.startedAt).toISOString(),
			backendSince: health?.uptimeS === undefined ? null : new Date(Date.now() - health.uptimeS * 1000).toISOString(),
			restarts: vitals.restarts,
			silences: vitals.silences,
			memoryBytes: health?.memoryMB === undefined ? null : health.memoryMB * 2 ** 20
		},
		queue: health?.queue === undefined ? null : { length: health.queue, served: health.served ?? 0, refused: health.refused ?? 0 },
		failedSignIns: health?.failedSignIns ?? null,
		storage: {
			databaseBytes: known?.databaseBytes ?? null,
			pictures: known?.pictures ?? null,
			freeBytes: disk?.freeBytes ?? null,
			totalBytes: disk?.totalBytes ?? null,
			isFull: disk !== null && disk.freeBytes < RESERVE_BYTES
		},
		migrations: { applied: known?.migration ?? null, expected: backend.migration },
		ledger: work.state.ledger,
		rewritten: work.state.rewritten,
		backups:
			backend.backups
				?.list()
				.slice(0, SHOWN_BACKUPS)
				.map(({ id, reason, createdAt, bytes, pictures, badPages, test }) => ({
					id,
					reason,
					createdAt,
					bytes,
					pictures,
					badPages,
					test: test && { at: test.at, problems: test.problems }
				})) ?? null,
		retention: known && { days: known.retention as Retention, filesToRemove: known.filesToRemove, last: work.state.retention },
		jobs: Object.fromEntries(JOBS.map((job) => [job, work.status(job)])) as Record<Job, JobStatus>
	});
}
