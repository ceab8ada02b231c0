import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { theServer } from './past-interface.ts';
import { call, cookieOf, readRoutes, type Route } from './routes.ts';
import { expect, test } from './support.ts';

const ADDRESS = process.env.E2E_URL ?? '';
const PAGE = { accept: 'text/html' };
const CLIENT = join(import.meta.dirname, '../../build/client');

let routes: Route[];
test.beforeAll(async () => {
	routes = await readRoutes();
});

const HEADERS = {
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
	'referrer-policy': 'same-origin',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin'
};

test('every answer carries the headers: pages, data, files, pictures, errors and refusals', async ({ page }) => {
	const cookie = await cookieOf(page, 'administrator');
	const files = readdirSync(CLIENT, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && !/\.(gz|br)$/.test(entry.name))
		.map((entry) => join(entry.parentPath, entry.name).slice(CLIENT.length));
	const some = [...new Map(files.map((file) => [file.split('.').at(-1), file])).values()];
	const asked: [path: string, init: Parameters<typeof call>[1]][] = [
		...routes.flatMap(({ path }): typeof asked => [
			[path, { headers: PAGE }],
			[path, { cookie, headers: PAGE }]
		]),
		...some.map((file): (typeof asked)[number] => [file, {}]),
		['/nothing', { headers: PAGE }],
		['/_app/immutable/nothing.js', {}],
		['/%ff', {}],
		['/overview/2206/__data.json', {}],
		['/api/changes', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' }],
		['/backend/rest/v1/sites', {}]
	];
	for (const [path, init] of asked) {
		const answered = await call(path, init);
		await answered.body?.cancel();
		const carried = Object.fromEntries(Object.keys(HEADERS).map((name) => [name, answered.headers.get(name)]));
		expect(carried, `${init?.method ?? 'GET'} ${path}: ${answered.status}`).toEqual(HEADERS);
		expect(
			[...answered.headers.keys()].filter((name) => /^access-control-|^server$|^x-powered-by$/.test(name)),
			path
		).toEqual([]);
	}
});

test('a page runs scripts of its own only, each with the nonce of the answer', async ({ page }) => {
	const cookie = await cookieOf(page, 'administrator');
	const nonces = new Set<string>();
	for (const { path } of [...routes.filter((route) => route.isPage), { path: '/nothing' }]) {
		const answered = await call(path, { cookie, headers: PAGE });
		if (!answered.headers.get('content-type')?.includes('text/html')) continue;
		const policy = new Map(
			(answered.headers.get('content-security-policy') ?? '').split(';').map((part): [string, string] => {
				const [name = '', ...values] = part.trim().split(' ');
				return [name, values.join(' ')];
			})
		);
		const nonce = /^'self' 'nonce-([^']+)'$/.exec(policy.get('script-src') ?? '')?.[1] ?? '';
		expect(nonce, path).toMatch(/.{16,}/);
		expect(nonces.has(nonce), 'a nonce is used once').toBe(false);
		nonces.add(nonce);
		expect(Object.fromEntries(policy), path).toMatchObject({
			'default-src': "'self'",
			'connect-src': "'self'",
			'worker-src': "'self' blob:",
			'object-src': "'none'",
			'base-uri': "'self'",
			'form-action': "'self'",
			'frame-ancestors': "'none'"
		});
		const html = await answered.text();
		for (const [tag] of html.matchAll(/<script\b[^>]*>/g)) expect(tag, path).toContain(`nonce="${nonce}"`);
		expect(html, path).not.toMatch(/\son[a-z]+="|javascript:/);
	}
});

test('a foreign page changes nothing on the strength of a cookie', async ({ page }) => {
	const cookie = await cookieOf(page, 'administrator');
	const port = new URL(ADDRESS).port;
	const origins = [
		undefined,
		'null',
		'https://example.com',
		`http://localhost:${Number(port) + 1}`,
		`https://localhost:${port}`,
		`${ADDRESS}.example.com`
	];
	const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/json'];
	for (const { id, path } of routes.filter((route) => route.access !== null)) {
		for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
			for (const [index, origin] of origins.entries()) {
				const type = types[index % types.length] ?? '';
				const answered = await call(path, { method, cookie, headers: { 'content-type': type, ...(origin ? { origin } : {}) }, body: '{}' });
				expect(answered.status, `${method} ${id} from ${origin} as ${type}`).toBe(403);
			}
		}
	}
	// None of them signed the administrator out.
	expect((await call('/admin/people', { cookie, headers: PAGE })).status).toBe(200);
});

test('the door of the API knows no cookies, asks for its key, and leads nowhere else', async ({ page }) => {
	const cookie = await cookieOf(page, 'administrator');
	expect((await call('/backend/rest/v1/sites', { cookie })).status).toBe(401);
	const backend = await theServer();
	const key = { apikey: backend.publishableKey, 'content-type': 'application/json' };
	expect((await call('/backend/rest/v1/publications?select=id&limit=1', { headers: key })).status).toBe(200);
	expect((await call('/backend/rest/v1/sites?select=id&limit=1', { cookie, headers: key })).status).toBe(401);
	const body = JSON.stringify({ statements: [{ text: 'select 1', params: [] }] });
	for (const path of [
		'inside/sql',
		'rest%2f..%2finside/sql',
		'rest%5c..%5cinside%5csql',
		'x%2f%2e%2e%2finside/sql',
		'%2finside/sql',
		'rest/v1',
		'_system'
	]) {
		const answered = await call(`/backend/${path}`, { method: 'POST', cookie, headers: key, body });
		expect(answered.status, path).toBe(404);
	}
});

test('a session lives in a cookie that no script reads and no foreign form sends', async () => {
	const answered = await call('/login', {
		method: 'POST',
		headers: { origin: ADDRESS, 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams({ email: 'city@zhantu.test', password: 'zhantu-demo-2026' }).toString()
	});
	const session = answered.headers.getSetCookie().filter((line) => line.startsWith('zhantu-session'));
	expect(session.length).toBeGreaterThan(0);
	for (const line of session) expect(line.toLowerCase()).toMatch(/httponly.*samesite=lax|samesite=lax.*httponly/);
});

test('no page of the public holds a key, a token, a telephone number, a name of the staff or the place of a camera', async () => {
	test.setTimeout(180_000);
	const backend = await theServer();
	const column = async (text: string): Promise<string[]> =>
		((await backend.sql?.query<{ value: string }>(text)) ?? []).map((row) => row.value);
	const degrees = (axis: 'x' | 'y'): string => `to_char(extensions.st_${axis}(extensions.st_centroid(geometry))::numeric, 'FM999.0000000')`;
	const cameras = (
		await column(`select ${degrees('x')} || ' ' || ${degrees('y')} as value from public.sites where is_internal and geometry is not null`)
	).map((value) => value.split(' '));
	const canaries = [
		...(await column('select phone as value from public.contacts')),
		// A name of two characters may be part of any word.
		...(await column("select distinct name as value from public.people where length(name) >= 3 and name !~ '^[a-zA-Z ]+$'")),
		...Object.values(JSON.parse(readFileSync(join(process.env.E2E_DATA ?? '', 'keys.json'), 'utf8')) as Record<string, string>)
	];
	expect(cameras.length).toBeGreaterThan(50);
	expect(canaries.length).toBeGreaterThan(200);
	const areas = await column("select code as value from public.published_areas where level = 'compound'");
	const publicPages = routes.filter((route) => route.access === 'public' && route.isPage).map(({ path }) => path);
	const pages = [...publicPages, ...areas.flatMap((area) => [`/compounds/${area}`, `/compounds/${area}/map`])];
	const inner = /"(owner_id|handlers|created_by|user_id|proposed_by|taken_by|task_id|access_token|refresh_token|is_internal)"|eyJhbGciOi/;
	for (const path of pages) {
		for (const address of [path, `${path === '/' ? '' : path}/__data.json`]) {
			const answered = await call(address, { headers: PAGE });
			const text = await answered.text();
			expect(
				canaries.filter((canary) => text.includes(canary)),
				address
			).toEqual([]);
			expect(
				cameras.filter((camera) => camera.every((part) => text.includes(part))),
				address
			).toEqual([]);
			expect(inner.exec(text)?.[0] ?? null, address).toBeNull();
		}
	}
});

test('no file that a browser gets holds a key', async () => {
	const keys = Object.values(JSON.parse(readFileSync(join(process.env.E2E_DATA ?? '', 'keys.json'), 'utf8')) as Record<string, string>);
	for (const entry of readdirSync(CLIENT, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile() || !/\.(js|css|json|html|svg)$/.test(entry.name)) continue;
		const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
		expect(
			keys.filter((key) => text.includes(key)),
			entry.name
		).toEqual([]);
		expect(text, entry.name).not.toMatch(/sb_secret_|supabase\.createClient|postgres:\/\//);
	}
});
