import { randomUUID } from 'node:crypto';
import { createServer, request } from 'node:http';
import { paths } from '#lib/domain/paths.ts';
import type { Backend } from '#lib/server/backend/index.ts';
import { aNewcomer, farewell, signInBy, type Newcomer } from './newcomer.ts';
import { call, readRoutes } from './routes.ts';
import { theServer } from './past-interface.ts';
import { expect, HOME_COMPOUND, test } from './support.ts';

const ADDRESS = process.env.E2E_URL ?? '';
const PAGE = { accept: 'text/html' };

// Signing in is slow on purpose, and these do it often.
test.describe.configure({ timeout: 300_000 });

let server: Backend;
test.beforeAll(async () => {
	server = await theServer();
});
test.afterAll(() => server.close());

/** The Cookie header of somebody who has just signed in, past the browser. */
async function cookieFor({ email, password }: Newcomer): Promise<string> {
	const answered = await call('/login', {
		method: 'POST',
		headers: { origin: ADDRESS, 'content-type': 'application/x-www-form-urlencoded', ...PAGE },
		body: new URLSearchParams({ email, password }).toString()
	});
	expect(answered.status).toBe(303);
	return answered.headers
		.getSetCookie()
		.map((line) => line.split(';')[0])
		.join('; ');
}

test('two hundred requests of twenty people at one moment: each page speaks to its own reader and names no other', async () => {
	const readers = await Promise.all(Array.from({ length: 20 }, () => aNewcomer(server)));
	const marks = readers.map(({ personId }) => `印记${personId.slice(0, 8)}`);
	for (const [at, { personId }] of readers.entries()) {
		// Whoever sees the name of a colleague sees it by right; an organisation stands on one's own page alone.
		await server.operator().from('people').update({ organisation: marks[at] }).eq('id', personId);
	}
	const cookies: string[] = [];
	for (const reader of readers) cookies.push(await cookieFor(reader));
	const asked = cookies.flatMap((cookie, at) =>
		['/account', '/account/__data.json', '/me', '/inbox', '/capture', '/', '/login', '/outbox', '/me/__data.json', '/about'].map(
			(path) => ({ cookie, at, path })
		)
	);
	let own = 0;
	const look = async (one: (typeof asked)[number]): Promise<(typeof asked)[number][]> => {
		const { cookie, at, path } = one;
		const answered = await call(path, { cookie, headers: path.endsWith('.json') ? {} : PAGE });
		const text = await answered.text();
		// Too much at once is sent away, and comes again.
		if (answered.status === 503) return [one];
		expect(answered.status, path).toBeLessThan(400);
		if (text.includes(marks[at] ?? '')) own++;
		const others = readers.filter((reader, of) => of !== at && (text.includes(marks[of] ?? '') || text.includes(reader.email)));
		expect(others, path).toEqual([]);
		return [];
	};
	for (let left = asked; left.length > 0;) left = (await Promise.all(left.map(look))).flat();
	expect(own).toBeGreaterThanOrEqual(20);
	await farewell(server, ...readers);
});

/** Text that a page must show and never run: six ways out of where text stands, ten things to do there. */
const RUN = 'window.__ran=1';
const PAYLOADS = ['', `"'>`, '</script>', '</title></textarea>', '-->', '{{x}}'].flatMap((out) =>
	[
		`<img src=x onerror=${RUN}>`,
		`<svg onload=${RUN}>`,
		`<script>${RUN}</script>`,
		`<iframe srcdoc="<script>${RUN}</script>">`,
		`<a href="javascript:${RUN}">x</a>`,
		`<details open ontoggle=${RUN}>`,
		`<style>@import'//x'</style><img src=x onerror=${RUN}>`,
		`javascript:${RUN}//`,
		'${' + RUN + '}',
		`&lt;script&gt;${RUN}&lt;/script&gt;`
	].map((body) => out + body)
);

test('hostile texts in names, offices, titles, descriptions and captions are shown as text and run nowhere', async ({ page, allow }) => {
	const [place] = (await server.sql?.query<{ code: string }>(
		`select a.code from public.areas a join public.published_areas p on p.code = a.code
		where a.level = 'compound' and a.code not like '220602003003%' order by a.code limit 1`
	)) ?? [{ code: '' }];
	const area = place?.code ?? '';
	const community = area.slice(0, 12);
	const administrator = await aNewcomer(server, 'administrator', '2206');
	const cadre = await aNewcomer(server, 'cadre', community);
	const operator = server.operator();
	const [hostileName = '', hostileOffice = ''] = PAYLOADS.filter((text) => text.length <= 60);
	await operator.from('people').update({ name: hostileName, organisation: hostileOffice }).eq('id', cadre.personId);
	const people = PAYLOADS.filter((text) => text.length <= 60).map((name) => ({ id: randomUUID(), name, organisation: name }));
	expect((await operator.from('people').insert(people)).error).toBeNull();
	const token = await tokenOf(cadre);
	const made: { siteId: string; taskId: string }[] = [];
	for (const title of PAYLOADS) {
		const taskId = randomUUID();
		const siteId = await reportAs(token, area, taskId, title);
		made.push({ siteId, taskId });
	}
	const publications = PAYLOADS.map((caption) => ({
		id: randomUUID(),
		campaign_id: 'sancheng',
		area_code: area,
		layer_id: 'trash_site',
		caption,
		before_picture: `${area}/${randomUUID()}.jpg`,
		after_picture: `${area}/${randomUUID()}.jpg`,
		before_on: '2026-05-01',
		after_on: '2026-05-20',
		published_on: '2026-05-21'
	}));
	expect((await operator.from('publications').insert(publications)).error).toBeNull();

	try {
		// The pictures of the captions are not there.
		allow(/404|Failed to load resource/);
		const [first] = made;
		const dialogs: string[] = [];
		page.on('dialog', (dialog) => {
			dialogs.push(dialog.message());
			void dialog.dismiss();
		});
		const looks = async (path: string, shown: string): Promise<void> => {
			await page.goto(path, { waitUntil: 'networkidle' });
			expect(await page.evaluate(() => '__ran' in window), path).toBe(false);
			if (shown) await expect(page.locator('body'), path).toContainText(shown);
		};
		for (const path of [paths.compound(area), paths.compoundMap(area), paths.home()])
			await looks(path, path === paths.compound(area) ? RUN : '');
		await signInBy(page, cadre.email, cadre.password);
		await page.waitForURL('**/inbox');
		for (const [path, shown] of [
			[paths.me(), hostileName],
			[paths.account(), hostileName],
			[paths.cases(area), `onerror=${RUN}`],
			[paths.map(area), ''],
			[paths.map(area, { task: first?.taskId ?? '' }), PAYLOADS[0] ?? ''],
			[paths.task(first?.taskId ?? ''), PAYLOADS[0] ?? ''],
			[paths.inbox(), '']
		] as const)
			await looks(path, shown);
		await page.context().clearCookies();
		await signInBy(page, administrator.email, administrator.password);
		await page.waitForURL('**/admin/people');
		await looks(paths.adminPeople({ q: 'onerror' }), 'onerror');
		await looks(paths.adminPerson(cadre.personId), hostileName);
		await looks(paths.overview(area), '');
		expect(dialogs).toEqual([]);
	} finally {
		const gone = new Date().toISOString();
		for (const { siteId, taskId } of made) {
			await operator.from('tasks').update({ removed_at: gone }).eq('id', taskId);
			await operator.from('sites').update({ removed_at: gone }).eq('id', siteId);
		}
		await operator
			.from('publications')
			.delete()
			.in(
				'id',
				publications.map(({ id }) => id)
			);
		await operator
			.from('people')
			.delete()
			.in(
				'id',
				people.map(({ id }) => id)
			);
		await farewell(server, administrator, cadre);
	}
});

/** Reports a site with its case; answers the site. */
async function reportAs(token: string, area: string, taskId: string, title: string): Promise<string> {
	const siteId = randomUUID();
	const { data, error } = await server.as(token).rpc('submit_change', {
		change_id: randomUUID(),
		target: `site:${siteId}`,
		base_version: null as unknown as number,
		patch: {
			action: 'create',
			campaign: 'sancheng',
			layer: 'trash_site',
			area_code: area,
			title,
			geometry: null,
			attributes: {},
			task: { id: taskId, kind: 'piled_rubbish', description: title }
		} as never
	});
	expect([error, data]).toEqual([null, expect.objectContaining({ status: 'applied' })]);
	return siteId;
}

async function tokenOf({ email, password }: Newcomer): Promise<string> {
	const { data, error } = await server.anonymous().auth.signInWithPassword({ email, password });
	if (error) throw error;
	return data.session.access_token;
}

test('whatever host or protocol a request claims, the server speaks of its own and asks nobody else', async () => {
	let visits = 0;
	const canary = createServer((_, response) => {
		visits++;
		response.end();
	});
	await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
	const address = canary.address();
	const host = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
	const forged: Record<string, string>[] = [
		{ host },
		{ host: ADDRESS.slice(7), 'x-forwarded-host': host },
		{ host: ADDRESS.slice(7), 'x-forwarded-host': host, 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' },
		{ host: ADDRESS.slice(7), 'x-forwarded-for': '10.1.2.3', 'x-real-ip': '10.1.2.3', forwarded: `for=10.1.2.3;host=${host};proto=https` },
		{ host: ADDRESS.slice(7), 'x-original-url': `http://${host}/`, 'x-rewrite-url': `http://${host}/` },
		{ host: ADDRESS.slice(7), 'x-http-method-override': 'DELETE', referer: `http://${host}/` }
	];
	const addresses = (await readRoutes()).filter(({ id }) => !id.includes('/live')).map(({ path }) => path);
	for (const path of [...addresses, `//${host}/`, `/login?next=http://${host}/`, `/login?next=//${host}/`]) {
		for (const headers of forged) {
			const { status, location, text } = await plain(path, { ...headers, ...PAGE });
			expect(status, `${path} ${JSON.stringify(headers)}`).toBeLessThan(500);
			if (location) expect(new URL(location, ADDRESS).origin, `${path} ${JSON.stringify(headers)}`).toBe(ADDRESS);
			if (!path.includes(host)) expect(text.includes(host), `${path} ${JSON.stringify(headers)}`).toBe(false);
		}
	}
	expect(visits).toBe(0);
	canary.close();
});

/** A request whose headers are sent as they are, the Host among them. */
function plain(path: string, headers: Record<string, string>): Promise<{ status: number; location: string | undefined; text: string }> {
	const { hostname, port } = new URL(ADDRESS);
	return new Promise((resolve, reject) => {
		const asked = request({ hostname, port, path, headers }, (answered) => {
			const parts: Buffer[] = [];
			answered.on('data', (part: Buffer) => parts.push(part));
			answered.on('end', () =>
				resolve({ status: answered.statusCode ?? 0, location: answered.headers.location, text: Buffer.concat(parts).toString() })
			);
		});
		asked.on('error', reject);
		asked.end();
	});
}

test('a person is in no address that their browser asks for, in no tick, and nowhere in what the public gets', async ({ page }) => {
	const canary = await aNewcomer(server);
	const reader = await aNewcomer(server);
	const name = `金丝雀${canary.personId.slice(0, 6)}`;
	const phone = `139${canary.personId.replaceAll(/\D/g, '').padEnd(8, '7').slice(0, 8)}`;
	const operator = server.operator();
	await operator
		.from('people')
		.update({ name, organisation: `${name}物业` })
		.eq('id', canary.personId);
	await operator.from('contacts').upsert({ person_id: canary.personId, phone });
	const secrets = [name, phone, canary.personId, canary.userId, canary.email];
	const asked: string[] = [];
	page.on('request', (sent) => asked.push(decodeURIComponent(sent.url())));

	const ticks = new AbortController();
	const live = await fetch(new URL(paths.live(HOME_COMPOUND), ADDRESS), {
		headers: { cookie: await cookieFor(reader) },
		signal: ticks.signal
	});
	const heard: string[] = [];
	const listening = (async () => {
		for await (const part of live.body as unknown as AsyncIterable<Uint8Array>) heard.push(new TextDecoder().decode(part));
	})().catch(() => {});

	await signInBy(page, canary.email, canary.password);
	await page.waitForURL('**/inbox');
	for (const path of [paths.me(), paths.account(), paths.capture(HOME_COMPOUND), paths.map(HOME_COMPOUND), paths.cases(HOME_COMPOUND)])
		await page.goto(path, { waitUntil: 'networkidle' });
	const taskId = randomUUID();
	const siteId = await reportAs(await tokenOf(canary), HOME_COMPOUND, taskId, '3号楼北侧垃圾');
	await page.goto(paths.task(taskId), { waitUntil: 'networkidle' });
	await expect(page.locator('body')).toContainText(name);
	await expect.poll(() => heard.join('')).toContain(HOME_COMPOUND);
	ticks.abort();
	await listening;

	const isOn = (text: string): string[] => secrets.filter((secret) => text.includes(secret));
	expect(asked.filter((url) => isOn(url).length > 0)).toEqual([]);
	expect(isOn(heard.join(''))).toEqual([]);
	for (const { path } of (await readRoutes()).filter(({ access, isPage }) => access === 'public' && isPage))
		for (const address of [path, `${path === '/' ? '' : path}/__data.json`])
			expect(isOn(await (await call(address, { headers: PAGE })).text()), address).toEqual([]);
	for (const table of ['publications', 'published_areas', 'published_campaigns', 'published_figures', 'published_settings'] as const) {
		const { data } = await server.anonymous().from(table).select('*');
		expect(isOn(JSON.stringify(data)), table).toEqual([]);
	}
	const gone = new Date().toISOString();
	await operator.from('tasks').update({ removed_at: gone }).eq('id', taskId);
	await operator.from('sites').update({ removed_at: gone }).eq('id', siteId);
	await farewell(server, reader);
});
