import {
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	rmSync,
	statSync,
	truncateSync,
	writeFileSync
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBackend, type Backend } from '#lib/server/backend/index.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '#lib/server/demo/accounts.ts';
import { killBackend } from '../durability/ground.ts';
import { begin, command, start, type Running } from './command.ts';

/** One directory goes its way through all of it, so the tests stand in the order of a day. */
const root = mkdtempSync(join(tmpdir(), 'zhantu-cli-'));
const data = join(root, 'data');
const other = join(root, 'other');
const file = join(root, 'backup.tgz');
/** Of the same directory without the demo. */
const small = join(root, 'small.tgz');
const CONTACT = '0439-0000001';
const env = { ZHANTU_DATA: data, ZHANTU_BACKUP: 'off' };
const inOther = { ...env, ZHANTU_DATA: other };

let server: Running | null = null;
afterAll(async () => {
	await server?.interrupt();
	rmSync(root, { recursive: true, force: true });
});

async function withBackend<Result>(directory: string, work: (backend: Backend) => PromiseLike<Result>): Promise<Result> {
	const backend = await openBackend({ mayShare: true, data: directory });
	try {
		return await work(backend);
	} finally {
		await backend.close();
	}
}

/** Ends the server whatever came of it, so that the next test finds the directory free. */
async function whileServing(environment: typeof env, work: (server: Running) => Promise<void>): Promise<void> {
	const running = await start([], environment);
	try {
		await work(running);
	} finally {
		expect(await running.interrupt()).toBe(0);
	}
}

async function signIn(url: string, email: string): Promise<number> {
	return (await sendLogin(url, email)).status;
}

function sendLogin(url: string, email: string): Promise<Response> {
	const body = new URLSearchParams({ email, password: DEMO_PASSWORD });
	return fetch(`${url}/login`, { method: 'POST', body, headers: { origin: url, accept: 'text/html' }, redirect: 'manual' });
}

describe('while it runs', () => {
	beforeAll(async () => {
		server = await start([], env);
	}, 900_000);

	test('it has printed its address and every demo account, and they open', async () => {
		expect(server?.said.out).toContain(`is at ${server?.url}`);
		// They follow the address, perhaps in another piece.
		for (const { email } of DEMO_ACCOUNTS) await expect.poll(() => server?.said.out, { timeout: 60_000 }).toContain(email);
		expect(server?.said.out).toContain(DEMO_PASSWORD);
		expect(await signIn(server?.url ?? '', 'city@zhantu.test')).toBe(303);
	});

	test('while its database process is down, whoever is signed in is asked to wait and not to sign in', async () => {
		const url = server?.url ?? '';
		const cookie = (await sendLogin(url, 'city@zhantu.test')).headers
			.getSetCookie()
			.map((line) => line.split(';')[0])
			.join('; ');
		const ask = (path: string, accept: string): Promise<Response> =>
			fetch(`${url}${path}`, { headers: { cookie, accept }, redirect: 'manual' });
		expect((await ask('/inbox', 'text/html')).status).toBe(200);
		killBackend(data);
		const [page, call] = await Promise.all([ask('/inbox', 'text/html'), ask('/api/inbox', 'application/json')]);
		expect(page.status).toBe(503);
		expect(page.headers.get('retry-after')).toBe('5');
		expect(await page.text()).toMatch(/<h1>.+<\/h1><p>.+/);
		expect({ status: call.status, answer: await call.json() }).toMatchObject({ status: 503, answer: { code: 'busy' } });
		await expect.poll(async () => (await ask('/inbox', 'text/html')).status, { timeout: 60_000 }).toBe(200);
	});

	test('a second server on the directory is refused, with the number of the first', async () => {
		const said = await command('start', [], { ...env, PORT: '0' });
		expect(said.code).toBe(2);
		expect(said.err).toContain('PORT=0 is not a port number');
		const second = await command('start', [], { ...env, PORT: '39871' });
		expect(second).toMatchObject({ code: 2, out: '' });
		expect(second.err).toMatch(/^The data directory is in use by process \d+ .*Stop it first/);
		const dev = await command('dev', [], { ...env, PORT: '39871' });
		expect(dev.err).toContain('in use by process');
	});

	test('the ledger is verified and a backup written beside it', async () => {
		expect(await command('ledger-verify', [], env)).toMatchObject({
			code: 0,
			out: expect.stringContaining('The ledger is whole.') as string
		});
		const said = await command('db-backup', [file], env);
		expect(said).toMatchObject({ code: 0, out: expect.stringMatching(/areas \d{3,}, people \d+, sites \d+, tasks \d{3,}/) as string });
	});

	test('what would take the ground from under it is refused', async () => {
		for (const [name, args] of [
			['db-reset', []],
			['db-restore', [file]]
		] as const) {
			const said = await command(name, [...args], env);
			expect(said.code, name).toBe(2);
			expect(said.err, name).toContain('in use by process');
		}
		expect((await fetch(`${server?.url}/login`)).status).toBe(200);
	});

	test('Ctrl-C ends it in order', async () => {
		expect(await server?.interrupt()).toBe(0);
		server = null;
		expect(readdirSync(data)).toEqual(expect.not.arrayContaining(['lock', 'run.json']));
		expect(readdirSync(data).filter((name) => /^(backup|restore)/.test(name))).toEqual([]);
	});
});

describe('a second start', () => {
	test('is warm and has kept everything, also what a command stored meanwhile', async () => {
		await withBackend(data, (backend) => backend.operator().rpc('save_settings', { settings: { complaint_contact: CONTACT } }));
		await whileServing(env, async ({ url, said }) => {
			for (const made of ['Building', 'template', 'Inventing']) expect(said.out).not.toContain(made);
			expect(await signIn(url, 'city@zhantu.test')).toBe(303);
			expect(await (await fetch(`${url}/complaints`)).text()).toContain(CONTACT);
		});
	});
});

describe('while nobody runs', () => {
	test('a mistake at the keyboard is answered with how it is used', async () => {
		for (const name of ['db-backup', 'db-restore']) {
			const said = await command(name, [], env);
			expect(said.code).toBe(2);
			expect(said.err).toContain(`npm run ${name.replace('-', ':')} -- FILE`);
		}
	});

	test('a backup restored elsewhere holds the same: rows, policies, pictures, accounts', async () => {
		expect(await command('db-restore', [file], inOther)).toMatchObject({
			code: 0,
			out: expect.stringContaining('Restored the state of') as string
		});
		const pictures = (folder: string): string[] => readdirSync(join(folder, 'pictures'), { recursive: true }).map(String).sort();
		expect(pictures(other)).toEqual(pictures(data));
		expect(pictures(other).length).toBeGreaterThan(100);
		expect(await command('ledger-verify', ['sancheng'], inOther)).toMatchObject({ code: 0 });
		expect(existsSync(join(other, 'lock'))).toBe(false);
		// Its own keys, the accounts that were there.
		await whileServing(inOther, async ({ url }) => expect(await signIn(url, 'city@zhantu.test')).toBe(303));
	});

	test('the demo goes for good: accounts, pictures, and the next start does not make it anew', async () => {
		const said = await command('demo-clear', [], env);
		expect(said).toMatchObject({
			code: 0,
			out: expect.stringMatching(/Removed: \d+ tasks, \d+ people, \d+ areas, \d+ pictures/) as string
		});
		await whileServing(env, async ({ url, said: { out } }) => {
			expect(out).not.toContain('Demo accounts');
			expect(await signIn(url, 'city@zhantu.test')).toBe(400);
			// What was stored for real stays.
			expect(await (await fetch(`${url}/complaints`)).text()).toContain(CONTACT);
		});
		expect(await command('ledger-verify', [], env)).toMatchObject({ code: 0 });
	});

	test('a backup is written without a server, too', async () => {
		expect(await command('db-backup', [small], env)).toMatchObject({ code: 0, out: expect.stringContaining('tasks 0') as string });
	});

	test.each<[string, (path: string) => void, RegExp]>([
		['with a flipped byte', flipByte, /damaged|cannot be read/],
		['that was cut off', (path) => truncateSync(path, Math.round(statSync(path).size / 2)), /cannot be read/],
		['that is none', (path) => writeFileSync(path, 'nothing of the kind'), /cannot be read/]
	])('a backup %s is refused, and the directory stays as it was', async (_what, spoil, reason) => {
		const spoilt = join(root, 'spoilt.tgz');
		copyFileSync(small, spoilt);
		spoil(spoilt);
		const before = readdirSync(data).sort();
		const said = await command('db-restore', [spoilt], env);
		expect(said.code).toBe(2);
		expect(said.err).toMatch(reason);
		expect(readdirSync(data).sort()).toEqual(before);
	});

	test('a backup by schedule is restored like one that was asked for, and what was there is kept', async () => {
		const made = await withBackend(data, (backend) => backend.backups?.make('asked') ?? Promise.reject(new Error('no backups')));
		expect(await command('db-restore', [made.folder], inOther)).toMatchObject({ code: 0 });
		expect(readdirSync(join(other, 'replaced')).sort()).toEqual(['pglite', 'pictures']);
		const kept = await withBackend(other, async (backend) =>
			backend.sql?.query("select value #>> '{}' as contact from public.settings where key = 'complaint_contact'")
		);
		expect(kept).toEqual([{ contact: CONTACT }]);
	});

	test('a restore that broke off is not mistaken for an empty directory, and is made up for by another', async () => {
		rmSync(join(other, 'pglite'), { recursive: true });
		writeFileSync(join(other, 'restoring'), '');
		const said = await command('start', [], { ...inOther, PORT: '39874' });
		expect(said.code).not.toBe(0);
		expect(said.err).toContain('A restore broke off');
		expect(existsSync(join(other, 'pglite'))).toBe(false);
		expect(await command('db-restore', [small], inOther)).toMatchObject({ code: 0 });
		expect(readdirSync(join(other, 'replaced')).sort()).toEqual(['pglite', 'pictures']);
		expect(await command('ledger-verify', [], inOther)).toMatchObject({ code: 0 });
	});

	test('a reset leaves keys and backups, and nothing else that was stored', async () => {
		const keys = readFileSync(join(data, 'keys.json'), 'utf8');
		expect(await command('db-reset', [], env)).toMatchObject({ code: 0, out: expect.stringContaining('begins anew') as string });
		expect(readdirSync(data).sort()).toEqual(['backups', 'keys.json']);
		expect(readFileSync(join(data, 'keys.json'), 'utf8')).toBe(keys);
	});
});

/** In the middle, where the compressed content is. */
function flipByte(path: string): void {
	const bytes = readFileSync(path);
	const middle = Math.round(bytes.length / 2);
	bytes[middle] = (bytes[middle] ?? 0) ^ 0xff;
	writeFileSync(path, bytes);
}

describe('what a start refuses', () => {
	const empty = { ZHANTU_DATA: join(root, 'empty'), ZHANTU_DEMO: 'off', ZHANTU_BACKUP: 'off' };

	test('a port that somebody else has', async () => {
		const taken: Server = createServer();
		await new Promise<void>((resolve) => taken.listen(0, '0.0.0.0', resolve));
		const address = taken.address();
		const port = typeof address === 'object' && address ? address.port : 0;
		const said = await command('start', [], { ...empty, PORT: String(port) });
		taken.close();
		expect(said).toMatchObject({ code: 2, err: expect.stringContaining(`Port ${port} is taken. Choose another: PORT=`) as string });
	});

	test('placeholder keys; with none it makes its own, readable by nobody else', async () => {
		await whileServing(empty, async () => {});
		const file = join(empty.ZHANTU_DATA, 'keys.json');
		expect(statSync(file).mode & 0o077).toBe(0);
		const keys = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
		writeFileSync(file, JSON.stringify({ ...keys, jwtSecret: 'change-me-change-me-change-me-change-me' }));
		const said = await command('start', [], { ...empty, PORT: '39872' });
		expect(said.code).not.toBe(0);
		expect(said.err).toContain('damaged or placeholder keys (jwtSecret)');
	});

	test('nothing, where a server was killed while its database opened: nobody is left holding the directory', async () => {
		const killed = { ...empty, ZHANTU_DATA: join(root, 'killed') };
		await whileServing(killed, async () => {});
		const lock = join(killed.ZHANTU_DATA, 'lock');
		const server = begin('start', [], { ...killed, PORT: '39875' });
		await expect.poll(() => existsSync(lock), { timeout: 60_000, interval: 10 }).toBe(true);
		server.kill('SIGKILL');
		await expect.poll(() => existsSync(lock), { timeout: 60_000 }).toBe(false);
	});

	test('files of another major version of PostgreSQL, which it leaves alone', async () => {
		const older = { ...empty, ZHANTU_DATA: join(root, 'older') };
		mkdirSync(join(older.ZHANTU_DATA, 'pglite'), { recursive: true });
		writeFileSync(join(older.ZHANTU_DATA, 'pglite', 'PG_VERSION'), '17\n');
		const said = await command('start', [], { ...older, PORT: '39873' });
		expect(said.code).not.toBe(0);
		expect(said.err).toMatch(/holds a database of PostgreSQL 17; this version of Zhantu opens those of 18\. Export it/);
		expect(readdirSync(join(older.ZHANTU_DATA, 'pglite'))).toEqual(['PG_VERSION']);
	});
});
