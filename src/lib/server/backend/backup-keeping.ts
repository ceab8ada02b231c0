/** Why a backup was made: by the clock, before the server ended, before migrations, because somebody asked. */
export const BACKUP_REASONS = ['hourly', 'shutdown', 'upgrade', 'asked'] as const;
export type BackupReason = (typeof BACKUP_REASONS)[number];

/** How many backups stay: one for each of the last so many hours, days and months in which there is one. */
export interface Keeping {
	hours: number;
	days: number;
	months: number;
}

export const DEFAULT_KEEPING: Keeping = { hours: 24, days: 14, months: 12 };
/** What was saved before an upgrade is wanted when the upgrade turns out badly, which is seen late. */
const UPGRADES = 3;

/** Reads `24h 14d 12m` (ZHANTU_BACKUP_KEEP); throws on anything else, because a slip would delete backups. */
export function readKeeping(text: string | undefined): Keeping {
	if (!text) return DEFAULT_KEEPING;
	const found = /^(\d{1,3})h (\d{1,3})d (\d{1,3})m$/.exec(text.trim());
	if (!found) throw new Error(`ZHANTU_BACKUP_KEEP=${text}: say it like "24h 14d 12m"`);
	const [hours, days, months] = found.slice(1).map(Number) as [number, number, number];
	return { hours, days, months };
}

interface Kept {
	id: string;
	createdAt: string;
	reason: BackupReason;
	/** Whether a restore test found it good; null when it was not tested. */
	isGood: boolean | null;
}

/**
 * The backups that may go. The newest always stays, so does the newest that a restore test found good,
 * and of every hour, day and month the newest within.
 */
export function chooseToDrop(backups: readonly Kept[], keeping: Keeping): string[] {
	const newestFirst = backups.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
	const stay = new Set<string>();
	const newestOf = (candidates: readonly Kept[], period: (one: Kept) => string, count: number): void => {
		const seen = new Set<string>();
		for (const one of candidates) {
			if (seen.size >= count) return;
			if (!seen.has(period(one))) stay.add(one.id);
			seen.add(period(one));
		}
	};
	newestOf(newestFirst, () => 'newest', 1);
	newestOf(
		newestFirst.filter(({ isGood }) => isGood),
		() => 'newest good',
		1
	);
	newestOf(newestFirst, ({ createdAt }) => createdAt.slice(0, 13), keeping.hours);
	newestOf(newestFirst, ({ createdAt }) => createdAt.slice(0, 10), keeping.days);
	newestOf(newestFirst, ({ createdAt }) => createdAt.slice(0, 7), keeping.months);
	newestOf(
		newestFirst.filter(({ reason }) => reason === 'upgrade'),
		({ id }) => id,
		UPGRADES
	);
	return newestFirst.filter(({ id }) => !stay.has(id)).map(({ id }) => id);
}
