import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { monthTicks, roundTicks, spreadLabels } from './axis.ts';

describe('axes', () => {
	test('ticks are round, begin at nothing and reach the most', () => {
		expect(roundTicks(8150)).toEqual([0, 2500, 5000, 7500, 10000]);
		expect(roundTicks(0)).toEqual([0, 1]);
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 1e7 }), (most) => {
				const ticks = roundTicks(most);
				expect(ticks[0]).toBe(0);
				expect(ticks.at(-1)).toBeGreaterThanOrEqual(most);
				expect(ticks.length).toBeGreaterThanOrEqual(2);
				expect(ticks.length).toBeLessThanOrEqual(6);
			})
		);
	});

	test('months are their firsts, across a year, thinned where there are many', () => {
		expect(monthTicks('2026-11-20', '2027-02-01', 9)).toEqual(['2026-12-01', '2027-01-01', '2027-02-01']);
		expect(monthTicks('2026-04-01', '2026-12-31', 5)).toEqual(['2026-04-01', '2026-06-01', '2026-08-01', '2026-10-01', '2026-12-01']);
	});

	test('labels keep their distance and their order, inside the bounds while they fit', () => {
		expect(spreadLabels([50, 52], 14, 0, 100)).toEqual([50, 64]);
		expect(spreadLabels([98, 99], 14, 0, 100)).toEqual([86, 100]);
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 6 }), (wanted) => {
				const spread = spreadLabels(wanted, 14, 0, 200).toSorted((a, b) => a - b);
				spread.forEach((at, index) => index > 0 && expect(at - (spread[index - 1] ?? 0)).toBeGreaterThanOrEqual(14 - 1e-9));
				for (const at of spread) expect(at >= 0 && at <= 200).toBe(true);
			})
		);
	});
});
