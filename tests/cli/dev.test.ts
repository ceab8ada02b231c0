import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { start, type Running } from './command.ts';

const data = mkdtempSync(join(tmpdir(), 'zhantu-cli-dev-'));
let server: Running | null = null;
afterAll(async () => {
	await server?.interrupt();
	rmSync(data, { recursive: true, force: true });
});

test('npm run dev serves from the sources with hot reload, and ends in order', async () => {
	server = await start([], { ZHANTU_DATA: data, ZHANTU_DEMO: 'off', ZHANTU_BACKUP: 'off' }, 'dev');
	const page = await (await fetch(`${server.url}/login`)).text();
	expect(page).toContain('kit/src/runtime/client/entry.js');
	expect((await fetch(`${server.url}/@vite/client`)).headers.get('content-type')).toContain('javascript');
	expect((await fetch(`${server.url}/src/lib/domain/day.ts`)).headers.get('content-type')).toContain('javascript');
	expect(await server.interrupt()).toBe(0);
	server = null;
	expect(readdirSync(data)).not.toContain('lock');
}, 600_000);
