import { BadBackup } from '#lib/server/backend/backup-file.ts';
import { DirectoryInUse } from '#lib/server/backend/lock.ts';
import { CannotMove } from '#lib/server/backend/rows.ts';

/** A mistake of the person at the keyboard: said in one sentence, without a stack. */
export class UsageError extends Error {}

/** Prints a failure and answers the exit code. */
export function report(error: unknown): number {
	if (error instanceof UsageError || error instanceof DirectoryInUse || error instanceof BadBackup || error instanceof CannotMove) {
		console.error(error.message);
		return 2;
	}
	console.error(error instanceof Error ? (process.env.DEBUG ? error.stack : error.message) : error);
	return 1;
}
