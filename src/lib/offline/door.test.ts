import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change } from '#lib/domain/change.ts';
import { ModelServer, aDevice, untilEmpty, untilIdle, type Fate } from '../../../tests/support/door-model.ts';
import { createChange, makeId } from './door.ts';

const aMove = (task: string, baseVersion: number | null = null): Change =>
	createChange(`task:${task}`, baseVersion, { action: 'note' }, { at: new Date(0) });

describe('the door', () => {
	test('online a change is applied at once and its receipt stays to be seen', async () => {
		const server = new ModelServer();
		const door = aDevice(server).openTab(makeId());
		const change = aMove('a', 1);
		expect(await door.send(change)).toMatchObject({ status: 'applied' });
		expect(await door.list()).toMatchObject([{ id: change.changeId, state: 'done' }]);
	});

	test('when the answer is lost, the same id is sent again and the effect is once', async () => {
		const server = new ModelServer();
		const device = aDevice(server);
		const door = device.openTab(makeId());
		server.fates = ['lost_after'];
		const change = aMove('a', 1);
		expect(await door.send(change)).toEqual({ status: 'unsent', delay: 'unreachable' });
		await untilEmpty(door, device);
		expect(server.applied).toHaveLength(1);
		expect(await door.list()).toMatchObject([{ state: 'done', answer: { status: 'applied', repeated: true } }]);
	});

	test('what survives the page is sent by the next one', async () => {
		const server = new ModelServer();
		const device = aDevice(server);
		const person = makeId();
		const first = device.openTab(person);
		server.fates = ['lost_before'];
		await first.send(aMove('a', 1));
		first.close();
		const second = device.openTab(person);
		await second.hurry();
		expect(server.applied).toHaveLength(1);
	});

	test('a refusal goes to the caller; one that nobody waited for stays as a card', async () => {
		const server = new ModelServer();
		const device = aDevice(server);
		const door = device.openTab(makeId());
		const refused = createChange('task:a', null, { action: 'refuse_me' });
		expect(await door.send(refused)).toEqual({ status: 'refused', code: 'not_allowed' });
		expect(await door.list()).toEqual([]);
		server.fates = ['busy'];
		await door.send(createChange('task:a', null, { action: 'refuse_me' }));
		await door.send(aMove('a'));
		await untilEmpty(door, device);
		expect((await door.list()).map((item) => item.state)).toEqual(['refused', 'done']);
	});

	test('a conflict waits for a decision, and sent again on the new version it is a new change', async () => {
		const server = new ModelServer();
		const device = aDevice(server);
		const door = device.openTab(makeId());
		await door.send(aMove('a', 1));
		const late = aMove('a', 1);
		expect(await door.send(late)).toMatchObject({ status: 'conflict', task: { version: 2 } });
		await door.sendAgain(late.changeId, 2);
		await untilEmpty(door, device);
		expect(server.applied).toHaveLength(2);
		expect((await door.list()).map((item) => item.state)).toEqual(['done', 'done']);
		expect(server.applied[1]?.changeId).not.toBe(late.changeId);
	});

	test('a picture goes first and its change after it, with what the server measured', async () => {
		const server = new ModelServer();
		const device = aDevice(server);
		const door = device.openTab(makeId());
		const change = createChange('task:a', null, { action: 'attach', evidence_id: 'e1', phase: 'after' });
		const upload = { task: 'a', evidence: 'e1', phase: 'after' as const, blob: new Blob(['abc']), sha256: null };
		server.fates = ['lost_after', 'through', 'lost_after'];
		expect(await door.keep({ change, about: { title: '', act: '' }, upload })).toBe(true);
		await untilEmpty(door, device);
		expect(server.applied).toMatchObject([{ patch: { evidence_id: 'e1', bytes: 3 } }]);
		expect(await door.list()).toMatchObject([{ state: 'done', upload: { blob: null } }]);
	});

	test('a picture that the device broke is not sent', async () => {
		const server = new ModelServer();
		const device = aDevice(server);
		const door = device.openTab(makeId());
		const upload = { task: 'a', evidence: 'e1', phase: 'after' as const, blob: new Blob(['abc']), sha256: '0'.repeat(64) };
		await door.keep({
			change: createChange('task:a', null, { action: 'attach', evidence_id: 'e1' }),
			about: { title: '', act: '' },
			upload
		});
		await untilEmpty(door, device);
		expect(server.requests).toBe(0);
		expect(await door.list()).toMatchObject([{ state: 'refused', answer: { code: 'picture_broken' } }]);
	});

	test('another person on the same device neither sees the queue nor sends it', async () => {
		const server = new ModelServer();
		const device = aDevice(server);
		const first = device.openTab(makeId());
		server.fates = ['lost_before'];
		await first.send(aMove('a', 1));
		const second = device.openTab(makeId());
		expect(await second.list()).toEqual([]);
		await second.hurry();
		expect(server.applied).toEqual([]);
		await first.hurry();
		expect(server.applied).toHaveLength(1);
	});

	test('a refused case sent once more takes its pictures along', async () => {
		const server = new ModelServer();
		const device = aDevice(server);
		const door = device.openTab(makeId());
		const about = { title: '', act: '' };
		const create = createChange('site:s', null, { action: 'refuse_me', task: { id: 'a' } });
		const picture = aMove('a');
		const after = aMove('a');
		await door.keep(
			{ change: create, about },
			{ change: picture, about, needs: create.changeId },
			{ change: after, about, needs: picture.changeId }
		);
		await untilIdle(door, device);
		expect((await door.list()).map((item) => item.state)).toEqual(['refused', 'queued', 'queued']);
		await door.sendAgain(create.changeId, null, 'again');
		expect((await door.list()).map((item) => item.needs)).toEqual(['again', picture.changeId, null]);
		await door.discard('again');
		expect(await door.list()).toEqual([]);
	});

	test('several changes are kept all or none, and the same ones not twice', async () => {
		const server = new ModelServer();
		const door = aDevice(server).openTab(makeId());
		const about = { title: '', act: '' };
		const [first, second] = [aMove('a'), aMove('a')];
		const unkeepable = { ...aMove('a'), patch: { action: 'note', why: () => {} } };
		expect(await door.keep({ change: first, about }, { change: unkeepable, about })).toBe(false);
		expect(await door.list()).toEqual([]);
		expect(await door.keep({ change: first, about }, { change: second, about })).toBe(true);
		expect(await door.keep({ change: first, about })).toBe(true);
		await door.flush();
		expect(server.applied.map((change) => change.changeId)).toEqual([first.changeId, second.changeId]);
	});

	test('giving up a new case gives up its pictures too', async () => {
		const server = new ModelServer();
		const device = aDevice(server);
		const door = device.openTab(makeId());
		server.fates = ['lost_before'];
		const create = createChange('site:s', null, { action: 'create', task: { id: 'a' } });
		await door.send(create);
		const about = { title: '', act: '' };
		await door.keep({ change: createChange('task:a', null, { action: 'note' }), about, needs: create.changeId });
		await door.discard(create.changeId);
		expect(await door.list()).toEqual([]);
	});
});

const fate = fc.constantFrom<Fate>('through', 'lost_before', 'lost_after', 'busy', 'broken');
const step = fc.oneof(
	{ weight: 6, arbitrary: fc.record({ do: fc.constant('act' as const), tab: fc.nat(2), task: fc.constantFrom('a', 'b', 'c') }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const) }) },
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('kill' as const), tab: fc.nat(2) }) }
);

describe('whatever the network and three tabs do', () => {
	test.each([
		['with Web Locks', true],
		['without Web Locks', false]
	])('%s every kept change is applied exactly once, in order within its case', async (_name, hasLocks) => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.array(fate, { maxLength: 40 }), async (steps, fates) => {
				const server = new ModelServer();
				server.fates = [...fates];
				const device = aDevice(server, { hasLocks });
				const person = makeId();
				const tabs = [device.openTab(person), device.openTab(person), device.openTab(person)];
				const made: Change[] = [];
				const sends: Promise<unknown>[] = [];
				for (const one of steps) {
					if (one.do === 'wait') await device.tick();
					else if (one.do === 'kill') {
						tabs[one.tab]?.close();
						tabs[one.tab] = device.openTab(person);
					} else {
						const change = aMove(one.task);
						made.push(change);
						const kept = tabs[one.tab]?.keep({ change, about: { title: '', act: '' } });
						sends.push(kept ?? Promise.resolve());
						await kept;
					}
				}
				await Promise.all(sends);
				const last = device.openTab(person);
				await untilEmpty(last, device);
				for (const tab of tabs) tab.close();
				last.close();
				expect(server.applied.map((change) => change.changeId).sort()).toEqual(made.map((change) => change.changeId).sort());
				for (const task of ['a', 'b', 'c']) {
					const of = (list: Change[]): string[] => list.filter((one) => one.target === `task:${task}`).map((one) => one.changeId);
					expect(of(server.applied)).toEqual(of(made));
				}
			}),
			{ numRuns: 60 }
		);
	});
});
