import { expect, test } from 'vitest';
import { addressOf, networkOf } from './address.ts';

test('an IPv4 address stands for itself, however it is written; an IPv6 one for its network', () => {
	expect(networkOf('203.0.113.9')).toBe('203.0.113.9');
	expect(networkOf('::ffff:203.0.113.9')).toBe('203.0.113.9');
	expect(networkOf('2001:0db8:0:1::5')).toBe('2001:db8:0:1::/64');
	expect(networkOf('2001:DB8:0:1:aaaa:bbbb:cccc:dddd')).toBe('2001:db8:0:1::/64');
	expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0::/64');
	expect(networkOf('::1')).toBe('0:0:0:0::/64');
	expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
});

test('what is no address cannot grow', () => {
	expect(networkOf('a'.repeat(10_000))).toHaveLength(64);
	expect(networkOf('203.0.113.9, evil')).toBe('203.0.113.9, evil');
});

test('a request past the proxy counts by its socket', () => {
	const missing = (): string => {
		throw new Error('Address header was specified but is absent');
	};
	const platform = { req: { socket: { remoteAddress: '198.51.100.7' } } } as unknown as App.Platform;
	expect(addressOf({ getClientAddress: missing, platform })).toBe('198.51.100.7');
	expect(addressOf({ getClientAddress: missing, platform: undefined })).toBe('unknown');
	expect(addressOf({ getClientAddress: () => '203.0.113.9', platform })).toBe('203.0.113.9');
});
