import { JOBS, type Job } from '#lib/domain/operation.ts';
import type { Backup } from './backend/backup-store.ts';
import type { OperationsState } from './operations-state.ts';

const HOUR_MS = 3_600_000;
const EVERY_MS: Record<Job, number> = { backup: HOUR_MS, ledger: 24 * HOUR_MS, restoreTest: 24 * HOUR_MS, retention: 24 * HOUR_MS };
/** What went wrong is tried again sooner, but not at every look. */
const AGAIN_MS = 15 * 60_000;

interface Known {
	state: OperationsState;
	/** Newest first; null where the backend keeps its own. */
	backups: Pick<Backup, 'createdAt' | 'test'>[] | null;
	startedAt: number;
	/** Whether the ledger has been checked since the start: that is done whatever was known before. */
	isLedgerChecked: boolean;
}

/** Which jobs are due. A job that failed comes again after a quarter of an hour. */
export function dueJobs(known: Known, now: number): Job[] {
	return JOBS.filter((job) => {
		const failedAt = Date.parse(known.state.failures[job]?.at ?? '');
		if (now - failedAt < AGAIN_MS) return false;
		return isDue(job, known, now);
	});
}

function isDue(job: Job, { state, backups, startedAt, isLedgerChecked }: Known, now: number): boolean {
	const over = (at: string | undefined): boolean => !(now - Date.parse(at ?? '') < EVERY_MS[job]);
	switch (job) {
		case 'backup':
			// A new installation is looked at for an hour before there is something to save.
			return backups !== null && now - startedAt >= Math.min(EVERY_MS.backup, HOUR_MS) && over(backups[0]?.createdAt);
		case 'restoreTest':
			return backups !== null && backups.length > 0 && over(backups.find(({ test }) => test !== null)?.test?.at);
		case 'ledger':
			return !isLedgerChecked || over(state.ledger?.at);
		case 'retention':
			return over(state.retention?.at);
	}
}
