import { describe, expect, test, vi } from 'vitest';
import { JobQueue, OPERATOR, QueueFull } from './queue.ts';

/** A job that ends when it is told to. */
function held(): { job: () => Promise<string>; end: () => void; hasBegun: () => boolean } {
	let end = (): void => {};
	let begun = false;
	const done = new Promise<string>((resolve) => (end = () => resolve('done')));
	return {
		job: () => {
			begun = true;
			return done;
		},
		end: () => end(),
		hasBegun: () => begun
	};
}

const aQueue = (over: Partial<ConstructorParameters<typeof JobQueue>[0]> = {}): JobQueue =>
	new JobQueue({ limit: 4, lanes: 1, patienceMs: 60_000, ...over });

describe('one at a time', () => {
	test('a job begins only when the one before it has ended, also when that one failed', async () => {
		const queue = aQueue();
		const trace: string[] = [];
		const job =
			(name: string, fails = false) =>
			async () => {
				trace.push(`${name} begins`);
				await Promise.resolve();
				trace.push(`${name} ends`);
				if (fails) throw new Error(name);
			};
		await Promise.allSettled([queue.run('a', job('1', true)), queue.run('b', job('2')), queue.run('c', job('3'))]);
		expect(trace).toEqual(['1 begins', '1 ends', '2 begins', '2 ends', '3 begins', '3 ends']);
		expect(queue.length).toBe(0);
	});

	test('several lanes run so many at once and no more', async () => {
		const queue = aQueue({ lanes: 2 });
		const jobs = [held(), held(), held()];
		const all = jobs.map(({ job }, at) => queue.run(`caller ${at}`, job));
		expect(jobs.map(({ hasBegun }) => hasBegun())).toEqual([true, true, false]);
		jobs[0]?.end();
		await all[0];
		expect(jobs[2]?.hasBegun()).toBe(true);
		for (const { end } of jobs) end();
		await Promise.all(all);
	});
});

describe('fair by caller', () => {
	test('callers take turns, whoever sent more', async () => {
		const queue = aQueue({ limit: 100 });
		const first = held();
		const order: string[] = [];
		const all = [queue.run('greedy', first.job)];
		const note = (caller: string): Promise<string> => queue.run(caller, async () => order.push(caller).toString());
		for (let n = 0; n < 5; n++) all.push(note('greedy'));
		all.push(note('modest'), note('other'), note('modest'));
		first.end();
		await Promise.all(all);
		expect(order).toEqual(['greedy', 'modest', 'other', 'greedy', 'modest', 'greedy', 'greedy', 'greedy']);
	});

	test('when it is full, the newest of whoever has most makes room for somebody with less', async () => {
		const queue = aQueue({ limit: 3 });
		const first = held();
		const running = queue.run('greedy', first.job);
		const greedy = [1, 2, 3].map((n) => queue.run('greedy', async () => n));
		const refusal = expect(greedy[2]).rejects.toThrow(QueueFull);
		const modest = queue.run('modest', async () => 'served');
		await refusal;
		first.end();
		expect(await Promise.all([running, greedy[0], greedy[1], modest])).toEqual(['done', 1, 2, 'served']);
		expect(queue.refused).toBe(1);
	});

	test('equal shares stay: the newcomer is refused with a time to come again', async () => {
		const queue = aQueue({ limit: 2 });
		const first = held();
		const all = [queue.run('a', first.job), queue.run('b', async () => ''), queue.run('c', async () => '')];
		const error = await queue.run('d', async () => '').catch((refused: unknown) => refused);
		expect(error).toBeInstanceOf(QueueFull);
		expect((error as QueueFull).retryAfterS).toBeGreaterThanOrEqual(1);
		first.end();
		await Promise.all(all);
	});

	test('the server itself is never refused and takes its turn like the others', async () => {
		const queue = aQueue({ limit: 2 });
		const first = held();
		const order: string[] = [];
		const note = (caller: string): Promise<number> => queue.run(caller, async () => order.push(caller));
		const all = [queue.run('a', first.job), note('a'), note('b'), note(OPERATOR), note(OPERATOR)];
		first.end();
		await Promise.all(all);
		expect(order).toEqual(['a', 'b', OPERATOR, OPERATOR]);
	});
});

test('whoever waits too long is refused, and what waits behind is served', async () => {
	vi.useFakeTimers();
	try {
		const queue = aQueue({ patienceMs: 8_000 });
		const first = held();
		const running = queue.run('a', first.job);
		const late = expect(queue.run('b', async () => '')).rejects.toThrow(QueueFull);
		await vi.advanceTimersByTimeAsync(5_000);
		const next = queue.run('c', async () => 'served');
		await vi.advanceTimersByTimeAsync(3_000);
		await late;
		first.end();
		expect(await Promise.all([running, next])).toEqual(['done', 'served']);
	} finally {
		vi.useRealTimers();
	}
});

test('draining waits for what runs and what waits', async () => {
	const queue = aQueue();
	const first = held();
	let isDrained = false;
	const all = [queue.run('a', first.job), queue.run('b', async () => '')];
	const drained = queue.drain().then(() => (isDrained = true));
	await Promise.resolve();
	expect(isDrained).toBe(false);
	first.end();
	await Promise.all(all);
	await drained;
	await queue.drain();
});
