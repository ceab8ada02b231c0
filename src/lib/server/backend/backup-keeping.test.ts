import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseToDrop, DEFAULT_KEEPING, readKeeping, type BackupReason } from './backup-keeping.ts';

const aBackup = (createdAt: string, over: { reason?: BackupReason; isGood?: boolean | null } = {}) => ({
	id: createdAt,
	createdAt,
	reason: 'hourly' as BackupReason,
	isGood: null as boolean | null,
	...over
});
const hourly = (from: string, count: number) =>
	Array.from({ length: count }, (_none, n) => aBackup(new Date(Date.parse(from) - n * 3_600_000).toISOString()));

test('a year of hours leaves a day of hours, two weeks of days and a year of months', () => {
	const all = hourly('2026-11-25T20:00:00.000Z', 365 * 24);
	const dropped = new Set(chooseToDrop(all, DEFAULT_KEEPING));
	const kept = all.filter(({ id }) => !dropped.has(id)).map(({ createdAt }) => createdAt);
	expect(kept.slice(0, 24)).toEqual(all.slice(0, 24).map(({ createdAt }) => createdAt));
	expect(new Set(kept.map((at) => at.slice(0, 10))).size).toBeGreaterThanOrEqual(14);
	expect(new Set(kept.map((at) => at.slice(0, 7))).size).toBe(12);
	expect(kept.length).toBeLessThanOrEqual(24 + 14 + 12);
});

test('a quiet installation keeps the newest of the last hours in which there was one', () => {
	const all = hourly('2026-11-25T20:00:00.000Z', 1).concat(hourly('2026-03-01T00:00:00.000Z', 3));
	expect(chooseToDrop(all, DEFAULT_KEEPING)).toEqual([]);
});

test('the newest stays, the newest good one stays, and what was saved before the last upgrades', () => {
	const all = [
		aBackup('2026-11-25T20:00:00.000Z', { isGood: false }),
		aBackup('2026-11-25T20:01:00.000Z'),
		aBackup('2026-11-20T20:00:00.000Z', { isGood: true }),
		aBackup('2026-10-20T20:00:00.000Z', { isGood: true }),
		aBackup('2026-01-20T20:00:00.000Z', { reason: 'upgrade' })
	];
	const dropped = chooseToDrop(all, { hours: 0, days: 0, months: 0 });
	expect(dropped).toEqual(['2026-11-25T20:00:00.000Z', '2026-10-20T20:00:00.000Z']);
});

test('whatever there is, the newest is never dropped and dropping twice drops nothing more', () => {
	const moment = fc.date({ min: new Date('2025-01-01'), max: new Date('2026-12-31'), noInvalidDate: true }).map((at) => at.toISOString());
	fc.assert(
		fc.property(fc.uniqueArray(moment, { maxLength: 80 }), fc.integer({ min: 0, max: 30 }), (moments, count) => {
			const all = moments.map((at) => aBackup(at));
			const keeping = { hours: count, days: count, months: count };
			const dropped = new Set(chooseToDrop(all, keeping));
			const kept = all.filter(({ id }) => !dropped.has(id));
			const newest = moments.toSorted().at(-1);
			expect(newest === undefined || kept.some(({ id }) => id === newest)).toBe(true);
			expect(chooseToDrop(kept, keeping)).toEqual([]);
		})
	);
});

test('how long they stay is said in words that cannot be misread', () => {
	expect(readKeeping(undefined)).toEqual(DEFAULT_KEEPING);
	expect(readKeeping('48h 30d 24m')).toEqual({ hours: 48, days: 30, months: 24 });
	for (const slip of ['24', '24h', '24h,14d,12m', '24h 14d 12y', '-1h 1d 1m'])
		expect(() => readKeeping(slip)).toThrow('ZHANTU_BACKUP_KEEP');
});
