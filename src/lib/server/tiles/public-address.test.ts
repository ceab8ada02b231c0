import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPublicAddress } from './public-address.ts';

describe('addresses of the open network', () => {
	for (const address of ['1.1.1.1', '36.110.166.203', '100.63.255.255', '172.15.0.1', '172.32.0.1', '2606:4700::1111', '240e:e1:aa00::1']) {
		test(`${address} may be asked`, () => expect(isPublicAddress(address)).toBe(true));
	}
});

describe('addresses of a machine, of a network, or of none', () => {
	for (const address of [
		'127.0.0.1',
		'127.255.255.254',
		'0.0.0.0',
		'10.0.0.1',
		'100.64.0.1',
		'169.254.169.254',
		'172.16.0.1',
		'172.31.255.255',
		'192.168.1.1',
		'192.0.0.8',
		'198.18.0.1',
		'224.0.0.1',
		'255.255.255.255',
		'::',
		'::1',
		'::ffff:127.0.0.1',
		'::ffff:7f00:1',
		'::ffff:1.1.1.1',
		'::7f00:1',
		'64:ff9b::7f00:1',
		'64:ff9b:1::1',
		'100::1',
		'fc00::1',
		'fd12:3456::1',
		'fe80::1',
		'fe80::1%eth0',
		'2001:db8::1',
		'2001:0:4136:e378::1',
		'2002:7f00:1::1',
		'3fff::1',
		'ff02::1',
		'2130706433',
		'0x7f.0.0.1',
		'0177.0.0.1',
		'127.1',
		'localhost',
		''
	]) {
		test(`${address || 'nothing'} is refused`, () => expect(isPublicAddress(address)).toBe(false));
	}
});

test('whatever is private in IPv4 is refused as a mapped address, too', () => {
	fc.assert(
		fc.property(fc.ipV4(), (address) => {
			expect(isPublicAddress(`::ffff:${address}`)).toBe(false);
		})
	);
});

test('an address of IPv6 outside the global range is never public', () => {
	fc.assert(
		fc.property(fc.ipV6(), (address) => {
			if (isPublicAddress(address)) expect(address).toMatch(/^[23]/);
		})
	);
});
