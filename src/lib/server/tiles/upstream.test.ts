import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NETWORK, fetchTile, type TilePorts } from './upstream.ts';

const PNG = Buffer.concat([Buffer.from([0x89]), Buffer.from('PNG\r\n\x1a\n'), Buffer.alloc(20)]);
const HOSTS = ['tiles.example.com'];
const TILE = 'https://tiles.example.com/7/1/2.png?tk=the-secret-key';

/** A tile service on this machine: what a proxy without manners would reach. */
let server: Server;
let port = 0;
let asked: string[] = [];
let answer: { status: number; headers: Record<string, string>; body: Buffer | string; hang?: boolean };

beforeAll(async () => {
	server = createServer((request, response) => {
		asked.push(request.url ?? '');
		if (answer.hang) return;
		response.writeHead(answer.status, answer.headers);
		response.end(answer.body);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
	port = (server.address() as AddressInfo).port;
});
beforeEach(() => {
	asked = [];
	answer = { status: 200, headers: { 'content-type': 'image/png' }, body: PNG };
});
afterAll(() => server.close());

/** Plain http to the service here in place of TLS to the network, under the same rules. */
const here = (ports: Partial<TilePorts> = {}): TilePorts => ({
	resolve: async () => ['93.184.216.34'],
	isAllowed: NETWORK.isAllowed,
	get: async (url, _address, { timeoutMs, mostBytes }) => {
		const answered = await fetch(`http://127.0.0.1:${port}${url.pathname}`, {
			redirect: 'manual',
			signal: AbortSignal.timeout(Math.min(timeoutMs, 300))
		});
		const body = new Uint8Array(await answered.arrayBuffer());
		if (body.length > mostBytes) throw Object.assign(new Error(), { code: 'too_big' });
		return { status: answered.status, type: answered.headers.get('content-type') ?? '', encoding: '', body };
	},
	...ports
});

describe('a tile', () => {
	test('comes from the template’s own host', async () => {
		expect(await fetchTile(TILE, { hosts: HOSTS, kind: 'raster', ports: here() })).toMatchObject({
			ok: true,
			value: { type: 'image/png' }
		});
		expect(asked).toEqual(['/7/1/2.png']);
	});

	test('in vectors is unpacked', async () => {
		answer = { status: 200, headers: { 'content-type': 'application/x-protobuf' }, body: gzipSync(Buffer.from([0x1a, 0x02, 0x0a, 0x00])) };
		const fetched = await fetchTile(TILE, { hosts: HOSTS, kind: 'vector', ports: here() });
		expect(fetched).toMatchObject({ ok: true, value: { type: 'application/vnd.mapbox-vector-tile' } });
		expect(fetched.ok && [...fetched.value.body]).toEqual([0x1a, 0x02, 0x0a, 0x00]);
	});
});

describe('nothing is asked', () => {
	const refused = { ok: false, error: { code: 'tile_not_allowed' } };
	for (const address of ['127.0.0.1', '10.1.2.3', '169.254.169.254', '::1', '::ffff:127.0.0.1', 'fd00::1']) {
		test(`of a host that resolves to ${address}`, async () => {
			const ports = here({ resolve: async () => [address] });
			expect(await fetchTile(TILE, { hosts: HOSTS, kind: 'raster', ports })).toMatchObject(refused);
			expect(asked).toEqual([]);
		});
	}

	test('of a host with one private address among public ones', async () => {
		const ports = here({ resolve: async () => ['93.184.216.34', '127.0.0.1'] });
		expect(await fetchTile(TILE, { hosts: HOSTS, kind: 'raster', ports })).toMatchObject(refused);
		expect(asked).toEqual([]);
	});

	for (const address of [
		'http://tiles.example.com/7/1/2.png',
		'https://other.example.com/7/1/2.png',
		'https://tiles.example.com:8443/7/1/2.png',
		'https://127.0.0.1/7/1/2.png',
		'https://[::1]/7/1/2.png',
		'https://2130706433/7/1/2.png'
	]) {
		test(`at ${address}`, async () => {
			const hosts = [...HOSTS, '127.0.0.1', '[::1]'];
			expect(await fetchTile(address, { hosts, kind: 'raster', ports: here() })).toMatchObject(refused);
			expect(asked).toEqual([]);
		});
	}

	test('a second time: the connection goes to the address that was checked', async () => {
		const connected: string[] = [];
		let turn = 0;
		const ports = here({
			// A name that answers differently each time, as in rebinding.
			resolve: async () => [turn++ === 0 ? '93.184.216.34' : '127.0.0.1'],
			get: async (_url, address) => {
				connected.push(address);
				return { status: 200, type: 'image/png', encoding: '', body: PNG };
			}
		});
		expect(await fetchTile(TILE, { hosts: HOSTS, kind: 'raster', ports })).toMatchObject({ ok: true });
		expect([connected, turn]).toEqual([['93.184.216.34'], 1]);
	});
});

test('the real network refuses this machine by its own name', async () => {
	const local = `https://localhost:${port}/1/1/1.png`;
	expect(await fetchTile(local, { hosts: [`localhost:${port}`], kind: 'raster' })).toMatchObject({
		ok: false,
		error: { code: 'tile_not_allowed' }
	});
	expect(asked).toEqual([]);
});

describe('an answer that is no tile', () => {
	const codeOf = async (kind: 'raster' | 'vector' = 'raster'): Promise<string> => {
		const fetched = await fetchTile(TILE, { hosts: HOSTS, kind, ports: here() });
		return fetched.ok ? 'ok' : fetched.error.code;
	};

	test('is not followed elsewhere', async () => {
		answer = { status: 302, headers: { location: `http://127.0.0.1:${port}/canary` }, body: '' };
		expect(await codeOf()).toBe('tile_refused');
		expect(asked).toEqual(['/7/1/2.png']);
	});

	test('is refused by its type and by its bytes', async () => {
		answer = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' };
		expect(await codeOf()).toBe('tile_wrong_type');
		answer = { status: 200, headers: { 'content-type': 'image/png' }, body: '<html>' };
		expect(await codeOf()).toBe('tile_wrong_type');
		answer = { status: 200, headers: { 'content-type': 'image/svg+xml' }, body: '<svg onload="alert(1)"/>' };
		expect(await codeOf()).toBe('tile_wrong_type');
		answer = { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: '{"error":"key"}' };
		expect(await codeOf('vector')).toBe('tile_wrong_type');
	});

	test('is cut off where it grows too big, also by unpacking', async () => {
		answer = { status: 200, headers: { 'content-type': 'image/png' }, body: Buffer.alloc(3 * 1024 * 1024) };
		expect(await codeOf()).toBe('tile_too_big');
		answer = { status: 200, headers: { 'content-type': 'application/x-protobuf' }, body: gzipSync(Buffer.alloc(64 * 1024 * 1024)) };
		expect(await codeOf('vector')).toBe('tile_too_big');
	});

	test('is not waited for', async () => {
		answer = { ...answer, hang: true };
		expect(await codeOf()).toBe('tile_unreachable');
	});

	test('says that there is none, or which status came', async () => {
		answer = { status: 404, headers: {}, body: '' };
		expect(await codeOf()).toBe('tile_not_there');
		answer = { status: 403, headers: {}, body: 'bad key' };
		const fetched = await fetchTile(TILE, { hosts: HOSTS, kind: 'raster', ports: here() });
		expect(fetched).toEqual({ ok: false, error: { code: 'tile_refused', field: undefined, info: 403 } });
		expect(JSON.stringify(fetched)).not.toContain('secret');
	});
});
