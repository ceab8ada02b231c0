import type { Page } from '@playwright/test';
import { HOME_COMMUNITY, HOME_COMPOUND, expect, setPreferences, signIn, test } from './support.ts';
import { withoutWebgl } from './map-support.ts';

const list = (page: Page) => page.getByRole('complementary', { name: '点位' });
const paper = (page: Page) => page.getByRole('region', { name: '打印', exact: true });

/** What Ctrl+P shows. */
async function print(page: Page): Promise<void> {
	await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
	await page.emulateMedia({ media: 'print' });
}

test('a case has one number and one grid letter: in the list, on its page, on a phone and on paper', async ({ page, allow }) => {
	allow(/WebGL/i);
	await withoutWebgl(page);
	await setPreferences(page, { theme: 'dark' });
	await signIn(page, 'secretary');
	await page.goto(`/areas/${HOME_COMPOUND}`);
	const row = list(page)
		.locator('[data-task]')
		.filter({ hasText: /[A-F][1-6]/ })
		.first();
	const [title, reference, task] = [
		await row.locator('.title').innerText(),
		await row.locator('.where').innerText(),
		await row.getAttribute('data-task')
	];
	expect(reference).toMatch(/^[A-F][1-6]$/);
	await row.click();
	await expect(page.getByRole('article', { name: /^案件 / }).getByText(reference, { exact: true })).toBeVisible();
	await print(page);
	await expect(paper(page).getByRole('row').filter({ hasText: title }).filter({ hasText: reference })).not.toHaveCount(0);
	// The paper is all there is, white on a dark screen, too, and its margin has the letters.
	await expect(list(page)).toBeHidden();
	await expect(paper(page)).toHaveCSS('background-color', 'rgb(255, 255, 255)');
	for (const letter of ['A', 'D', '1', '4']) await expect(paper(page).locator('.margin').getByText(letter, { exact: true })).toHaveCount(2);
	await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
	await page.emulateMedia({ media: 'screen' });
	await expect(paper(page)).toHaveCount(0);
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
	await page.setViewportSize({ width: 390, height: 844 });
	await page.goto(`/tasks/${task}`);
	await expect(page.getByText(new RegExp(`(^|\\W)${reference}(\\W|$)`)).first()).toBeVisible();
});

test('cameras are in the list when they are asked for, and never on paper', async ({ page, allow }) => {
	allow(/WebGL/i);
	await withoutWebgl(page);
	await signIn(page, 'secretary');
	await page.goto(`/areas/${HOME_COMMUNITY}?tab=closed`);
	const tab = list(page).getByRole('link', { name: /^已结/ });
	await expect(tab).toHaveText(/\d/);
	// A page that does not carry all of an area says so until the rest has come.
	await expect(page.getByText(/^先取到/)).toHaveCount(0);
	const without = Number((await tab.innerText()).replace(/\D/g, ''));
	await page
		.getByRole('checkbox', { name: /^摄像头/ })
		.first()
		.check();
	await expect.poll(async () => Number((await tab.innerText()).replace(/\D/g, ''))).toBeGreaterThan(without);
	await print(page);
	await expect(paper(page).locator('tbody tr')).toHaveCount(without);
});
