import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { compress } from './compress.ts';

const PAGE = `<p>${'一小区一作战图 '.repeat(2000)}</p>`;
const asking = (accepted?: string): Request =>
	new Request('http://localhost/', accepted ? { headers: { 'accept-encoding': accepted } } : {});
const page = (headers: Record<string, string> = {}): Response =>
	new Response(PAGE, { headers: { 'content-type': 'text/html; charset=utf-8', ...headers } });
const bytes = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());

test('a page goes out small and comes back whole', async () => {
	const brotli = compress(asking('gzip, deflate, br'), page());
	expect(brotli.headers.get('content-encoding')).toBe('br');
	expect(brotli.headers.get('vary')).toBe('Accept-Encoding');
	const sent = await bytes(brotli);
	expect(sent.length).toBeLessThan(PAGE.length / 10);
	expect(brotliDecompressSync(sent).toString()).toBe(PAGE);
	expect(gunzipSync(await bytes(compress(asking('gzip'), page()))).toString()).toBe(PAGE);
});

test('nobody is sent what they cannot read', async () => {
	for (const accepted of [undefined, 'identity', 'br;q=0, gzip;q=0.0', 'zstd']) {
		const plain = compress(asking(accepted), page());
		expect(plain.headers.has('content-encoding')).toBe(false);
		expect((await bytes(plain)).toString()).toBe(PAGE);
	}
});

test('streams of ticks, pictures, parts of files and what is compressed already stay as they are', () => {
	const asked = asking('br');
	for (const type of ['text/event-stream', 'image/jpeg', 'application/octet-stream'])
		expect(compress(asked, page({ 'content-type': type })).headers.has('content-encoding'), type).toBe(false);
	expect(compress(asked, page({ 'content-encoding': 'gzip' })).headers.get('content-encoding')).toBe('gzip');
	expect(
		compress(asked, new Response(PAGE, { status: 206, headers: { 'content-type': 'text/plain' } })).headers.has('content-encoding')
	).toBe(false);
	expect(compress(asked, page({ 'content-length': '200' })).headers.has('content-encoding')).toBe(false);
	expect(compress(asked, new Response(null, { status: 204 })).status).toBe(204);
});

test('cookies of an answer are kept, each by itself', () => {
	const answer = page();
	answer.headers.append('set-cookie', 'a=1; Path=/');
	answer.headers.append('set-cookie', 'b=2; Path=/');
	expect(compress(asking('br'), answer).headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/']);
});
