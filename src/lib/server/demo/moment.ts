/**
 * The moment up to which history is told: 8:30 of today in Baishan, or 17:00 of yesterday before that.
 * Whole half-days, so that a seeded database can be kept and used again.
 */
export function demoMoment(clock: Date): Date {
	const local = new Date(clock.getTime() + 8 * 3_600_000);
	const midnight = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()) - 8 * 3_600_000;
	const morning = midnight + 8.5 * 3_600_000;
	return new Date(clock.getTime() >= morning ? morning : midnight - 7 * 3_600_000);
}
