import { expect, test } from 'vitest';
import { mayReadMetrics } from './health.ts';

const LOOPBACK = '127.0.0.1';

test('without a token only this machine itself reads the metrics, and no stranger through its proxy', () => {
	expect(mayReadMetrics(new Headers(), LOOPBACK, '')).toBe(true);
	expect(mayReadMetrics(new Headers(), '::1', '')).toBe(true);
	expect(mayReadMetrics(new Headers(), '::ffff:127.0.0.1', '')).toBe(true);
	expect(mayReadMetrics(new Headers(), '10.0.0.7', '')).toBe(false);
	expect(mayReadMetrics(new Headers({ 'x-forwarded-for': '203.0.113.9' }), LOOPBACK, '')).toBe(false);
	expect(mayReadMetrics(new Headers({ via: '1.1 proxy' }), LOOPBACK, '')).toBe(false);
});

test('with a token it alone counts', () => {
	const shown = (token: string): Headers => new Headers({ authorization: `Bearer ${token}` });
	expect(mayReadMetrics(shown('a-long-token'), '203.0.113.9', 'a-long-token')).toBe(true);
	expect(mayReadMetrics(shown('a-long-tokem'), LOOPBACK, 'a-long-token')).toBe(false);
	expect(mayReadMetrics(new Headers(), LOOPBACK, 'a-long-token')).toBe(false);
});
