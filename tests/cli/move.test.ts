import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '#lib/data/client.ts';
import { unpackInto } from '#lib/server/backend/archive.ts';
import { openBackup } from '#lib/server/backend/backup-file.ts';
import { findPostgres, startCluster } from '#lib/server/backend/cluster.ts';
import { dataDir } from '#lib/server/backend/data-dir.ts';
import { openBackend } from '#lib/server/backend/index.ts';
import { DEMO_PASSWORD } from '#lib/server/demo/accounts.ts';
import { CAMPAIGN_ID } from '#lib/server/demo/chronicle.ts';
import { command, start } from './command.ts';
import { isThere } from './needs.ts';

const root = mkdtempSync(join(tmpdir(), 'zhantu-move-'));
const at = (name: string) => ({ ZHANTU_DATA: join(root, name), ZHANTU_BACKUP: 'off' });
const [embedded, server, back] = [at('embedded'), at('server'), at('back')];
const [there, home, away] = [join(root, 'there.tgz'), join(root, 'home.tgz'), join(root, 'away.tgz')];

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Tables that Supabase keeps in its own way. */
const NOT_OURS = ['auth.users', 'auth.identities', 'storage.objects'];

const CITY = '2206';
const COMMUNITY = '220602003003';
const COMPOUND = '220602003003001';

/** What somebody is answered whose password moved with everything else; nothing in it depends on the hour. */
async function goldenAnswers(data: string): Promise<Record<string, unknown>> {
	const backend = await openBackend({ mayShare: true, data });
	try {
		const signedIn = await backend.anonymous().auth.signInWithPassword({ email: 'city@zhantu.test', password: DEMO_PASSWORD });
		const account = signedIn.data.user?.id ?? '';
		const leader = backend.as(await backend.tokenFor(account));
		const campaign = CAMPAIGN_ID;
		return {
			account: [account, signedIn.data.user?.email],
			days: await answer(leader.rpc('area_days', { campaign, area: CITY })),
			indicators: await answer(leader.rpc('indicator_series', { area: COMPOUND })),
			// As they are stored: what is simplified for a small map is simplified by the GEOS of each backend.
			outlines: await answer(leader.from('areas').select('code, boundary, center').like('code', `${CITY}%`).order('code').limit(1000)),
			sheet: await answer(leader.rpc('area_sheet', { area: COMPOUND })),
			cases: await answer(leader.from('tasks').select('*').like('area_code', `${COMMUNITY}%`).order('id').limit(500)),
			history: await answer(leader.from('task_events').select('*').order('task_id').order('seq').limit(500)),
			published: await answer(backend.anonymous().from('publications').select('*').order('id').limit(500)),
			picture: await onePicture(backend.operator()),
			brokenChains: await answer(backend.operator().rpc('verify_ledger', {}))
		};
	} finally {
		await backend.close();
	}
}

async function answer(asked: PromiseLike<{ data: unknown; error: { message: string } | null }>): Promise<unknown> {
	const { data, error } = await asked;
	if (error) throw new Error(error.message);
	return data;
}

async function onePicture(operator: Client): Promise<string> {
	const { data } = await operator.from('evidence').select('object_path').not('object_path', 'is', null).order('id').limit(1).single();
	const content = await operator.storage.from('evidence').download(data?.object_path ?? '');
	return createHash('sha256')
		.update(new Uint8Array((await content.data?.arrayBuffer()) ?? []))
		.digest('hex');
}

/** Digest and number of the rows of every table, and where every sequence stands. */
async function contentsOf(file: string, without: string[] = []): Promise<unknown> {
	const opened = await openBackup(dataDir(root), file);
	try {
		const folder = mkdtempSync(join(root, 'contents-'));
		await unpackInto(folder, opened.database);
		const contents = JSON.parse(readFileSync(join(folder, 'contents.json'), 'utf8')) as { tables: { name: string }[] };
		return { ...contents, tables: contents.tables.filter(({ name }) => !without.includes(name)) };
	} finally {
		opened.discard();
	}
}

describe.skipIf(!isThere('PostgreSQL with PostGIS', findPostgres()))(
	'everything moves from the embedded database to a PostgreSQL server and back',
	() => {
		beforeAll(async () => {
			expect(await (await start([], embedded)).interrupt()).toBe(0);
			expect(await command('db-export', [there], embedded)).toMatchObject({ code: 0 });
		});

		test('there and back: not a row, a digit or a sequence is another', async () => {
			const said = await command('db-import', [there, '--postgres'], server);
			expect(said).toMatchObject({ code: 0, out: expect.stringContaining('Every table was compared') as string });
			expect(await command('db-export', [home], server)).toMatchObject({ code: 0 });
			expect(await command('db-import', [home], back)).toMatchObject({ code: 0 });
			expect(await contentsOf(home)).toEqual(await contentsOf(there));
		});

		test('all three give the same answers, to the password of before, with whole chains', async () => {
			const before = await goldenAnswers(embedded.ZHANTU_DATA);
			for (const [name, answered] of Object.entries(before)) {
				if (name === 'brokenChains') expect(answered).toEqual([]);
				else expect(JSON.stringify(answered).length, name).toBeGreaterThan(50);
			}
			expect(await goldenAnswers(server.ZHANTU_DATA)).toEqual(before);
			expect(await goldenAnswers(back.ZHANTU_DATA)).toEqual(before);
		});

		test('to a Supabase by its address and back: rows through its database, pictures through its storage', async () => {
			const project = at('project');
			const cluster = await startCluster(join(root, 'project-cluster'), () => {});
			const api = await start([], { ...project, DATABASE_URL: cluster.url, ZHANTU_DEMO: 'off', RATE_SCALE: '1000' });
			try {
				const keys = JSON.parse(readFileSync(dataDir(project.ZHANTU_DATA).keys, 'utf8')) as { publishableKey: string; secretKey: string };
				const supabase = {
					...at('caller'),
					PUBLIC_SUPABASE_URL: `${api.url}/backend`,
					PUBLIC_SUPABASE_PUBLISHABLE_KEY: keys.publishableKey,
					SUPABASE_SECRET_KEY: keys.secretKey,
					SUPABASE_DB_URL: cluster.url
				};
				const unnamed = await command('db-import', [there], { ...supabase, SUPABASE_DB_URL: undefined });
				expect(unnamed).toMatchObject({ code: 2, err: expect.stringContaining('SUPABASE_DB_URL is missing') as string });
				expect(await command('db-import', [there], supabase)).toMatchObject({ code: 0, err: '' });
				expect(await command('db-export', [away], supabase)).toMatchObject({ code: 0 });
				expect(await goldenAnswers(project.ZHANTU_DATA)).toEqual(await goldenAnswers(embedded.ZHANTU_DATA));
			} finally {
				await api.interrupt();
				await cluster.stop();
			}
			// Its storage wrote the rows of the pictures itself, and accounts have words where they had none.
			expect(await contentsOf(away, NOT_OURS)).toEqual(await contentsOf(there, NOT_OURS));
			const returned = at('returned');
			expect(await command('db-import', [away], returned)).toMatchObject({ code: 0 });
			expect(await goldenAnswers(returned.ZHANTU_DATA)).toEqual(await goldenAnswers(embedded.ZHANTU_DATA));
		});

		test('never over what is there, and never by the wrong command', async () => {
			const over = await command('db-import', [there], back);
			expect(over).toMatchObject({ code: 2, err: expect.stringContaining('this database is in use') as string });
			expect(await command('ledger-verify', [], back)).toMatchObject({ code: 0 });
			const wrong = await command('db-restore', [there], at('elsewhere'));
			expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('npm run db:import') as string });
		});
	}
);
