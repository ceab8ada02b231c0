import { isAccessible } from './axe.ts';
import { expect, setPreferences, signIn, test } from './support.ts';

const PAGES = [
	'/admin/people',
	'/admin/people/new',
	'/admin/campaigns',
	'/admin/campaigns/new',
	'/admin/campaigns/sancheng',
	'/admin/campaigns/sancheng/targets',
	'/admin/templates',
	'/admin/templates/import',
	'/admin/templates/sancheng/1',
	'/admin/basemaps',
	'/admin/basemaps/new?preset=tianditu',
	'/admin/settings',
	'/admin/settings/calendars/cn?day=2026-10-01'
];

for (const [width, theme, locale] of [
	[390, 'dark', 'en'],
	[1440, 'light', 'zh-CN']
] as const) {
	test(`every page reads well at ${width}, ${theme}, ${locale}: nothing that axe finds, nothing beside the screen`, async ({ page }) => {
		test.setTimeout(180_000);
		await page.setViewportSize({ width, height: width < 500 ? 844 : 900 });
		await setPreferences(page, { theme });
		await signIn(page, 'administrator');
		await setPreferences(page, { locale });
		for (const path of PAGES) {
			await page.goto(path, { waitUntil: 'networkidle' });
			await test.step(path, async () => {
				await isAccessible(page);
				const beside = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
				expect(beside, path).toBe(0);
			});
		}
	});
}

test('a person’s page and a new post read well, too', async ({ page }) => {
	await signIn(page, 'administrator');
	await page.goto('/admin/people?q=刘洋');
	await page.getByRole('link', { name: '刘洋' }).first().click();
	await page.locator('summary', { hasText: '增加岗位' }).click();
	await page.getByRole('combobox', { name: '辖区' }).fill('铁路');
	await expect(page.getByRole('option', { name: /铁路/ }).first()).toBeVisible();
	await isAccessible(page);
});
