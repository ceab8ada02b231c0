import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPostgres, startCluster } from '#lib/server/backend/cluster.ts';
import { openBackend, type Backend } from '#lib/server/backend/index.ts';
import { command, start, type Running } from './command.ts';
import { isThere } from './needs.ts';

const root = mkdtempSync(join(tmpdir(), 'zhantu-cli-pg-'));
const file = join(root, 'backup.tgz');
const env = { ZHANTU_DATA: join(root, 'data'), ZHANTU_DEMO: 'off', ZHANTU_BACKUP: 'off' };
const inOther = { ...env, ZHANTU_DATA: join(root, 'other') };

const CONTACT = '0439-0000000';
const PICTURE = '220602003003001/own/server.jpg';

async function onBackend(data: string, work: (backend: Backend) => PromiseLike<{ error: unknown }>): Promise<void> {
	const backend = await openBackend({ mayShare: true, data });
	try {
		expect((await work(backend)).error).toBeNull();
	} finally {
		await backend.close();
	}
}

let server: Running | null = null;
afterAll(async () => {
	await server?.interrupt();
	rmSync(root, { recursive: true, force: true });
});

describe.skipIf(!isThere('PostgreSQL with PostGIS', findPostgres()))('a private cluster of start:postgres', () => {
	beforeAll(async () => {
		server = await start(['--postgres'], env);
	}, 300_000);

	test('serves, says so, and is refused a second server', async () => {
		expect(server?.said.out).toContain('(postgres) is at');
		expect((await fetch(`${server?.url}/login`)).status).toBe(200);
		const second = await command('start', ['--postgres'], { ...env, PORT: '39873' });
		expect(second).toMatchObject({ code: 2, err: expect.stringContaining('in use by process') as string });
	});

	test('is backed up while it runs and afterwards, without being told which it is', async () => {
		await onBackend(env.ZHANTU_DATA, (backend) => backend.operator().rpc('save_settings', { settings: { complaint_contact: CONTACT } }));
		expect(await command('db-backup', [file], env)).toMatchObject({ code: 0 });
		expect(await server?.interrupt()).toBe(0);
		server = null;
		expect(readdirSync(env.ZHANTU_DATA)).not.toContain('lock');
		expect(await command('db-backup', [join(root, 'second.tgz')], env)).toMatchObject({ code: 0 });
		expect(await command('ledger-verify', [], env)).toMatchObject({ code: 0 });
		expect(existsSync(join(env.ZHANTU_DATA, 'pglite'))).toBe(false);
	});

	test('its backup becomes a cluster elsewhere, which serves', async () => {
		const said = await command('db-restore', [file], inOther);
		expect(said).toMatchObject({ code: 0, out: expect.stringContaining('npm run start:postgres') as string });
		expect(readdirSync(inOther.ZHANTU_DATA)).toContain('postgres');
		server = await start(['--postgres'], inOther);
		expect(await (await fetch(`${server.url}/complaints`)).text()).toContain(CONTACT);
		expect(await server.interrupt()).toBe(0);
		server = null;
		expect(await command('ledger-verify', [], inOther)).toMatchObject({ code: 0 });
	});

	test('goes with a reset', async () => {
		expect(await command('db-reset', [], env)).toMatchObject({ code: 0 });
		expect(readdirSync(env.ZHANTU_DATA)).toEqual(['keys.json']);
	});
});

describe.skipIf(!isThere('PostgreSQL with PostGIS', findPostgres()))('a server of its own, by its address', () => {
	test('is backed up as a dump, which goes back by the tools of PostgreSQL, as docs/operations.md has it', async () => {
		const cluster = await startCluster(join(root, 'own-cluster'), () => {});
		const own = { ...env, ZHANTU_DATA: join(root, 'own'), DATABASE_URL: cluster.url };
		const bin = findPostgres() ?? '';
		const { username, password, host } = new URL(cluster.url);
		const [hostname = '', port = ''] = host.split(':');
		const tool = (name: string, ...args: string[]): unknown =>
			execFileSync(join(bin, name), ['-h', hostname, '-p', port, '-U', username, ...args], {
				env: { ...process.env, PGPASSWORD: password }
			});
		try {
			server = await start([], own);
			await onBackend(own.ZHANTU_DATA, (backend) => backend.operator().rpc('save_settings', { settings: { complaint_contact: CONTACT } }));
			await onBackend(own.ZHANTU_DATA, (backend) =>
				backend.operator().storage.from('evidence').upload(PICTURE, 'a picture', { contentType: 'image/jpeg' })
			);
			const backup = join(root, 'own.tgz');
			expect(await command('db-backup', [backup], own)).toMatchObject({ code: 0 });
			expect(await server.interrupt()).toBe(0);
			server = null;

			const unpacked = join(root, 'unpacked');
			mkdirSync(unpacked);
			execFileSync('tar', ['-xf', backup, '-C', unpacked]);
			tool('createdb', 'zhantu_new');
			tool('pg_restore', '--exit-on-error', '-d', 'zhantu_new', join(unpacked, 'database.dump'));

			const address = new URL(cluster.url);
			address.pathname = '/zhantu_new';
			const moved = { ...env, ZHANTU_DATA: join(root, 'moved'), DATABASE_URL: address.href };
			cpSync(join(unpacked, 'pictures'), join(moved.ZHANTU_DATA, 'pictures'), { recursive: true });
			server = await start([], moved);
			expect(await (await fetch(`${server.url}/complaints`)).text()).toContain(CONTACT);
			await onBackend(moved.ZHANTU_DATA, (backend) => backend.operator().storage.from('evidence').download(PICTURE));
			expect(await command('ledger-verify', [], moved)).toMatchObject({ code: 0 });
			expect(await server.interrupt()).toBe(0);
			server = null;
		} finally {
			await server?.interrupt();
			server = null;
			await cluster.stop();
		}
	});
});
