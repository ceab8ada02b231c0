import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterAttempt, backoffMs, dependentsOf, isOutdated, nextToSend, nextTryAt, waitsFor, type OutboxItem } from './outbox-item.ts';

const NOW = Date.parse('2026-11-24T09:00:00Z');

function anItem(over: Partial<OutboxItem> & { task?: string } = {}): OutboxItem {
	const { task = 'a', ...rest } = over;
	return {
		id: `${rest.seq ?? 1}`,
		seq: 1,
		change: { changeId: `${rest.seq ?? 1}`, target: `task:${task}`, baseVersion: 1, patch: { action: 'start' } },
		about: { title: '', act: '' },
		upload: null,
		needs: null,
		state: 'queued',
		madeAt: '',
		attempts: 0,
		notBefore: 0,
		delay: null,
		answer: null,
		settledAt: null,
		...rest
	};
}

describe('what goes next', () => {
	test('the oldest change of a case goes before its later ones, also while it waits for its next try', () => {
		const waiting = anItem({ seq: 1, notBefore: NOW + 1000 });
		const later = anItem({ seq: 2 });
		const other = anItem({ seq: 3, task: 'b' });
		expect(nextToSend([waiting, later, other], NOW)).toBe(other);
		expect(nextToSend([waiting, later], NOW)).toBeNull();
		expect(nextToSend([waiting, later], NOW + 1000)).toBe(waiting);
	});

	test('the next try is that of the first of a case, not of those behind it', () => {
		const waiting = anItem({ seq: 1, notBefore: NOW + 60_000 });
		expect(nextTryAt([waiting, anItem({ seq: 2 })])).toBe(NOW + 60_000);
		expect(nextTryAt([anItem({ state: 'done' }), anItem({ state: 'refused' })])).toBeNull();
	});

	test('a refused or conflicting change holds back nothing', () => {
		const conflict = anItem({ seq: 1, state: 'conflict' });
		const refused = anItem({ seq: 2, state: 'refused' });
		const later = anItem({ seq: 3 });
		expect(nextToSend([conflict, refused, later], NOW)).toBe(later);
	});

	test('a picture waits for the case that it needs, and goes once that is applied', () => {
		const create = anItem({ seq: 1, task: 'site', state: 'refused' });
		const picture = anItem({ seq: 2, needs: create.id });
		expect(nextToSend([create, picture], NOW)).toBeNull();
		expect(nextToSend([{ ...create, state: 'done' }, picture], NOW)).toBe(picture);
	});

	test('whoever waits can be told for what', () => {
		const create = anItem({ seq: 1, state: 'refused' });
		const picture = anItem({ seq: 2, task: 'b', needs: create.id });
		const move = anItem({ seq: 3, task: 'b', needs: picture.id });
		const items = [create, picture, move];
		expect(waitsFor(items, picture)).toBe(create);
		expect(waitsFor(items, move)).toBe(picture);
		expect(waitsFor([picture, anItem({ seq: 4, task: 'b' })], anItem({ seq: 4, task: 'b' }))).toBe(picture);
		expect(waitsFor([picture], anItem({ seq: 4, task: 'c' }))).toBeNull();
		expect(dependentsOf(items, create.id)).toEqual([picture.id, move.id]);
	});

	test('a new site and the pictures of its first case keep their order', () => {
		const create = anItem({
			seq: 1,
			notBefore: NOW + 1,
			change: { changeId: '1', target: 'site:s', baseVersion: null, patch: { action: 'create', task: { id: 'a' } } }
		});
		expect(nextToSend([create, anItem({ seq: 2, task: 'a' })], NOW)).toBeNull();
	});
});

describe('after an attempt', () => {
	test('an applied picture leaves its receipt behind, not its bytes', () => {
		const upload = { task: 'a', evidence: 'e', phase: 'after' as const, blob: new Blob(['x']), sha256: null };
		const done = afterAttempt(anItem({ upload }), { kind: 'answered', answer: { status: 'applied', receipt: 'ab12' } }, NOW, 0);
		expect(done).toMatchObject({ state: 'done', upload: { blob: null }, answer: { receipt: 'ab12' } });
		const refused = afterAttempt(anItem({ upload }), { kind: 'answered', answer: { status: 'refused', code: 'x' } }, NOW, 0);
		expect(refused.upload?.blob).toBe(upload.blob);
	});

	test('the server may ask for a longer wait than the doubling one', () => {
		const later = afterAttempt(anItem(), { kind: 'later', delay: 'busy', all: true, afterMs: 30_000 }, NOW, 0.5);
		expect(later).toMatchObject({ state: 'queued', attempts: 1, delay: 'busy', notBefore: NOW + 30_000 });
	});

	test('waits grow, stay within five minutes and a fifth, and are never nothing', () => {
		fc.assert(
			fc.property(fc.nat(500), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, random) => {
				const wait = backoffMs(attempts, random);
				expect(wait).toBeGreaterThanOrEqual(800);
				expect(wait).toBeLessThanOrEqual(360_000);
				expect(backoffMs(attempts + 1, random)).toBeGreaterThanOrEqual(wait);
			})
		);
	});

	test('only receipts grow old', () => {
		const old = new Date(NOW - 8 * 86_400_000).toISOString();
		expect(isOutdated(anItem({ state: 'done', settledAt: old }), NOW)).toBe(true);
		expect(isOutdated(anItem({ state: 'done', settledAt: new Date(NOW).toISOString() }), NOW)).toBe(false);
		expect(isOutdated(anItem({ state: 'refused', settledAt: old }), NOW)).toBe(false);
	});
});
