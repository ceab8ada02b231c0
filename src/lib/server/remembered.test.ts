import { expect, test } from 'vitest';
import { ok, type Result } from '#lib/domain/result.ts';
import { Answers } from './remembered.ts';

/** A source that counts how often it was asked. */
function source(...answers: Result<number>[]): { asked: number; ask: () => Promise<Result<number>> } {
	const self = { asked: 0, ask: async () => answers[Math.min(self.asked++, answers.length - 1)] ?? ok(0) };
	return self;
}

test('who asks while a question is on its way waits for the same answer', async () => {
	const answers = new Answers(1000);
	const one = source(ok(1), ok(2));
	expect(await Promise.all([answers.of('a', one.ask, 0), answers.of('a', one.ask, 1)])).toEqual([ok(1), ok(1)]);
	expect(one.asked).toBe(1);
});

test('an answer is kept for its time, by its key, until something has changed', async () => {
	const answers = new Answers(1000);
	const one = source(ok(1), ok(2), ok(3), ok(4));
	await answers.of('a', one.ask, 0);
	expect(await answers.of('a', one.ask, 999)).toEqual(ok(1));
	expect(await answers.of('b', one.ask, 999)).toEqual(ok(2));
	expect(await answers.of('a', one.ask, 1001)).toEqual(ok(3));
	answers.forget();
	expect(await answers.of('a', one.ask, 1002)).toEqual(ok(4));
});

test('what failed is asked again, whether it was refused or thrown', async () => {
	const answers = new Answers(1000);
	const one = source({ ok: false, error: { code: 'busy' } }, ok(2));
	expect(await answers.of('a', one.ask, 0)).toMatchObject({ ok: false });
	expect(await answers.of('a', one.ask, 1)).toEqual(ok(2));
	await expect(answers.of('b', () => Promise.reject(new Error('away')), 0)).rejects.toThrow('away');
	expect(await answers.of('b', async () => ok(3), 1)).toEqual(ok(3));
});

test('an answer that something overtook is not what the next one gets', async () => {
	const answers = new Answers(1000);
	let answer = (_value: Result<number>): void => {};
	const slow = answers.of('a', () => new Promise<Result<number>>((resolve) => (answer = resolve)), 0);
	answers.forget();
	expect(await answers.of('a', async () => ok(2), 1)).toEqual(ok(2));
	answer(ok(1));
	expect(await slow).toEqual(ok(1));
	expect(await answers.of('a', async () => ok(3), 2)).toEqual(ok(2));
});

test('no more is kept than a process has room for', async () => {
	const answers = new Answers(1000);
	const one = source(ok(1));
	for (let n = 0; n <= 500; n++) await answers.of(`${n}`, one.ask, 0);
	await answers.of('500', one.ask, 1);
	expect(one.asked).toBe(501);
	await answers.of('0', one.ask, 1);
	expect(one.asked).toBe(502);
});
