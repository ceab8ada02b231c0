import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { HOME, OTHER_COMMUNITY, must } from '../support/city.ts';
import { contract, report, submit, theBackend } from '../support/contract.ts';

const backend = await theBackend();
const { people } = contract.city;
const cadre = backend.as(people.cadre.serving.token);
const WITHIN_MS = 2000;

interface Heard {
	tick: Record<string, unknown>;
	at: number;
}

/** Listens until the test ends. `next` waits for the next tick, at most two seconds: then it is null. */
async function listen(): Promise<{ next(): Promise<Heard | null> }> {
	const stop = new AbortController();
	onTestFinished(() => stop.abort());
	const answered = await fetch(contract.ticks, { signal: stop.signal });
	const lines = createInterface({ input: Readable.fromWeb(answered.body as never) });
	const heard: Heard[] = [];
	let wake = (): void => {};
	lines.on('line', (line) => {
		heard.push({ tick: JSON.parse(line) as Record<string, unknown>, at: Date.now() });
		wake();
	});
	lines.on('error', () => {});
	return {
		next: async () => {
			if (heard.length === 0) await Promise.race([new Promise<void>((resolve) => (wake = resolve)), timeout(WITHIN_MS)]);
			return heard.shift() ?? null;
		}
	};
}

const timeout = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());

describe('ticks', () => {
	test('a change is announced within two seconds, by its area and a revision and nothing else', async () => {
		const ear = await listen();
		const { taskId } = await report(cadre, { title: '保密标题' });
		const reported = await ear.next();
		expect(reported?.tick).toEqual({ area: HOME, revision: expect.any(Number) });
		const sentAt = Date.now();
		await submit(cadre, `task:${taskId}`, 1, { action: 'file' });
		let moved = await ear.next();
		// A report writes a site and a case, so it may be announced twice.
		while (moved && moved.at < sentAt) moved = await ear.next();
		expect(moved?.tick).toEqual({ area: HOME, revision: expect.any(Number) });
		expect((moved?.at ?? Infinity) - sentAt).toBeLessThan(WITHIN_MS);
	});

	test('a site that moves to another area is announced in both', async () => {
		const { siteId } = await report(backend.as(people.administrator.serving.token));
		const ear = await listen();
		const administrator = backend.as(people.administrator.serving.token);
		expect(await submit(administrator, `site:${siteId}`, 1, { action: 'reassign', area_code: OTHER_COMMUNITY })).toMatchObject({
			status: 'applied'
		});
		const areas = new Set<unknown>();
		for (let heard = await ear.next(); heard && areas.size < 2; heard = areas.size < 2 ? await ear.next() : null)
			areas.add(heard.tick.area);
		expect(areas).toEqual(new Set([HOME, OTHER_COMMUNITY]));
	});

	test('what is refused, and what is only read, is silent', async () => {
		const { taskId } = await report(cadre);
		const ear = await listen();
		await submit(cadre, `task:${taskId}`, 1, { action: 'close' });
		await submit(cadre, `task:${taskId}`, 7, { action: 'file' });
		must(await cadre.from('tasks').select('id').eq('id', taskId));
		await submit(cadre, `task:${taskId}`, 1, { action: 'file' });
		const first = await ear.next();
		const second = await ear.next();
		expect([first?.tick.area, second]).toEqual([HOME, null]);
	});
});
