import type { Page } from '@playwright/test';
import { hasTargetsOf, isAccessible } from './axe.ts';
import { aCase, anAssignedCase, beside, open, openCase, phoneOf, SPOT } from './cadre-support.ts';
import { move } from './past-interface.ts';
import { expect, setPreferences, test } from './support.ts';

/** The pages of a cadre, with a case to look at. */
async function pagesOf(page: Page): Promise<string[]> {
	const rows = (await (await page.request.get('/api/inbox?campaign=sancheng')).json()) as { rows: { id: string }[] };
	return ['/inbox', `/tasks/${rows.rows[0]?.id}?sheet=full`, '/capture', '/outbox', '/me'];
}

test.describe('every page', () => {
	for (const [name, options, theme, locale] of [
		['on a phone, light, Chinese', {}, 'light', 'zh-CN'],
		['on a phone, dark, English', {}, 'dark', 'en'],
		['on a desk, dark, Chinese', { viewport: { width: 1440, height: 900 }, isMobile: false, hasTouch: false }, 'dark', 'zh-CN'],
		['on a desk, light, English', { viewport: { width: 1440, height: 900 }, isMobile: false, hasTouch: false }, 'light', 'en']
	] as const) {
		test(`breaks no rule of accessibility ${name}`, async ({ browser }) => {
			test.setTimeout(120_000);
			const page = await phoneOf(browser, 'enforcement', options);
			await setPreferences(page, { theme, locale });
			for (const path of await pagesOf(page)) {
				await open(page, path);
				await test.step(path, () => isAccessible(page));
				const [scrollWidth, clientWidth] = await page.evaluate(() => {
					const { scrollWidth, clientWidth } = document.documentElement;
					return [scrollWidth, clientWidth] as const;
				});
				expect(scrollWidth, path).toBeLessThanOrEqual(clientWidth);
			}
			await page.context().close();
		});
	}

	test('has targets of 44 pixels, and of 60 in larger text', async ({ browser }) => {
		test.setTimeout(120_000);
		const phone = await phoneOf(browser, 'enforcement');
		const pages = await pagesOf(phone);
		for (const path of pages) {
			await open(phone, path);
			await test.step(path, () => hasTargetsOf(phone, 44));
		}
		await open(phone, '/me');
		await phone.getByRole('button', { name: '大字' }).click();
		await expect(phone.locator('html[data-elder]')).toBeAttached();
		for (const path of pages) {
			await open(phone, path);
			await test.step(`${path}, larger`, () => hasTargetsOf(phone, 60));
		}
		await phone.context().close();
	});
});

test('tiles and groups of the inbox narrow the list, pressed again they let go', async ({ browser }) => {
	const phone = await phoneOf(browser, 'enforcement');
	await open(phone, '/inbox');
	const headings = phone.locator('main h2');
	const all = await headings.count();
	expect(all).toBeGreaterThan(2);
	const tile = phone.getByRole('link', { name: /^\d+ ?已超期$/ });
	const overdue = Number((await tile.innerText()).match(/\d+/)?.[0]);
	await tile.click();
	await expect(headings).toHaveCount(1);
	await expect(phone.getByRole('region', { name: '已超期' }).getByRole('listitem')).toHaveCount(overdue);
	await phone.reload();
	await expect(headings).toHaveCount(1);
	await tile.click();
	await expect(headings).toHaveCount(all);
	await phone
		.getByRole('navigation', { name: '按事由看' })
		.getByRole('link', { name: /^退回的/ })
		.click();
	await expect(phone).toHaveURL(/\/inbox\?show=returned$/);
	await expect(headings).toHaveCount(1);
	await phone.getByRole('region', { name: '退回的' }).getByRole('link').first().click();
	const back = phone.getByRole('link', { name: '返回' });
	await expect(back).toHaveAttribute('href', '/inbox?show=returned');
	await back.click();
	await expect(phone).toHaveURL(/\/inbox\?show=returned$/);
	await phone.goto('/inbox?show=dispatch');
	await expect(phone.getByText('没有“待派遣”的案件')).toBeVisible();
	await phone.context().close();
});

test('what somebody else does appears in the inbox within two seconds', async ({ browser }) => {
	const [phone, secretary] = [await phoneOf(browser, 'dispatcher'), await phoneOf(browser, 'secretary')];
	const { task } = await aCase(secretary, { title: '刚刚立案的违建', position: beside(SPOT, 0, -40) });
	await open(phone, '/inbox');
	const row = phone.locator(`main a[href*="${task}"]`);
	await expect(row).toContainText('待核实');
	await move(secretary, task, { action: 'file' });
	await expect(row).toContainText('待派遣', { timeout: 2_000 });
	await phone.context().close();
	await secretary.context().close();
});

test('on a wide screen a case is worked beside the list', async ({ browser }) => {
	const { task, title } = await anAssignedCase(browser, { title: '宽屏上办的违建', position: beside(SPOT, 10, -40) });
	const desk = await phoneOf(browser, 'enforcement', { viewport: { width: 1440, height: 900 }, isMobile: false, hasTouch: false });
	await open(desk, '/inbox');
	const panel = desk.getByRole('complementary', { name: '选中的案件' });
	await expect(panel.getByRole('article', { name: /^案件/ })).toBeVisible();
	await desk.locator(`main li a[href*="${task}"]`).click();
	await expect(panel.getByRole('heading', { name: title })).toBeVisible();
	await panel.getByRole('button', { name: '开始处置' }).click();
	await expect(desk.locator(`main li a[href*="${task}"]`)).toContainText('处置中');
	await desk.reload();
	await expect(panel.getByRole('heading', { name: title })).toBeVisible();
	await panel.getByRole('link', { name: '在图上看' }).click();
	await expect(desk).toHaveURL(new RegExp(`/tasks/${task}`));
	await desk.context().close();
});

test('the sheet has three heights for finger and keyboard, and comes up for the focus', async ({ browser }) => {
	const { task } = await anAssignedCase(browser, { title: '三种高度', position: beside(SPOT, 20, -40) });
	const phone = await phoneOf(browser, 'enforcement');
	await openCase(phone, task);
	const handle = phone.getByRole('button', { name: /^面板高度/ });
	const sheet = phone.getByRole('region', { name: '三种高度' });
	const height = async (): Promise<number> => Math.round((await sheet.boundingBox())?.height ?? 0);
	const box = (await phone.locator('main > .case').boundingBox())?.height ?? 0;
	await expect.poll(height).toBe(Math.round(box * 0.92));
	await handle.press('ArrowDown');
	await expect.poll(height).toBe(Math.round(box * 0.52));
	await handle.press('ArrowDown');
	await expect.poll(height).toBe(96);
	await expect(phone).toHaveURL(/sheet=low/);
	// The next stop of the keyboard lies in the sheet, not on the map, and is seen.
	await phone.keyboard.press('Tab');
	await expect.poll(height).toBe(Math.round(box * 0.52));
	const grip = await handle.boundingBox();
	if (!grip) throw new Error('no handle');
	await phone.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2);
	await phone.mouse.down();
	await phone.mouse.move(grip.x + grip.width / 2, 120, { steps: 8 });
	await phone.mouse.up();
	await expect.poll(height).toBe(Math.round(box * 0.92));
	await phone.context().close();
});

test('who I am, where I work and how it looks; a complaint is one press away', async ({ browser }) => {
	const phone = await phoneOf(browser, 'grid');
	await open(phone, '/me');
	await expect(phone.getByRole('heading', { name: '刘洋' })).toBeVisible();
	await expect(phone.getByText('富安小区、站前嘉园')).toBeVisible();
	await phone.getByRole('button', { name: 'English' }).click();
	await expect(phone.getByRole('heading', { name: 'Posts' })).toBeVisible();
	await phone.getByRole('button', { name: '中文' }).click();
	await phone.getByRole('button', { name: '深色' }).click();
	await expect(phone.locator('html[data-theme="dark"]')).toBeAttached();
	await phone.getByRole('button', { name: '浅色' }).click();
	for (const path of ['/inbox', '/capture', '/outbox', '/me']) {
		await open(phone, path);
		await expect(phone.getByRole('link', { name: '投诉建议' }).first()).toBeVisible();
	}
	await phone.context().close();
});
