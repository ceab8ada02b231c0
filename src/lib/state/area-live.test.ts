import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { onAreaChange, type TickSource } from './area-live.ts';

class FakeSource implements TickSource {
	onopen: (() => void) | null = null;
	onmessage: (() => void) | null = null;
	onerror: (() => void) | null = null;
	isClosed = false;
	close(): void {
		this.isClosed = true;
	}
}

describe('onAreaChange', () => {
	let source: FakeSource;
	let refreshes: number;
	const start = (refresh = async (): Promise<void> => void refreshes++): (() => void) =>
		onAreaChange('2206', refresh, { connect: () => source, settleMs: 300 });

	beforeEach(() => {
		vi.useFakeTimers();
		source = new FakeSource();
		refreshes = 0;
	});
	afterEach(() => vi.useRealTimers());

	test('answers a burst of ticks with one refresh, and a steady stream with one each settling time', async () => {
		start();
		for (let at = 0; at < 10; at++) source.onmessage?.();
		await vi.advanceTimersByTimeAsync(299);
		expect(refreshes).toBe(0);
		await vi.advanceTimersByTimeAsync(1);
		expect(refreshes).toBe(1);
		for (let at = 0; at < 30; at++) {
			source.onmessage?.();
			await vi.advanceTimersByTimeAsync(100);
		}
		expect(refreshes).toBeGreaterThanOrEqual(8);
	});

	test('never refreshes twice at a time, and once more when something changed meanwhile', async () => {
		let running = 0;
		let most = 0;
		start(async () => {
			refreshes++;
			most = Math.max(most, ++running);
			await new Promise((resolve) => setTimeout(resolve, 5000));
			running--;
		});
		source.onmessage?.();
		await vi.advanceTimersByTimeAsync(1000);
		source.onmessage?.();
		await vi.advanceTimersByTimeAsync(20_000);
		expect([refreshes, most]).toEqual([2, 1]);
	});

	test('asks every 20 s while the stream is down, and once when it stands again', async () => {
		start();
		source.onerror?.();
		await vi.advanceTimersByTimeAsync(41_000);
		expect(refreshes).toBe(2);
		source.onopen?.();
		await vi.advanceTimersByTimeAsync(60_000);
		expect(refreshes).toBe(3);
	});

	test('its undo closes the stream and calls nobody any more', async () => {
		const stop = start();
		source.onmessage?.();
		source.onerror?.();
		stop();
		await vi.advanceTimersByTimeAsync(60_000);
		expect([refreshes, source.isClosed]).toEqual([0, true]);
	});
});
