import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate, gradeOf, usualFiled, type Figures } from './figures.ts';

const figures = (over: Partial<Figures> = {}): Figures => ({
	stages: {},
	open: 10,
	closed: 90,
	onTime: 81,
	reworked: 10,
	overdue: 0,
	dueSoon: 0,
	...over
});

describe('the evaluation of an area', () => {
	test('weighs volume 10, closing 30, on time 30 and no rework 30', () => {
		// Full volume, 90 % closed, 90 % of those on time, 10 % sent back.
		expect(evaluate(figures(), 100)).toEqual({ score: 91, grade: 'A', parts: { volume: 1, closing: 0.9, onTime: 0.9, noRework: 0.9 } });
	});

	test('of two areas that work alike the larger is not graded better, once both take on what is usual', () => {
		const small = figures();
		const large = figures({ open: 100, closed: 900, onTime: 810, reworked: 100 });
		const usual = usualFiled([small, large, small]);
		expect(evaluate(small, usual)?.score).toBe(evaluate(large, usual)?.score);
	});

	test('an area that finds next to nothing loses the points for volume', () => {
		expect(evaluate(figures({ open: 1, closed: 9, onTime: 9, reworked: 0 }), 100)?.parts.volume).toBe(0.1);
	});

	test('an area without a filed case has none', () => {
		expect(evaluate(figures({ open: 3, closed: 0, stages: { reported: 3 } }), 10)).toBeNull();
	});

	test('an area in which nothing is closed and nothing is late yet has none', () => {
		expect(evaluate(figures({ open: 4, closed: 0, onTime: 0, reworked: 0 }), 10)).toBeNull();
		expect(evaluate(figures({ open: 4, closed: 0, onTime: 0, reworked: 0, overdue: 1 }), 10)?.grade).toBe('E');
	});

	test('lies between 0 and 100, whatever the counts', () => {
		const count = fc.nat(5000);
		fc.assert(
			fc.property(count, count, count, count, count, (open, closed, onTime, reworked, usual) => {
				const sane = figures({ open, closed, onTime: Math.min(onTime, closed), reworked: Math.min(reworked, open + closed) });
				const score = evaluate(sane, usual)?.score ?? 0;
				expect(score).toBeGreaterThanOrEqual(0);
				expect(score).toBeLessThanOrEqual(100 + 1e-9);
			})
		);
	});
});

test('grades begin at 90, 75, 60 and 40', () => {
	expect([100, 90, 89.9, 75, 74.9, 60, 59.9, 40, 39.9, 0].map(gradeOf)).toEqual(['A', 'A', 'B', 'B', 'C', 'C', 'D', 'D', 'E', 'E']);
});

test('what is usual is the median of the areas that have cases', () => {
	const of = (filed: number): Figures => figures({ open: 0, closed: filed });
	expect(usualFiled([of(10), of(0), of(30), of(1000)])).toBe(30);
	expect(usualFiled([of(10), of(20)])).toBe(15);
	expect(usualFiled([])).toBe(0);
});
