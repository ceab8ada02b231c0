import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { client } from './client.ts';
import { uploadPictures } from './moved-pictures.ts';

/** Some pictures, and a storage that answers with one status after the other, then 200 to everything. */
async function upload(count: number, ...statuses: number[]): Promise<{ asked: string[]; uploaded: Promise<void> }> {
	const folder = mkdtempSync(join(tmpdir(), 'zhantu-pictures-'));
	mkdirSync(join(folder, 'evidence', '220602'), { recursive: true });
	for (let nth = 0; nth < count; nth++) writeFileSync(join(folder, 'evidence', '220602', `${nth}.jpg`), `picture ${nth}`);
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(request.url ?? '');
		request.resume();
		const status = statuses.shift() ?? 200;
		response.writeHead(status, { 'content-type': 'application/json' });
		response.end(
			status === 200 ? '{"Id":"1","Key":"evidence/x"}' : JSON.stringify({ statusCode: String(status), message: `told ${status}` })
		);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => {
		server.close();
		rmSync(folder, { recursive: true });
	});
	const { port } = server.address() as AddressInfo;
	return { asked, uploaded: uploadPictures(folder, client(`http://127.0.0.1:${port}`, 'a key of more than twenty letters', fetch)) };
}

test('every picture is sent once, under its own name', async () => {
	const { asked, uploaded } = await upload(20);
	await uploaded;
	expect(asked.toSorted()).toEqual(Array.from({ length: 20 }, (_, nth) => `/storage/v1/object/evidence/220602/${nth}.jpg`).toSorted());
});

test('a storage that is busy or away for a moment is asked again', async () => {
	const { asked, uploaded } = await upload(1, 429, 503);
	await uploaded;
	expect(asked).toHaveLength(3);
});

test('one that refuses is not, and the picture is named', async () => {
	const { asked, uploaded } = await upload(1, 403);
	await expect(uploaded).rejects.toThrow('evidence/220602/0.jpg: told 403');
	expect(asked).toHaveLength(1);
});
