import type { Access } from '#lib/server/guard.ts';
import { call, cookieOf, readRoutes, type Route } from './routes.ts';
import { expect, test, type AccountKey } from './support.ts';

const ORIGIN = { origin: process.env.E2E_URL ?? '' };
const PAGE = { accept: 'text/html' };
const ROLES: readonly AccountKey[] = ['administrator', 'city', 'subdistrict', 'dispatcher', 'inspector', 'secretary', 'grid'];

let routes: Route[];
test.beforeAll(async () => {
	routes = await readRoutes();
});

/** A stream stays open: only how it begins is of interest. */
const LIVE = '/(staff)/api/live';
const end = (answered: Response): Promise<void> => (answered.body ? answered.body.cancel() : Promise.resolve());

async function dataOf(path: string, cookie?: string): Promise<{ status: number; type: string }> {
	const [before = '', query] = path.split('?');
	const answered = await call(`${before === '/' ? '' : before}/__data.json${query ? `?${query}` : ''}`, { cookie });
	const type = answered.headers.get('content-type')?.includes('json') ? ((await answered.json()) as { type?: string }).type : undefined;
	return { status: answered.status, type: type ?? '' };
}

test('the walk meets every room of the house', () => {
	const rooms: (Access | null)[] = ['public', 'anyone', 'pending', 'signed-in', 'staff', 'administrator', null];
	expect(routes.length).toBeGreaterThan(40);
	for (const room of rooms) expect(routes.some(({ access }) => access === room)).toBe(true);
	// What lies in no group is closed but for the door of the API, which knows no cookies.
	expect(routes.filter(({ access }) => access === null).map(({ id }) => id)).toEqual(['/backend/[...path]']);
});

test('whoever is not signed in: pages lead to the log-in, everything else says so, nothing is done', async () => {
	const open: (Access | null)[] = ['public', 'anyone', null];
	for (const { id, path, isPage, access } of routes.filter((route) => !open.includes(route.access))) {
		if (isPage) {
			const page = await call(path, { headers: PAGE });
			expect([page.status, page.headers.get('location')], id).toEqual([303, `/login?next=${encodeURIComponent(path)}`]);
			expect(await dataOf(path), id).toEqual({ status: 200, type: 'redirect' });
		}
		for (const method of isPage ? ['POST'] : ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
			const answered = await call(path, { method, headers: ORIGIN });
			expect([answered.status, await answered.json()], `${access} ${method} ${id}`).toEqual([401, { code: 'signed_out' }]);
		}
	}
});

test('what is public is there for everybody', async () => {
	for (const { id, path, isPage, access } of routes) {
		if (access !== 'public' && access !== 'anyone') continue;
		const answered = await call(path, { headers: PAGE });
		await end(answered);
		expect(answered.status, id).toBeLessThan(500);
		if (isPage) expect(answered.status, id).toBe(200);
	}
});

for (const role of ROLES) {
	test(`${role}: enters what is theirs, is turned away from the rest, and meets no failure anywhere`, async ({ page }) => {
		test.setTimeout(180_000);
		const cookie = await cookieOf(page, role);
		for (const { id, path, isPage, access } of routes) {
			const isOpen = access === 'staff' || access === 'signed-in' || (access === 'administrator' && role === 'administrator');
			if (!isOpen && access !== 'administrator') continue;
			const answered = await call(path, { cookie, headers: isPage ? PAGE : {} });
			await end(answered);
			if (!isOpen) expect(answered.status, id).toBe(403);
			else expect([401, 303].includes(answered.status) || answered.status >= 500, `${id}: ${answered.status}`).toBe(false);
			if (isPage) {
				const data = await dataOf(path, cookie);
				if (isOpen) expect(data.status, `${id} __data.json`).toBeLessThan(500);
				else expect(data.status, `${id} __data.json`).toBe(403);
			}
			if (isOpen) continue;
			for (const method of ['POST', 'PUT', 'DELETE']) {
				const tried = await call(path, { method, cookie, headers: ORIGIN });
				expect([tried.status, await tried.json()], `${method} ${id}`).toEqual([403, { code: 'not_allowed' }]);
			}
		}
	});
}

test('no address makes the server fail, whatever stands in it', async ({ page }) => {
	test.setTimeout(180_000);
	const cookie = await cookieOf(page, 'administrator');
	const failed: string[] = [];
	const odd = ['%00', "'", '%F0%9F%98%80', '..%2f..%2f', 'x'.repeat(2000), '%ff', '-1', '1e999', '220602003003001%0a'];
	for (const { id, path } of routes.filter((route) => route.id.includes('[') && route.id !== LIVE)) {
		const tail = path.split('/').at(-1) ?? '';
		for (const text of odd) {
			const answered = await call(path.replace(tail, text), { cookie, headers: PAGE });
			await end(answered);
			if (answered.status >= 500) failed.push(`${id} with ${text.slice(0, 30)}: ${answered.status}`);
		}
	}
	expect(failed).toEqual([]);
});

test('no body makes the server fail either', async ({ page }) => {
	test.setTimeout(180_000);
	const cookie = await cookieOf(page, 'secretary');
	const failed: string[] = [];
	for (const { id, path, isPage } of routes) {
		if (id === '/(auth)/logout') continue;
		const target = isPage ? `${path}?/nothing` : path;
		for (const body of ['', '{', '[]', '{"changeId":1}', 'null']) {
			const answered = await call(target, { method: 'POST', cookie, headers: { ...ORIGIN, 'content-type': 'application/json' }, body });
			await end(answered);
			if (answered.status >= 500) failed.push(`${id} with ${body}: ${answered.status}`);
		}
	}
	expect(failed).toEqual([]);
});

test('a change that the database cannot hold is refused, not sent again and again', async ({ page }) => {
	const cookie = await cookieOf(page, 'secretary');
	const change = {
		changeId: '00000000-0000-4000-8000-00000000000a',
		target: 'task:00000000-0000-4000-8000-00000000000b',
		baseVersion: 1,
		patch: { action: 'edit', title: 'a\u0000b' }
	};
	const headers = { ...ORIGIN, 'content-type': 'application/json' };
	const answered = await call('/api/changes', { method: 'POST', cookie, headers, body: JSON.stringify(change) });
	expect([answered.status, await answered.json()]).toEqual([200, { status: 'refused', code: 'bad_patch', field: 'patch' }]);
});
