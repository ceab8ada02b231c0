import { createHash } from 'node:crypto';
import { openBackend, type Backend } from '#lib/server/backend/index.ts';
import { crawl, numberPairs } from './public-crawl.ts';
import { expect, HOME_COMPOUND, signIn, test } from './support.ts';

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

let server: Backend;
test.beforeAll(async () => {
	server = await openBackend({ mayShare: true, data: process.env.E2E_DATA });
});
test.afterAll(() => server.close());

/** What an administrator of the server knows and nobody outside may: the first column of a query, as text. */
async function secrets(text: string): Promise<Set<string>> {
	const rows = (await server.sql?.query<{ secret: string }>(`select distinct x.secret::text as secret from (${text}) x (secret)`)) ?? [];
	return new Set(rows.map((row) => row.secret));
}

test('the public reaches no camera, no person and no original, by whatever page or data', async ({ page, request }) => {
	test.setTimeout(600_000);
	const ids = await secrets(
		'select id from public.tasks union select id from public.sites union select id from public.evidence union select id from public.people'
	);
	const hashes = await secrets('select sha256 from public.evidence');
	const names = await secrets('select name from public.people where length(name) > 2');
	const words = await secrets(
		'select title from public.sites where is_internal union select number from public.tasks where is_internal union select phone from public.contacts'
	);
	const places = await secrets(
		`select format('%s,%s', extensions.st_x(p), extensions.st_y(p)) from (
			select extensions.st_pointonsurface(geometry) from public.sites where geometry is not null
		) s (p)`
	);
	for (const canaries of [ids, hashes, names, words, places]) expect(canaries.size).toBeGreaterThan(50);

	const found: string[] = [];
	let pictures = 0;
	const pages = await crawl(request, ({ path, type, body }) => {
		if (type.startsWith('image/jpeg')) {
			pictures++;
			if (hashes.has(createHash('sha256').update(body).digest('hex'))) found.push(`an original: ${path}`);
			return;
		}
		const text = body.toString();
		const report = (what: string, known: Set<string>, seen: Iterable<string>): void => {
			for (const one of seen) if (known.has(one)) found.push(`${what} ${one}: ${path}`);
		};
		report('id', ids, text.match(UUID) ?? []);
		report('hash', hashes, text.match(/[0-9a-f]{64}/g) ?? []);
		report('place', places, numberPairs(text));
		report('name', names, runs(text, 3));
		for (const word of words) if (text.includes(word)) found.push(`word ${word}: ${path}`);
	});
	expect(found).toEqual([]);
	// It went everywhere: the page of every published compound, the map where there is one, and pictures of each.
	const [compounds] = await secrets(`select count(*) from public.published_areas where level = 'compound' and pairs > 0`);
	const [mapped] = await secrets('select count(distinct area_code) from public.publications where position is not null');
	expect(pages.filter((path) => path.startsWith('/compounds/'))).toHaveLength(Number(compounds) + Number(mapped));
	expect(pictures).toBeGreaterThan(2 * Number(compounds));
	// And it would have known a secret when it saw one.
	await signIn(page, 'administrator');
	const inside = await (await page.request.get(`/api/areas/${HOME_COMPOUND}/sites?campaign=sancheng`)).text();
	expect([...numberPairs(inside)].some((pair) => places.has(pair))).toBe(true);
	expect((inside.match(UUID) ?? []).some((id) => ids.has(id))).toBe(true);
});

/** Every run of so many Han characters. */
function runs(text: string, length: number): Set<string> {
	const all = new Set<string>();
	for (const [run] of text.matchAll(/\p{Script=Han}+/gu)) {
		for (let at = 0; at + length <= run.length; at++) all.add(run.slice(at, at + length));
	}
	return all;
}

test('the page of a compound with 72 cameras draws its published pairs and nothing else', async ({ page }) => {
	const [code] = await secrets(`select code from public.areas where name = '林海新苑'`);
	const cameras = await secrets(`select id from public.sites where layer_id = 'camera' and area_code = '${code}'`);
	expect(cameras.size).toBe(72);
	await page.goto(`/compounds/${code}`);
	const pins = page.getByRole('group', { name: /平面示意图/ }).getByRole('link');
	const shown = await secrets(`select id from public.publications where area_code = '${code}' and position is not null`);
	await expect(pins).toHaveCount(shown.size);
	for (const link of await pins.all())
		expect(
			shown.has(new URL(await link.evaluate((element: SVGAElement) => element.href.baseVal), page.url()).searchParams.get('pair') ?? '')
		).toBe(true);
	await expect(page.locator('main')).not.toContainText('摄像头');
});
