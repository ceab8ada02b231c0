import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classOf, countClasses, rampOf } from './ramp.ts';

describe('ramp', () => {
	test('takes round bounds that hold every value', () => {
		expect(rampOf([0.57, 0.62, 0.69, 0.96]).bounds).toEqual([0.6, 0.7, 0.8, 0.9]);
		expect(rampOf([0.031, 0.094]).bounds).toEqual([0.04, 0.06, 0.08, 0.1]);
		expect(rampOf([]).bounds).toEqual([0.2, 0.4, 0.6, 0.8]);
	});

	test('puts a value on a bound into the class above, and none into no class', () => {
		const ramp = rampOf([0.5, 1]);
		expect([0.55, 0.6, 0.7, 0.8, 0.9, 1].map((value) => classOf(ramp, value))).toEqual([1, 2, 3, 4, 5, 5]);
		expect(classOf(ramp, null)).toBeNull();
	});

	test('has ascending bounds inside 0 and 1, ordered classes, and counts every value once', () => {
		const shares = fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 1 });
		fc.assert(
			fc.property(shares, (values) => {
				const known = values.filter((value) => value !== null);
				const ramp = rampOf(known);
				expect(ramp.bounds).toEqual(ramp.bounds.toSorted((a, b) => a - b));
				expect(new Set(ramp.bounds).size).toBe(4);
				expect(ramp.bounds[0]).toBeGreaterThan(0);
				expect(ramp.bounds[3]).toBeLessThanOrEqual(1);
				const classes = known.toSorted((a, b) => a - b).map((value) => classOf(ramp, value) ?? 0);
				expect(classes).toEqual(classes.toSorted((a, b) => a - b));
				const counted = countClasses(ramp, values);
				expect(counted.classes.reduce((a, b) => a + b, counted.none)).toBe(values.length);
			})
		);
	});
});
