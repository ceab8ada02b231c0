import { expect, test } from 'vitest';
import { finishForecast } from './finish.ts';

const NOW = new Date('2026-11-25T04:00:00Z');
const daysAgo = (days: number): string => new Date(NOW.getTime() - days * 86_400_000).toISOString();
/** So many closings in each of the last eight weeks, newest first. */
const weekly = (...counts: number[]): string[] =>
	counts.flatMap((count, week) => Array.from({ length: count }, (_, at) => daysAgo(week * 7 + 1 + at / 10)));

test('an even pace is one day, an uneven one a range', () => {
	expect(finishForecast(weekly(7, 7, 7, 7, 7, 7, 7, 7), 14, daysAgo(200), NOW)).toMatchObject({
		earliest: '2026-12-09',
		latest: '2026-12-09'
	});
	const uneven = finishForecast(weekly(2, 8, 2, 8, 2, 8, 2, 8), 16, daysAgo(200), NOW);
	expect(uneven).toMatchObject({ earliest: '2026-12-09', latest: '2027-01-20', perWeek: [8, 2], weeks: 8 });
});

test('where the slower weeks closed nothing only the earliest day is named', () => {
	expect(finishForecast(weekly(0, 0, 0, 4, 4, 4, 4, 4), 8, daysAgo(200), NOW)).toMatchObject({ earliest: '2026-12-09', latest: null });
});

test('nothing is said without open cases, without closings, or with too few weeks', () => {
	expect(finishForecast(weekly(3, 3, 3, 3), 0, daysAgo(200), NOW)).toBeNull();
	expect(finishForecast([], 5, daysAgo(200), NOW)).toBeNull();
	expect(finishForecast(weekly(3, 3, 3), 5, daysAgo(22), NOW)).toBeNull();
	expect(finishForecast(weekly(3, 3, 3, 3), 5, null, NOW)).toBeNull();
});

test('a day years away is none', () => {
	expect(finishForecast(weekly(1, 1, 1, 1, 1, 1, 1, 1), 5000, daysAgo(200), NOW)).toBeNull();
});
