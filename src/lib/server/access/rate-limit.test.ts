import { describe, expect, test } from 'vitest';
import { budgetOf, RateLimits } from './rate-limit.ts';

describe('a request is counted as', () => {
	test('what it costs, not only as what it is', () => {
		for (const [routeId, method, access, budget] of [
			['/(public)', 'GET', 'public', 'page'],
			['/(public)/compounds/[area]', 'GET', 'public', 'page'],
			['/(public)/published/[...path]', 'GET', 'public', 'picture'],
			['/(staff)/pictures/[...path]', 'GET', 'staff', 'picture'],
			['/(staff)/api/publications/pictures/[...path]', 'GET', 'staff', 'picture'],
			['/(staff)/api/search', 'GET', 'staff', 'search'],
			['/(admin)/admin/areas', 'GET', 'administrator', 'search'],
			['/(staff)/api/areas/[area]/sites', 'GET', 'staff', 'staff'],
			['/(staff)/api/evidence/[task]/[evidence]', 'PUT', 'staff', 'upload'],
			['/(staff)/api/evidence/[task]/[evidence]', 'GET', 'staff', 'picture'],
			['/(staff)/api/changes', 'POST', 'staff', 'staff'],
			['/(auth)/login', 'GET', 'anyone', 'page'],
			['/(auth)/login', 'POST', 'anyone', 'signIn'],
			['/(account)/account', 'POST', 'signed-in', 'staff'],
			['/(admin)/admin/people', 'GET', 'administrator', 'administrator'],
			['/(tiles)/tiles/[basemap]/[z]/[x]/[y]', 'GET', 'public', null],
			['/backend/[...path]', 'POST', null, 'api']
		] as const)
			expect(budgetOf(routeId, method, access), `${method} ${routeId}`).toBe(budget);
	});
});

describe('a budget', () => {
	test('is everybody’s own, and says when there is more', async () => {
		const limits = new RateLimits();
		const spend = async (who: string, times: number) => {
			const answers: number[] = [];
			for (let nth = 0; nth < times; nth++) answers.push(await limits.spend('search', who));
			return answers;
		};
		const greedy = await spend('one', 100);
		expect(greedy.filter((seconds) => seconds === 0)).toHaveLength(60);
		expect(greedy.at(-1)).toBeGreaterThan(0);
		expect(greedy.at(-1)).toBeLessThanOrEqual(60);
		expect(await spend('two', 1)).toEqual([0]);
		expect(await limits.spend('page', 'one')).toBe(0);
	});

	test('grows with the installation', async () => {
		const limits = new RateLimits(0.05);
		for (let nth = 0; nth < 3; nth++) expect(await limits.spend('search', 'one')).toBe(0);
		expect(await limits.spend('search', 'one')).toBeGreaterThan(0);
	});
});
