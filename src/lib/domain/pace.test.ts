import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { campaignDay, paceOf, targetPace } from './pace.ts';

describe('pace', () => {
	test.each([
		[-12.6, 'far_behind'],
		[-10, 'far_behind'],
		[-6.6, 'behind'],
		[-2, 'behind'],
		[-1.9, 'on_plan'],
		[0, 'on_plan'],
		[1.9, 'on_plan'],
		[10.2, 'ahead']
	])('%d points are %s', (points, pace) => expect(paceOf(points)).toBe(pace));

	test('half the target half way through is on plan', () => {
		expect(targetPace({ target: 200, actual: 100 }, '2026-01-01', '2026-01-11', '2026-01-06')).toEqual({
			share: 0.5,
			planned: 0.5,
			points: 0,
			pace: 'on_plan'
		});
	});

	test('a target that is not set has no share and is never behind; a target of nothing is reached', () => {
		expect(targetPace({ target: null, actual: 5 }, '2026-01-01', '2026-12-31', '2026-12-31')).toMatchObject({
			share: null,
			pace: 'on_plan'
		});
		expect(targetPace({ target: 0, actual: 0 }, '2026-01-01', '2026-12-31', '2026-12-31')).toMatchObject({ share: 1, pace: 'on_plan' });
	});

	test('what is reached is never behind, whatever the day', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 0, max: 400 }), (target, offset) => {
				const today = new Date(Date.UTC(2026, 0, 1) + offset * 86_400_000).toISOString().slice(0, 10);
				return !['behind', 'far_behind'].includes(targetPace({ target, actual: target }, '2026-01-01', '2026-12-31', today).pace);
			})
		);
	});
});

describe('campaignDay', () => {
	test('counts the first day as 1 and the last as none left', () => {
		expect(campaignDay('2026-04-01', '2026-12-31', '2026-04-01')).toEqual({ phase: 'running', day: 1, left: 274 });
		expect(campaignDay('2026-04-01', '2026-12-31', '2026-11-23')).toEqual({ phase: 'running', day: 237, left: 38 });
		expect(campaignDay('2026-04-01', '2026-12-31', '2026-12-31')).toEqual({ phase: 'running', day: 275, left: 0 });
	});

	test('knows before and after', () => {
		expect(campaignDay('2026-04-01', '2026-12-31', '2026-03-30')).toMatchObject({ phase: 'before', day: 2 });
		expect(campaignDay('2026-04-01', '2026-12-31', '2027-01-05')).toMatchObject({ phase: 'over', day: 275, left: 5 });
	});
});
