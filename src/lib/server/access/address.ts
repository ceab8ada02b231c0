import { isIPv6 } from 'node:net';
import type { RequestEvent } from '@sveltejs/kit';

/**
 * Who asks, as far as limits go: the socket's address, or behind a proxy that of the header which the
 * proxy is known to set (ADDRESS_HEADER, XFF_DEPTH). A request that came past the proxy counts by its
 * socket. A household has a whole /64 of IPv6, so the rest of such an address says nothing.
 */
export function addressOf(event: Pick<RequestEvent, 'getClientAddress' | 'platform'>): string {
	return networkOf(clientAddress(event));
}

function clientAddress({ getClientAddress, platform }: Pick<RequestEvent, 'getClientAddress' | 'platform'>): string {
	try {
		return getClientAddress();
	} catch {
		return (platform as { req?: { socket?: { remoteAddress?: string } } } | undefined)?.req?.socket?.remoteAddress ?? 'unknown';
	}
}

/** The address itself for IPv4, the first 64 bits of IPv6; what is no address is cut short. */
export function networkOf(address: string): string {
	const [plain = ''] = address
		.trim()
		.slice(0, 64)
		.replace(/^::ffff:(?=\d+\.)/i, '')
		.split('%');
	if (!isIPv6(plain)) return plain;
	const [head = '', tail = ''] = plain.toLowerCase().split('::');
	const left = head ? head.split(':') : [];
	const right = tail ? tail.split(':') : [];
	const groups = plain.includes('::') ? [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right] : left;
	return `${groups
		.slice(0, 4)
		.map((group) => Number.parseInt(group, 16).toString(16))
		.join(':')}::/64`;
}
