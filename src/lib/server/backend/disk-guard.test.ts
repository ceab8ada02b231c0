import { expect, test } from 'vitest';
import { DiskGuard, mayChange, RESERVE_BYTES } from './disk-guard.ts';

test('a disk is full before nothing is left of it, and free again when there is room', () => {
	const disk = { freeBytes: RESERVE_BYTES * 2, totalBytes: RESERVE_BYTES * 10 };
	const guard = new DiskGuard('/', () => disk);
	expect(guard.isFull(0)).toBe(false);
	disk.freeBytes = RESERVE_BYTES - 1;
	expect(guard.isFull(1_000)).toBe(true);
	disk.freeBytes = RESERVE_BYTES;
	expect(guard.isFull(2_000)).toBe(false);
});

test('it looks at most twice a second', () => {
	let looks = 0;
	const guard = new DiskGuard('/', () => {
		looks++;
		return { freeBytes: 2 * RESERVE_BYTES, totalBytes: 4 * RESERVE_BYTES };
	});
	for (let ms = 0; ms < 2_000; ms += 10) guard.isFull(ms);
	expect(looks).toBe(4);
});

test.each([
	['GET', '/rest/v1/tasks', false],
	['POST', '/rest/v1/rpc/list_people', false],
	['POST', '/storage/v1/object/list/evidence', false],
	['POST', '/auth/v1/token', false],
	['DELETE', '/storage/v1/object/evidence/a.jpg', false],
	['POST', '/rest/v1/rpc/submit_change', true],
	['PATCH', '/rest/v1/settings', true],
	['POST', '/storage/v1/object/evidence/a.jpg', true]
])('%s %s needs room: %s', (method, path, needsRoom) => {
	expect(mayChange(method, path, new Set(['list_people']))).toBe(needsRoom);
});
