import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { isAccessible } from './axe.ts';
import { SPOT } from './cadre-support.ts';
import { expect, HOME_COMMUNITY, setPreferences, signIn, test } from './support.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures/ledger');
/** A reference is stored once per file name: of this run, so that a server that is asked twice takes it twice. */
const RUN = Date.now().toString(36);
const HEAD = '编号,社区代码,标题,GPS经度,GPS纬度,状态,上报时间\n';
const ROWS = [1, 2, 3].map(
	(row) => `${RUN}-${row},${HOME_COMMUNITY},导入测试 ${row},${SPOT[0] + row / 1e4},${SPOT[1]},处置中,2026-05-0${row} 08:30\n`
);

/** Reading, mapping and drawing take as long as the machine takes. */
const SLOWLY = { timeout: 90_000 };

test.describe.configure({ timeout: 300_000 });
test.beforeEach(({ page }) => signIn(page, 'administrator'));

async function choose(page: Page, name: string, content: string | Buffer, layer = '垃圾点位'): Promise<void> {
	await page.goto('/admin/imports/new', { waitUntil: 'networkidle' });
	if (layer) await page.getByLabel('图层', { exact: true }).selectOption({ label: layer });
	await take(page, name, content);
}

async function take(page: Page, name: string, content: string | Buffer): Promise<void> {
	const buffer = typeof content === 'string' ? Buffer.from(content) : content;
	await page.getByLabel('选择或拖入 CSV、GeoJSON 文件').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
}

const preview = (page: Page) => page.getByRole('region', { name: '预览' });
const batch = (page: Page, name: string) => page.getByRole('article').filter({ hasText: name });

/** Takes a batch back, so that other tests find the ledger as it was. */
async function undo(page: Page, name: string, count: number): Promise<void> {
	await page.goto('/admin/imports', { waitUntil: 'networkidle' });
	await batch(page, name).getByRole('button', { name: '撤销这一批' }).click();
	await expect(page.getByRole('dialog')).toContainText(`${count} 件`);
	await page.getByRole('dialog').getByRole('button', { name: '撤销这一批' }).click();
	await expect(page.getByText(`已撤销 ${count} 件`)).toBeVisible(SLOWLY);
}

test('a GBK file is told by its bytes, mapped by its headings, previewed, imported as a batch and undone', async ({ page }) => {
	const name = `台账-${RUN}.csv`;
	await choose(page, name, readFileSync(join(FIXTURES, 'gbk-crlf.csv')), '');
	await expect(page.getByLabel('文字编码')).toHaveValue('GBK', SLOWLY);
	await expect(page.getByLabel('分隔符')).toHaveValue(',');
	await expect(page.getByLabel('编号', { exact: true })).toHaveValue('案件编号');
	// The demo's communities are drawn elsewhere than this file's: nothing is stored on a guess.
	await expect(page.getByText('按任何坐标系，坐标都不在所写的辖区内')).toBeVisible();
	await expect(page.getByRole('button', { name: '导入', exact: true })).toBeDisabled();
	await page.getByLabel('坐标系').selectOption('WGS84');
	await expect(preview(page).locator('dl')).toHaveAttribute('data-rejected', '2', SLOWLY);
	await expect(preview(page).getByRole('row').filter({ hasText: '无主渣土' })).toContainText('6');
	// What the value means is said once, for all rows.
	await page.getByLabel('“无主渣土”对应').selectOption({ label: '积存垃圾渣土' });
	await expect(preview(page).locator('dl')).toHaveAttribute('data-rejected', '1', SLOWLY);
	await page.getByLabel('跳过问题行').check();
	await page.getByRole('button', { name: '导入 4 行' }).click();
	await expect(page.getByRole('heading', { name: '已入库 4 件' })).toBeVisible(SLOWLY);
	await page.getByRole('link', { name: '查看案件' }).click();
	await expect(page.getByText('铁路社区锅炉房').or(page.getByText('积存垃圾渣土')).first()).toBeVisible();

	await undo(page, name, 4);
	await expect(batch(page, name)).toContainText('已撤销');
	await expect(batch(page, name).getByRole('button')).toHaveCount(0);
});

test('a file with one bad row is refused whole and says row, column, value and what is right; a tick leaves the row out, into a file', async ({
	page
}) => {
	const name = `bad-${RUN}.csv`;
	const bad = `${RUN}-9,${HOME_COMMUNITY},坏行,126.43,四十二度,处置中,2026-05-09\n`;
	await choose(page, name, HEAD + ROWS.join('') + bad);
	await expect(preview(page).locator('dl')).toHaveAttribute('data-rejected', '1', SLOWLY);
	const row = preview(page).getByRole('row').filter({ hasText: '四十二度' });
	await expect(row).toContainText('5');
	await expect(row).toContainText('GPS纬度');
	await expect(page.getByRole('button', { name: '导入 3 行' })).toBeDisabled();
	await expect(page.getByText('有 1 行有问题，整个文件不会入库')).toBeVisible();
	await page.getByLabel('跳过问题行').check();
	await page.getByRole('button', { name: '导入 3 行' }).click();
	await expect(page.getByRole('heading', { name: '已入库 3 件' })).toBeVisible(SLOWLY);
	const downloading = page.waitForEvent('download');
	await page.getByRole('link', { name: '下载被跳过的 1 行' }).click();
	const download = await downloading;
	expect(download.suggestedFilename()).toBe(`bad-${RUN}.rejected.csv`);
	const left = readFileSync(await download.path(), 'utf8');
	expect(left).toContain(`${RUN}-9`);
	expect(left).toContain('GPS纬度: ');

	await test.step('and what is stored once is not stored twice', async () => {
		await choose(page, name, HEAD + ROWS.join(''));
		await page.getByRole('button', { name: '导入 3 行' }).click(SLOWLY);
		const refused = page.getByRole('alert').filter({ hasText: '没有入库' });
		await expect(refused).toContainText('3 行有问题', SLOWLY);
		await expect(refused.getByRole('row').nth(1)).toContainText(`${RUN}-1`);
	});
	await undo(page, name, 3);
});

test('GeoJSON polygons come in as they are drawn, under the kinds and states that their properties name', async ({ page }) => {
	const square = (lng: number): GeoJSON.Polygon => ({
		type: 'Polygon',
		coordinates: [[[lng, SPOT[1]], [lng + 0.0002, SPOT[1]], [lng + 0.0002, SPOT[1] + 0.0002], [lng, SPOT[1]]]] // prettier-ignore
	});
	const crs = { type: 'name', properties: { name: 'urn:ogc:def:crs:OGC:1.3:CRS84' } };
	const features = [0, 1].map((index) => ({
		type: 'Feature',
		geometry: square(SPOT[0] + index / 2000),
		properties: { id: `G-${index}`, areacode: HOME_COMMUNITY, name: `绿地 ${index}`, status: 'closed', type: '补植绿化' }
	}));
	await choose(page, `green-${RUN}.geojson`, JSON.stringify({ type: 'FeatureCollection', crs, features }), '绿地');
	await expect(page.getByText('GeoJSON · 2 行')).toBeVisible(SLOWLY);
	await expect(preview(page).locator('dl')).toHaveAttribute('data-rejected', '0', SLOWLY);
	await expect(preview(page).getByRole('listitem').filter({ hasText: '已结案' })).toContainText('2');
	await page.getByRole('button', { name: '导入 2 行' }).click();
	await expect(page.getByRole('heading', { name: '已入库 2 件' })).toBeVisible(SLOWLY);
	await undo(page, `green-${RUN}.geojson`, 2);
});

test('a mapping is remembered by name, and the next file of its kind is read by it', async ({ page }) => {
	const name = `方案 ${RUN}`;
	const file = (row: number): string => `甲${RUN},乙${RUN},丙${RUN}\nZ-${row},没写进词表的标题,${HOME_COMMUNITY}\n`;
	await choose(page, `first-${RUN}.csv`, file(1));
	await page.getByLabel('标题', { exact: true }).selectOption(`乙${RUN}`, SLOWLY);
	await page.getByLabel('第 1 级').selectOption(`丙${RUN}`);
	await expect(preview(page).locator('dl')).toHaveAttribute('data-rejected', '0', SLOWLY);
	await page.getByLabel('给这套对应关系起名').fill(name);
	await page.getByRole('button', { name: '记住' }).click();
	await expect(page.getByText(`已记住“${name}”`)).toBeVisible(SLOWLY);
	await choose(page, `second-${RUN}.csv`, file(2));
	await expect(page.getByLabel('方案', { exact: true })).toHaveValue(/^page-/, SLOWLY);
	await expect(page.getByText('按列名认出的方案')).toBeVisible();
	await expect(page.getByLabel('标题', { exact: true })).toHaveValue(`乙${RUN}`);
});

test('a file that is no table says what it is; a profile that does not fit says which columns are missing', async ({ page }) => {
	await page.goto('/admin/imports/new', { waitUntil: 'networkidle' });
	const problems: [content: string | Buffer, sentence: string][] = [
		['', '文件是空的'],
		[Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), '这不是文本文件'],
		[Buffer.from('PK\u0003\u0004 workbook'), 'Excel 工作簿'],
		[Buffer.from('id;straße\n1;Grüße aus Vaduz\n'.repeat(9), 'latin1'), '认不出文字编码'],
		[`编号,标题\n1,${'长'.repeat(1 << 21)}`, '有一行长得不像一行数据'],
		['编号,标题\n1,"没有闭合\n2,乙\n', '有一个引号没有闭合'],
		['{"type":"FeatureCollection","features":[{"type":"Feature"', 'JSON 不完整']
	];
	for (const [content, sentence] of problems) {
		await take(page, 'file.csv', content);
		await expect(page.getByRole('alert')).toContainText(sentence, SLOWLY);
	}
	await take(page, `plain-${RUN}.csv`, HEAD + ROWS.join(''));
	await page.getByLabel('方案', { exact: true }).selectOption({ label: '波士顿 311' }, SLOWLY);
	await expect(page.getByRole('alert')).toContainText('文件里没有这些列：CASE_ENQUIRY_ID');
	const open = (text: string) =>
		page.getByLabel('打开方案文件').setInputFiles({ name: 'p.json', mimeType: 'application/json', buffer: Buffer.from(text) });
	await open('{"format":"zhantu-import/1"}');
	await expect(page.getByText('其中这一处不对：id')).toBeVisible();
	await open(JSON.stringify({ format: 'zhantu-import/1', id: 'mine', columns: { ref: '编号', title: '标题' } }));
	await expect(page.getByText('其中这一处不对')).toHaveCount(0);
	await expect(page.getByLabel('标题', { exact: true })).toHaveValue('标题');
});

for (const [width, theme, locale] of [
	[390, 'dark', 'en'],
	[1440, 'light', 'zh-CN']
] as const) {
	test(`the page with a file and the list of batches read well at ${width}, ${theme}, ${locale}`, async ({ page }) => {
		await page.setViewportSize({ width, height: width < 500 ? 844 : 900 });
		await setPreferences(page, { theme, locale });
		await page.goto('/admin/imports/new', { waitUntil: 'networkidle' });
		await isAccessible(page);
		await page.locator('input[type=file]').setInputFiles(join(FIXTURES, 'dirty.csv'));
		await page.getByLabel(locale === 'en' ? 'Coordinate system' : '坐标系').selectOption('WGS84', SLOWLY);
		await expect(page.locator('[data-read]')).toBeVisible(SLOWLY);
		const besides = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
		await isAccessible(page);
		expect(await besides()).toBe(0);
		await page.goto('/admin/imports', { waitUntil: 'networkidle' });
		await isAccessible(page);
		expect(await besides()).toBe(0);
	});
}
