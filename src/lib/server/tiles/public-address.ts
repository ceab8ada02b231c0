import { BlockList, isIP } from 'node:net';

/** What IANA keeps for special purposes in IPv4: of one's own, of a network, of documents, of many. */
const NOT_PUBLIC_4: readonly [string, number][] = [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.0.2.0', 24],
	['192.88.99.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['198.51.100.0', 24],
	['203.0.113.0', 24],
	['224.0.0.0', 4],
	['240.0.0.0', 4]
];
/** Of the global range, what carries an IPv4 address inside (Teredo, 6to4) or is for protocols and documents. */
const NOT_PUBLIC_6: readonly [string, number][] = [
	['2001::', 23],
	['2001:db8::', 32],
	['2002::', 16],
	['3fff::', 20]
];

const refused4 = new BlockList();
for (const [net, prefix] of NOT_PUBLIC_4) refused4.addSubnet(net, prefix, 'ipv4');
const refused6 = new BlockList();
for (const [net, prefix] of NOT_PUBLIC_6) refused6.addSubnet(net, prefix, 'ipv6');
/** The only range that is given out for the open network. */
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');

/**
 * Whether an address belongs to the open network. Everything else is refused, in whatever way it is
 * written: mapped (::ffff:127.0.0.1) and translated (64:ff9b::) addresses lie outside 2000::/3.
 */
export function isPublicAddress(address: string): boolean {
	switch (isIP(address)) {
		case 4:
			return !refused4.check(address, 'ipv4');
		case 6:
			return !address.includes('%') && global6.check(address, 'ipv6') && !refused6.check(address, 'ipv6');
		default:
			return false;
	}
}
