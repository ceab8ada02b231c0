import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startJobs } from './jobs.ts';

const HOUR_MS = 3_600_000;

beforeEach(() => {
	vi.useFakeTimers();
	vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
});

describe('public figures', () => {
	test('are refreshed soon after the start and then every hour, also after a failure, until stopped', async () => {
		let times = 0;
		const stop = startJobs(async () => {
			times++;
			if (times === 1) throw new Error('the backend is restarting');
			return 1;
		});
		await vi.advanceTimersByTimeAsync(60_000);
		expect(times).toBe(1);
		await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
		expect(times).toBe(3);
		stop();
		await vi.advanceTimersByTimeAsync(3 * HOUR_MS);
		expect(times).toBe(3);
	});

	test('are never refreshed twice at once', async () => {
		let running = 0;
		let most = 0;
		const stop = startJobs(async () => {
			most = Math.max(most, ++running);
			await new Promise((resolve) => setTimeout(resolve, 2.5 * HOUR_MS));
			running--;
			return 1;
		});
		await vi.advanceTimersByTimeAsync(8 * HOUR_MS);
		expect(most).toBe(1);
		stop();
	});
});
