import { expect, test, vi } from 'vitest';
import { tickStream } from './live.ts';

function aSource(): {
	tell: (area: string) => void;
	listeners: Set<(payload: string) => void>;
	onTick: (one: (payload: string) => void) => () => void;
} {
	const listeners = new Set<(payload: string) => void>();
	return {
		listeners,
		tell: (area) => listeners.forEach((listener) => listener(JSON.stringify({ area, revision: 1 }))),
		onTick: (listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		}
	};
}

async function next(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
	return new TextDecoder().decode((await reader.read()).value);
}

test('ticks of the area, of what is inside it and of what is above it arrive; others do not', async () => {
	const source = aSource();
	const reader = tickStream(source.onTick, '220602003003', new AbortController().signal).getReader();
	expect(await next(reader)).toBe('retry: 2000\n\n');
	for (const area of ['220605', '220602003003001', '220602', '220602003003']) source.tell(area);
	expect(await next(reader)).toContain('"220602003003001"');
	expect(await next(reader)).toContain('"220602"');
	expect(await next(reader)).toContain('"220602003003"');
	await reader.cancel();
});

test('what was missed between page and stream comes first', async () => {
	const missed = { area: '220602003003', revision: 7 };
	const reader = tickStream(aSource().onTick, '2206', new AbortController().signal, missed).getReader();
	expect(await next(reader)).toBe('retry: 2000\n\n');
	expect(await next(reader)).toBe(`data: ${JSON.stringify(missed)}\n\n`);
	await reader.cancel();
});

test('a reader who goes without a word leaves nothing behind, and a later tick or beat throws nothing', async () => {
	vi.useFakeTimers();
	try {
		const source = aSource();
		const reader = tickStream(source.onTick, '2206', new AbortController().signal, null, 1000).getReader();
		const [listener] = source.listeners;
		await reader.cancel();
		expect(source.listeners.size).toBe(0);
		expect(vi.getTimerCount()).toBe(0);
		listener?.(JSON.stringify({ area: '2206', revision: 2 }));
	} finally {
		vi.useRealTimers();
	}
});

test('the end of the request ends the stream', async () => {
	const source = aSource();
	const request = new AbortController();
	const reader = tickStream(source.onTick, '2206', request.signal).getReader();
	await next(reader);
	request.abort();
	expect((await reader.read()).done).toBe(true);
	expect(source.listeners.size).toBe(0);
});
