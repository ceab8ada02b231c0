import { lookup } from 'node:dns/promises';
import { Agent, request } from 'node:https';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { failed, ok, type Result } from '#lib/domain/result.ts';
import { isPublicAddress } from './public-address.ts';
import { tileType, type TileType } from './tile-type.ts';

const TIMEOUT_MS = 8_000;
const MOST_BYTES = 2 * 1024 * 1024;
const unpack = promisify(gunzip);
/** A connection that is kept leads to an address that was checked when it was made. */
const agent = new Agent({ keepAlive: true, maxSockets: 8, timeout: 30_000 });

/** What one question to a tile service was answered. */
export interface Answered {
	status: number;
	type: string;
	encoding: string;
	body: Uint8Array;
}

/** The network as the proxy sees it; tests bring their own. */
export interface TilePorts {
	/** Every address of a host name. */
	resolve: (host: string) => Promise<string[]>;
	isAllowed: (address: string) => boolean;
	/**
	 * GET over TLS, with the connection made to `address` and nowhere else: between the check and the
	 * connection the name must not be asked again. Rejects with `too_big` past `mostBytes`. Follows nothing.
	 */
	get: (url: URL, address: string, limits: { timeoutMs: number; mostBytes: number }) => Promise<Answered>;
}

export const NETWORK: TilePorts = {
	resolve: async (host) => (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address),
	isAllowed: isPublicAddress,
	get
};

export interface Tile {
	type: TileType;
	body: Uint8Array;
}

/**
 * Fetches one tile for the browser. The address comes from a template that an administrator wrote, and
 * carries the key: it is never repeated in an error. Codes: `tile_not_there` (404), `tile_refused` with
 * the status, `tile_not_allowed` (a host that is not the template's, or one without a public address),
 * `tile_wrong_type`, `tile_too_big`, `tile_unreachable`.
 */
export async function fetchTile(
	address: string,
	options: { hosts: readonly string[]; kind: 'raster' | 'vector'; ports?: TilePorts }
): Promise<Result<Tile>> {
	const { hosts, kind, ports = NETWORK } = options;
	const url = new URL(address);
	if (url.protocol !== 'https:' || !hosts.includes(url.host) || isNumber(url.hostname)) return failed('tile_not_allowed');
	try {
		const addresses = await ports.resolve(url.hostname);
		// One private address among public ones is no accident.
		const [first] = addresses;
		if (!first || !addresses.every((one) => ports.isAllowed(one))) return failed('tile_not_allowed');
		const answered = await ports.get(url, first, { timeoutMs: TIMEOUT_MS, mostBytes: MOST_BYTES });
		if (answered.status === 404 || answered.status === 204) return failed('tile_not_there');
		if (answered.status !== 200) return failed('tile_refused', undefined, answered.status);
		const body = await unpacked(answered);
		const type = tileType(body, answered.type, kind);
		return type ? ok({ type, body }) : failed('tile_wrong_type');
	} catch (error) {
		return failed((error as { code?: string }).code === 'too_big' ? 'tile_too_big' : 'tile_unreachable');
	}
}

/** IPv6 stands in brackets in an address. */
function isNumber(hostname: string): boolean {
	return hostname.startsWith('[') || isIP(hostname) !== 0;
}

/** Vector tiles often come packed without a word about it. */
async function unpacked({ body, encoding }: Answered): Promise<Uint8Array> {
	if (encoding !== 'gzip' && !(body[0] === 0x1f && body[1] === 0x8b)) return body;
	return unpack(body, { maxOutputLength: 4 * MOST_BYTES }).catch(() => {
		throw tooBig();
	});
}

function tooBig(): Error {
	return Object.assign(new Error('too_big'), { code: 'too_big' });
}

function get(url: URL, address: string, { timeoutMs, mostBytes }: { timeoutMs: number; mostBytes: number }): Promise<Answered> {
	return new Promise((resolve, reject) => {
		const asked = request(
			url,
			{
				method: 'GET',
				// The name stays in SNI, in the certificate's check and in Host; only where it leads is fixed.
				lookup: (_host, options, callback) => {
					const family = isIP(address);
					if (options.all) callback(null, [{ address, family }]);
					else callback(null, address, family);
				},
				agent,
				signal: AbortSignal.timeout(timeoutMs),
				headers: { accept: 'image/*,application/vnd.mapbox-vector-tile,application/x-protobuf', 'user-agent': 'zhantu' }
			},
			(response) => {
				const parts: Buffer[] = [];
				let bytes = 0;
				response.on('data', (part: Buffer) => {
					bytes += part.length;
					if (bytes > mostBytes) response.destroy(tooBig());
					else parts.push(part);
				});
				response.on('error', reject);
				response.on('end', () =>
					resolve({
						status: response.statusCode ?? 0,
						type: response.headers['content-type'] ?? '',
						encoding: response.headers['content-encoding'] ?? '',
						body: Buffer.concat(parts)
					})
				);
			}
		);
		asked.on('error', reject);
		asked.end();
	});
}
