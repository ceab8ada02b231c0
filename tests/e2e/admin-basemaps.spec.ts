import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, signIn, test } from './support.ts';

const STREETS = join(import.meta.dirname, '../fixtures/liechtenstein/streets.pmtiles');
const RUN = Date.now().toString(36);
const RASTER = `raster-${RUN}`;
const FILE = `streets-${RUN}`;
const KEY = `secret-${RUN}-key`;

test.describe.configure({ mode: 'serial' });
test.beforeEach(({ page }) => signIn(page, 'administrator'));

test('a preset fills in address and system and asks nothing; mistakes are said at their fields', async ({ page, allow }) => {
	allow(/400/);
	await page.goto('/admin/basemaps/new', { waitUntil: 'networkidle' });
	await page.getByRole('link', { name: '高德' }).click();
	await expect(page.getByLabel('代号')).toHaveValue('amap');
	await expect(page.getByLabel('坐标系')).toHaveValue('GCJ02');
	await expect(page.getByLabel('密钥')).toHaveValue('');

	await page.getByLabel('代号').fill(RASTER);
	await page.getByLabel('地址或样式').fill('https://tiles.invalid.example.com/{z}/{x}.png?tk={key}');
	await page.getByRole('button', { name: '保存' }).click();
	await expect(page.getByText('地址里缺少 {y}')).toBeVisible();
	await page.getByLabel('地址或样式').fill('https://tiles.invalid.example.com/{z}/{x}/{y}.png?tk={key}');
	await page.getByLabel('公众页面也可使用').check();
	await page.getByRole('button', { name: '保存' }).click();
	await expect(page.getByText('公开底图须填写审图号')).toBeVisible();
	await expect(page.getByLabel('公众页面也可使用')).toBeChecked();
});

test('a key is stored and never shown again; the test tile says in words what failed', async ({ page, allow }) => {
	allow(/50[23]|40[04]/);
	await page.goto('/admin/basemaps/new?preset=amap', { waitUntil: 'networkidle' });
	await page.getByLabel('代号').fill(RASTER);
	await page.getByLabel('中文名称').fill('测试底图');
	await page.getByLabel('地址或样式').fill('https://tiles.invalid.example.com/{z}/{x}/{y}.png?tk={key}');
	await page.getByLabel('密钥').fill(KEY);
	await page.getByRole('button', { name: '保存' }).click();
	await expect(page.getByText('底图已保存')).toBeVisible();
	await expect(page.getByText('已存密钥')).toBeVisible();
	await expect(page.getByText('没有取到')).toBeVisible();
	expect(await page.content()).not.toContain(KEY);
	for (const path of [`/admin/basemaps/${RASTER}`, `/admin/basemaps/${RASTER}/__data.json`, '/admin/basemaps']) {
		expect(await (await page.request.get(path)).text()).not.toContain(KEY);
	}

	// Left empty it stays, ticked it goes.
	await page.getByLabel('来源说明').fill('示例');
	await page.getByRole('button', { name: '保存' }).click();
	await expect(page.getByText('已存密钥')).toBeVisible();
	await page.getByLabel('删除已存的密钥').check();
	await page.getByRole('button', { name: '保存' }).click();
	await expect(page.getByText('已存密钥')).toHaveCount(0);
});

test('a PMTiles file is uploaded, chosen and found readable; what is none is refused', async ({ page, allow }) => {
	allow(/400/);
	await page.goto('/admin/basemaps/new', { waitUntil: 'networkidle' });
	const upload = page.getByRole('region', { name: '上传 PMTiles 文件' });
	await upload.getByLabel('文件').setInputFiles({ name: `no-${RUN}.pmtiles`, mimeType: '', buffer: Buffer.alloc(3000, 'x') });
	await expect(upload.getByText(`“no-${RUN}.pmtiles”不是 PMTiles 文件`).first()).toBeVisible();
	await upload.getByLabel('文件').setInputFiles({ name: `${FILE}.pmtiles`, mimeType: '', buffer: readFileSync(STREETS) });
	await expect(upload.getByText(`已上传 ${FILE}.pmtiles`)).toBeVisible();

	await page.getByLabel('类型').selectOption('pmtiles');
	await page.getByRole('combobox', { name: '文件' }).selectOption(`${FILE}.pmtiles`);
	await page.getByLabel('代号').fill(FILE);
	await page.getByLabel('中文名称').fill('街道');
	await page.getByLabel('英文名称').fill('Streets');
	await page.getByRole('button', { name: '保存' }).click();
	await expect(page.getByText(/文件可读，图层：.*roads/)).toBeVisible();
});

test('their order and whether they are on is changed in the list', async ({ page }) => {
	await page.goto('/admin/basemaps', { waitUntil: 'networkidle' });
	const ids = async (): Promise<string[]> =>
		(await page.getByRole('rowheader').locator('code').allInnerTexts()).filter((id) => id === RASTER || id === FILE);
	expect(await ids()).toEqual([RASTER, FILE]);
	await page.getByRole('button', { name: '上移 街道' }).click();
	await expect.poll(ids).toEqual([FILE, RASTER]);
	const toggle = page.getByRole('row').filter({ hasText: RASTER }).getByRole('switch');
	await toggle.click();
	await expect(toggle).toHaveAttribute('aria-checked', 'false');
});

test('one that is removed is gone', async ({ page }) => {
	for (const id of [RASTER, FILE]) {
		await page.goto(`/admin/basemaps/${id}`, { waitUntil: 'networkidle' });
		await page.getByText('删除这张底图').click();
		await page.getByRole('button', { name: '确定删除' }).click();
		await page.waitForURL('**/admin/basemaps');
		await expect(page.getByText(id)).toHaveCount(0);
	}
});

test('nobody but an administrator uploads', async ({ browser, allow }) => {
	allow(/403/);
	const context = await browser.newContext({ baseURL: process.env.E2E_URL });
	const page = await context.newPage();
	await signIn(page, 'secretary');
	const answered = await page.request.post('/admin/basemaps/files?name=a.pmtiles&offset=0&total=3', {
		data: Buffer.from('abc'),
		headers: { origin: process.env.E2E_URL ?? '' }
	});
	expect(answered.status()).toBe(403);
	await context.close();
});
