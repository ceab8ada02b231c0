import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { expect, setPreferences, signIn, test } from './support.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong on the page as it stands. */
async function violations(page: Page): Promise<string[]> {
	await page.evaluate(AXE);
	return page.evaluate(async () => {
		const { axe } = window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
		const found = await axe.run();
		return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
	});
}

const panel = (page: Page, title: string) => page.locator('section', { has: page.getByRole('heading', { name: title, exact: true }) });

test('the server says that it lives and that it is ready, to anybody and without a figure', async ({ request }) => {
	const alive = await request.get('/health');
	expect([alive.status(), await alive.json()]).toEqual([200, { status: 'ok' }]);
	const ready = await request.get('/ready');
	expect([ready.status(), await ready.json()]).toEqual([200, { status: 'ready', checks: { backend: 'ok', migrations: 'ok', disk: 'ok' } }]);
});

test('its figures are read on the machine itself, and by no stranger through a proxy', async ({ request }) => {
	const figures = await request.get('/metrics');
	expect(figures.headers()['content-type']).toContain('text/plain; version=0.0.4');
	const text = await figures.text();
	for (const name of ['zhantu_http_requests_total', 'zhantu_queue_length', 'zhantu_backend_restarts_total', 'zhantu_disk_free_bytes'])
		expect(text).toContain(name);
	expect((await request.get('/metrics', { headers: { 'x-forwarded-for': '203.0.113.9' } })).status()).toBe(404);
});

test('an administrator sees how the installation runs, makes a backup, has it restored for a test, and checks the ledger', async ({
	page
}) => {
	test.setTimeout(240_000);
	await signIn(page, 'administrator');
	await page.goto('/admin/operations');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('运行');
	await expect(panel(page, '后端')).toContainText('与程序一致');
	await expect(panel(page, '存储')).toContainText('磁盘剩余');

	const backups = panel(page, '备份');
	await backups.getByRole('button', { name: '立即备份' }).click();
	await expect(backups.getByRole('row').nth(1)).toBeVisible({ timeout: 120_000 });
	await backups.getByRole('button', { name: '测试恢复' }).click();
	await expect(backups.getByRole('row').nth(1)).toContainText('通过', { timeout: 120_000 });

	const ledger = panel(page, '台账核验');
	await ledger.getByRole('button', { name: /立即核验|正在进行/ }).click({ timeout: 60_000 });
	await expect(ledger).toContainText('完整', { timeout: 120_000 });
	await expect(page.getByText('一切正常')).toBeVisible();
});

test('a retention period that is none is refused at its field, a good one is kept', async ({ page, allow }) => {
	allow(/400/);
	await signIn(page, 'administrator');
	await page.goto('/admin/operations');
	const retention = panel(page, '保留期限');
	const field = retention.getByLabel('原始影像（天）');
	await field.fill('0');
	await retention.getByRole('button', { name: '保存' }).click();
	await expect(field).toHaveAttribute('aria-invalid', 'true');
	await field.fill('1100');
	await retention.getByRole('button', { name: '保存' }).click();
	await expect(page.getByText('保留期限已保存')).toBeVisible();
	await page.reload();
	await expect(field).toHaveValue('1100');
});

test('the page is clean in both languages, light and dark, on a phone and on a desk', async ({ page }) => {
	await signIn(page, 'administrator');
	for (const [locale, theme, width] of [
		['zh-CN', 'light', 1440],
		['en', 'dark', 390]
	] as const) {
		await setPreferences(page, { locale, theme });
		await page.setViewportSize({ width, height: 900 });
		await page.goto('/admin/operations');
		expect(await violations(page), `${locale} ${theme} ${width}`).toEqual([]);
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
	}
});

test('nobody but an administrator comes in', async ({ page, allow }) => {
	allow(/403/);
	await signIn(page, 'city');
	const answered = await page.goto('/admin/operations');
	expect(answered?.status()).toBe(403);
});
