import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { fromWgs84, type Position } from '#lib/geo/coordinates.ts';
import { openBackend } from '#lib/server/backend/index.ts';
import { HOME_COMPOUND, expect, signIn, test } from './support.ts';
import { beside, buildingAt, cameraAt, clickPlace, homeSites, mapIsDrawn, openMap, pointOf } from './map-support.ts';

const STREETS = join(import.meta.dirname, '../fixtures/liechtenstein/streets.pmtiles');
const KEY = 'a-key-that-nobody-sees';

/** A file of streets, and a service in GCJ-02 that does not answer. */
test.beforeAll(async () => {
	const data = process.env.E2E_DATA ?? '';
	mkdirSync(join(data, 'tiles'), { recursive: true });
	copyFileSync(STREETS, join(data, 'tiles/streets.pmtiles'));
	const backend = await openBackend({ mayShare: true, data });
	const basemap = (id: string, row: Record<string, unknown>): Record<string, unknown> => ({
		id,
		name: { 'zh-CN': id, en: id },
		attribution: `© ${id}`,
		min_zoom: 1,
		max_zoom: 19,
		...row
	});
	const saved = await backend
		.operator()
		.from('basemaps')
		.upsert([
			basemap('e2e-streets', { kind: 'pmtiles', crs: 'WGS84', source: 'streets.pmtiles' }),
			basemap('e2e-gcj', { kind: 'raster', crs: 'GCJ02', source: 'https://tiles.invalid.example.com/{z}/{x}/{y}.png?tk={key}' })
		] as never);
	expect(saved.error).toBeNull();
	expect((await backend.operator().rpc('save_basemap_key', { basemap: 'e2e-gcj', key: KEY })).error).toBeNull();
	await backend.close();
});

/** Tile of a position at a zoom, of the 256-pixel pyramid. */
function tileOf([lng, lat]: Position, zoom: number): string {
	const n = 2 ** zoom;
	const radians = (lat * Math.PI) / 180;
	return `${Math.floor(((lng + 180) / 360) * n)}/${Math.floor(((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * n)}`;
}

test('a PMTiles file of the data directory is drawn from its parts, for staff alone', async ({ page, browser }) => {
	await signIn(page, 'secretary');
	const part = page.waitForResponse((response) => response.url().endsWith('/tiles/e2e-streets/archive') && response.status() === 206);
	await openMap(page, HOME_COMPOUND, { base: 'e2e-streets', at: '9.520900,47.141000,15.00,0' });
	await part;
	await expect(page.getByText('© e2e-streets')).toBeVisible();
	expect((await page.request.get('/tiles/e2e-streets/archive')).status()).toBe(416);
	expect(await (await page.request.get('/tiles/e2e-streets/detail')).json()).toMatchObject({
		vectorLayers: expect.arrayContaining(['roads']) as unknown
	});
	const nobody = await browser.newContext();
	for (const path of ['detail', 'archive', '3/1/1']) {
		for (const id of ['e2e-streets', 'e2e-gcj', 'no-such-map'])
			expect((await nobody.request.get(`/tiles/${id}/${path}`)).status(), path).toBe(404);
	}
	await nobody.close();
});

test('on a GCJ-02 basemap tiles of the shifted place are asked for, and what is clicked is stored in WGS-84', async ({ page }) => {
	await signIn(page, 'secretary');
	const home = await buildingAt(page, '富安 5号楼');
	const { camera, at } = cameraAt(home, 18);
	const picture = await sharp({ create: { width: 256, height: 256, channels: 3, background: '#dfe6d8' } })
		.png()
		.toBuffer();
	const asked = new Set<string>();
	await page.route('**/tiles/e2e-gcj/*/*/*', (route) => {
		asked.add(new URL(route.request().url()).pathname.replace('/tiles/e2e-gcj/', ''));
		return route.fulfill({ contentType: 'image/png', body: picture });
	});
	await openMap(page, HOME_COMPOUND, { base: 'e2e-gcj', at });
	// The place lies half a kilometre away on such a map: another tile, several tiles off.
	await expect.poll(() => [...asked].some((tile) => tile === `19/${tileOf(fromWgs84(camera.center, 'GCJ02'), 19)}`)).toBe(true);
	expect([...asked].some((tile) => tile === `19/${tileOf(camera.center, 19)}`)).toBe(false);
	await page.getByRole('button', { name: '添加点位' }).click();
	await expect(page.getByRole('button', { name: '十字处落点' })).toBeEnabled();
	const place = beside(home, 12, 15);
	await clickPlace(page, camera, place);
	const form = page.getByRole('form', { name: '新点位' });
	await form.getByRole('textbox', { name: '名称', exact: true }).fill('火星坐标上点的');
	await form.getByRole('button', { name: '上报点位' }).click();
	await expect(page.getByRole('article', { name: /^案件 / }).getByRole('heading', { name: '火星坐标上点的' })).toBeVisible();
	const stored = pointOf((await homeSites(page)).find(({ title }) => title === '火星坐标上点的'));
	// A pixel is a quarter of a metre here.
	expect(Math.abs(stored[0] - place[0])).toBeLessThan(1e-5);
	expect(Math.abs(stored[1] - place[1])).toBeLessThan(1e-5);
});

test('a basemap that does not come is said and replaced, and its key is nowhere to be seen', async ({ page, allow }) => {
	allow(/502|Failed to load resource/);
	await signIn(page, 'secretary');
	const bodies: string[] = [];
	page.on('response', (response) => {
		if (/\/tiles\/|__data|\/areas\//.test(response.url()))
			void response.text().then(
				(body) => bodies.push(body),
				() => {}
			);
	});
	await openMap(page, HOME_COMPOUND, { base: 'e2e-gcj' });
	await expect(page.getByRole('status').filter({ hasText: '底图“e2e-gcj”加载不了' })).toBeVisible({ timeout: 30_000 });
	await page.getByRole('button', { name: '图层' }).click();
	await expect(page.getByRole('radio', { name: /e2e-gcj/ })).toBeDisabled();
	await expect(page.getByRole('radio', { name: '平面图' })).toBeChecked();
	await mapIsDrawn(page);
	expect(bodies.length).toBeGreaterThan(0);
	expect(bodies.join()).not.toContain(KEY);
	expect(bodies.join()).not.toContain('tiles.invalid');
});
