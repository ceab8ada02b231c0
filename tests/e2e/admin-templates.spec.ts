import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Template } from '#lib/domain/template.ts';
import { expect, signIn, test } from './support.ts';

const SHIPPED = readFileSync(join(import.meta.dirname, '../../supabase/seed/templates/sancheng.json'), 'utf8');
/** Of this run: a server that is asked twice has its own for each. */
const RUN = Date.now().toString(36);
const ID = `template-${RUN}`;
const CAMPAIGN = `campaign-${RUN}`;

/** A template of this test's own: the demo's under another id, with a change. */
function template(version: number, change: (document: Template) => void = () => {}): Buffer {
	const document = { ...(JSON.parse(SHIPPED) as Template), id: ID, version };
	document.name = { 'zh-CN': '测试模板', en: 'Test template' };
	change(document);
	return Buffer.from(JSON.stringify(document));
}

async function importFile(page: Page, buffer: Buffer, number: 'file' | 'next' = 'file'): Promise<void> {
	await page.goto('/admin/templates/import', { waitUntil: 'networkidle' });
	await page.getByLabel('模板文件').setInputFiles({ name: 'template.json', mimeType: 'application/json', buffer });
	await page.getByLabel('版本号').selectOption(number);
	await page.getByRole('button', { name: '检查并导入' }).click();
}

test.describe.configure({ mode: 'serial' });
test.beforeEach(({ page }) => signIn(page, 'administrator'));

test('a file with mistakes is refused whole, each named by place, value and what is right', async ({ page, allow }) => {
	allow(/400/);
	await importFile(page, Buffer.from('{ "id": }'));
	await expect(page.getByRole('alert')).toContainText('JSON');
	await importFile(
		page,
		template(1, (document) => {
			Object.assign(document.kinds[0] ?? {}, { limit: { amount: 0, unit: 'days' } });
			Object.assign(document.layers[0] ?? {}, { geometrie: 'any' });
		})
	);
	await expect(page.getByRole('heading', { name: '文件有 3 处错误，没有导入' })).toBeVisible();
	const row = page.getByRole('row').filter({ hasText: 'kinds[0].limit.amount' });
	await expect(row).toContainText('private_structure');
	await expect(row).toContainText('须大于或等于 0.01');
	await expect(page.getByRole('row').filter({ hasText: 'layers[0].geometrie' })).toContainText('请检查拼写');
	await page.goto('/admin/templates');
	await expect(page.getByText(ID)).toHaveCount(0);
});

test('a good one is read as a document: kinds with codes and limits, moves with who and what they need', async ({ page }) => {
	await importFile(page, template(1));
	await expect(page.getByText('已导入第 1 版')).toBeVisible();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('测试模板');
	await expect(page.getByRole('row').filter({ hasText: 'private_structure' })).toContainText('15 工作日');
	await expect(page.getByRole('row').filter({ hasText: '核查通过并结案' })).toContainText('未处置过本案的人');
	await expect(page.getByText('内部图层不公示：摄像头')).toBeVisible();
});

test('what is downloaded is what was brought in, and a copy carries the next number', async ({ page }) => {
	const kept = await page.request.get(`/admin/templates/${ID}/1/file`);
	expect(await kept.json()).toEqual(JSON.parse(template(1).toString()));
	expect(kept.headers()['content-disposition']).toContain(`${ID}-1.json`);
	const copy = await page.request.get(`/admin/templates/${ID}/1/file?version=2`);
	expect(await copy.json()).toMatchObject({ id: ID, version: 2 });
});

test('two versions are compared field by field', async ({ page }) => {
	const change = (document: Template): void => {
		Object.assign(document.kinds[0]?.limit ?? {}, { amount: 10 });
		document.workflow.transitions = document.workflow.transitions.filter(({ action }) => action !== 'supervise');
	};
	await importFile(page, template(1, change), 'next');
	await expect(page.getByText('已导入第 2 版')).toBeVisible();
	await page.getByRole('link', { name: '与第 1 版比较' }).click();
	const row = page.getByRole('row').filter({ hasText: 'private_structure' });
	await expect(row).toContainText('15 工作日');
	await expect(row.getByRole('insertion')).toHaveText('10 工作日');
	await expect(page.getByRole('row').filter({ hasText: '督办' }).first()).toContainText('删除');
});

test.describe('a campaign', () => {
	// Long ago, so that no page takes it for the newest one.
	const facts = { nameZh: '测试行动', nameEn: 'Test campaign', startsOn: '2024-03-01', endsOn: '2024-12-31' };
	const path = `/admin/campaigns/${CAMPAIGN}`;

	test('is started from a version; what is wrong is said at its field and what was typed stays', async ({ page, allow }) => {
		allow(/400/);
		await page.goto(`/admin/campaigns/new?template=${ID}/1`, { waitUntil: 'networkidle' });
		await expect(page.getByLabel('模板')).toHaveValue(`${ID}/1`);
		await page.getByLabel('代号').fill(CAMPAIGN);
		await page.getByRole('combobox', { name: '辖区' }).fill('江源区');
		await page.getByRole('option', { name: '江源区' }).first().click();
		await page.getByLabel('中文名称').fill(facts.nameZh);
		await page.getByLabel('英文名称').fill(facts.nameEn);
		await page.getByLabel('开始日').fill(facts.startsOn);
		await page.getByLabel('收官日').fill('2024-02-01');
		await page.getByRole('button', { name: '建立' }).click();
		await expect(page.getByText('收官日须在开始日之后')).toBeVisible();
		await expect(page.getByLabel('中文名称')).toHaveValue(facts.nameZh);
		await page.getByLabel('收官日').fill(facts.endsOn);
		await page.getByRole('button', { name: '建立' }).click();
		await expect(page.getByText('专项行动已建立')).toBeVisible();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(facts.nameZh);
	});

	test('cannot be started twice under one id', async ({ page, allow }) => {
		allow(/400/);
		await page.goto(`/admin/campaigns/new?template=${ID}/1`, { waitUntil: 'networkidle' });
		await page.getByLabel('代号').fill(CAMPAIGN);
		await page.getByRole('combobox', { name: '辖区' }).fill('220605');
		for (const [label, value] of [
			['中文名称', '别的'],
			['英文名称', 'Other'],
			['开始日', '2024-03-01'],
			['收官日', '2024-12-31']
		] as const) {
			await page.getByLabel(label).fill(value);
		}
		await page.getByRole('button', { name: '建立' }).click();
		await expect(page.getByText(`“${CAMPAIGN}”已经有了`)).toBeVisible();
	});

	test('keeps its version: another document under that number is refused', async ({ page, allow }) => {
		allow(/400/);
		await importFile(
			page,
			template(1, (document) => Object.assign(document.kinds[0]?.limit ?? {}, { amount: 3 }))
		);
		await expect(page.getByText('第 1 版正在使用，请另存新版本')).toBeVisible();
	});

	test('moves to another version after its changes were shown', async ({ page }) => {
		await page.goto(path);
		await page.getByRole('link', { name: '第 2 版：看变化' }).click();
		await expect(page.getByRole('row').filter({ hasText: 'private_structure' })).toContainText('10 工作日');
		await page.getByRole('button', { name: '换用第 2 版' }).click();
		await expect(page.getByText('已换用第 2 版')).toBeVisible();
	});

	test('changes its last day and keeps the rest', async ({ page }) => {
		await page.goto(path, { waitUntil: 'networkidle' });
		await page.getByLabel('收官日').fill('2024-11-30');
		await page.getByRole('button', { name: '保存' }).click();
		await expect(page.getByText('已保存')).toBeVisible();
		await page.reload();
		await expect(page.getByLabel('收官日')).toHaveValue('2024-11-30');
		await expect(page.getByLabel('中文名称')).toHaveValue(facts.nameZh);
	});

	test('breaks its targets down, and the sum stands against the whole while one types', async ({ page, allow }) => {
		allow(/400/);
		await page.goto(`${path}/targets`, { waitUntil: 'networkidle' });
		const cells = page.getByRole('textbox', { name: /^违法建设拆除：/ });
		await cells.nth(0).fill('6,000');
		await cells.nth(1).fill('500');
		await expect(page.getByRole('row', { name: /^差额/ })).toContainText('超出 100');
		await cells.nth(1).fill('四百');
		await page.getByRole('button', { name: '保存' }).click();
		await expect(page.getByText('“四百”不是有效的数')).toBeVisible();
		await expect(cells.nth(0)).toHaveValue('6,000');
		await cells.nth(1).fill('400');
		await page.getByRole('button', { name: '保存' }).click();
		await expect(page.getByText('目标分解已保存')).toBeVisible();
		await page.reload();
		await expect(page.getByRole('row', { name: /^差额/ })).toContainText('正好');
	});

	test('works without script', async ({ browser }) => {
		const context = await browser.newContext({ javaScriptEnabled: false, baseURL: process.env.E2E_URL });
		const page = await context.newPage();
		await signIn(page, 'administrator');
		await page.goto(`${path}/targets`);
		await page
			.getByRole('textbox', { name: /^垃圾清运：/ })
			.first()
			.fill('12');
		await page.getByRole('button', { name: '保存' }).click();
		await expect(page.getByText('目标分解已保存')).toBeVisible();
		await expect(page.getByRole('textbox', { name: /^垃圾清运：/ }).first()).toHaveValue('12');
		await context.close();
	});
});

test('nobody but an administrator comes in', async ({ browser, allow }) => {
	allow(/403/);
	const context = await browser.newContext({ baseURL: process.env.E2E_URL });
	const page = await context.newPage();
	await signIn(page, 'city');
	expect((await page.request.get('/admin/templates')).status()).toBe(403);
	expect((await page.request.get(`/admin/templates/${ID}/1/file`)).status()).toBe(403);
	await context.close();
});
