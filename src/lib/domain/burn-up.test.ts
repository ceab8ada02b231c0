import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { burnUp, burnUpMonths } from './burn-up.ts';
import type { DayFigures } from './overview.ts';

const day = (offset: number): string => new Date(Date.UTC(2026, 3, 1) + offset * 86_400_000).toISOString().slice(0, 10);
/** The same closings on each day, and twice as many filings. */
const steady = (count: number, closed = 2): DayFigures[] => Array.from({ length: count }, (_, at) => [day(at), closed * 2, closed]);

describe('burnUp', () => {
	test('adds up from nothing on the day before the start to today', () => {
		const { points, plan } = burnUp(steady(3), day(0), day(10), day(5));
		expect(points).toEqual([
			{ day: '2026-03-31', filed: 0, closed: 0 },
			{ day: day(0), filed: 4, closed: 2 },
			{ day: day(1), filed: 8, closed: 4 },
			{ day: day(2), filed: 12, closed: 6 },
			{ day: day(5), filed: 12, closed: 6 }
		]);
		expect(plan).toEqual({ startsOn: day(0), endsOn: day(10), total: 12, today: 6 });
	});

	test('begins with the first case when that is before the campaign', () => {
		expect(burnUp([[day(-20), 1, 0]], day(0), day(10), day(5)).from).toBe(day(-20));
	});

	test('forecasts a steady pace as one number and an uneven pace as a range', () => {
		const even = burnUp(steady(70), day(0), day(100), day(69));
		expect(even.forecast).toMatchObject({ low: 140 + 62, high: 140 + 62, perWeek: [14, 14], weeks: 8 });
		const uneven = steady(70).map(([at, filed], index): DayFigures => [at, filed, Math.floor(index / 7) % 2 ? 4 : 1]);
		const { low = 0, high = 0 } = burnUp(uneven, day(0), day(100), day(69)).forecast ?? {};
		expect(low).toBeLessThan(high);
	});

	test('says nothing from fewer than four weeks, after the end, or when all is closed', () => {
		expect(burnUp(steady(27), day(0), day(100), day(26)).forecast).toBeNull();
		expect(burnUp(steady(28), day(0), day(100), day(27)).forecast).not.toBeNull();
		expect(burnUp(steady(70), day(0), day(60), day(69)).forecast).toBeNull();
		expect(
			burnUp(
				steady(70).map(([at, , closed]): DayFigures => [at, closed, closed]),
				day(0),
				day(100),
				day(69)
			).forecast
		).toBeNull();
	});

	test('never forecasts less than is closed nor more than is filed, and its months add up', () => {
		const figures = fc.array(fc.tuple(fc.nat(200), fc.nat(9), fc.nat(9)), { maxLength: 120 });
		fc.assert(
			fc.property(figures, fc.integer({ min: 1, max: 250 }), (entries, today) => {
				const days = [
					...new Map(entries.map(([at, extra, closed]): [string, DayFigures] => [day(at), [day(at), closed + extra, closed]])).values()
				];
				const { points, forecast } = burnUp(days, day(0), day(240), day(today));
				const last = points.at(-1);
				if (forecast && last) {
					expect(forecast.low).toBeGreaterThanOrEqual(last.closed);
					expect(forecast.high).toBeGreaterThanOrEqual(forecast.low);
					expect(forecast.high).toBeLessThanOrEqual(last.filed);
				}
				const months = burnUpMonths(days);
				expect(months.at(-1)?.closedSoFar ?? 0).toBe(days.reduce((sum, [, , closed]) => sum + closed, 0));
			})
		);
	});
});

test('a month of the table goes from its first to its last day', () => {
	expect(burnUpMonths([['2028-02-10', 3, 1]])).toEqual([
		{ from: '2028-02-01', to: '2028-02-29', filed: 3, closed: 1, filedSoFar: 3, closedSoFar: 1 }
	]);
});
