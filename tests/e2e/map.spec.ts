import type { Page } from '@playwright/test';
import { isAccessible } from './axe.ts';
import { addSite, submit } from './past-interface.ts';
import { HOME_COMMUNITY, HOME_COMPOUND, expect, setPreferences, signIn, test } from './support.ts';
import { beside, buildingAt, cameraAt, clickPlace, mapIsDrawn, openMap, titled, withoutWebgl } from './map-support.ts';

const list = (page: Page) => page.getByRole('complementary', { name: '点位' });
const row = (page: Page, title: string) => list(page).getByRole('link', { name: new RegExp(title) });
const panel = (page: Page) => page.getByRole('article', { name: /^案件 / });
/** The chip at the head of a case. */
const stageOf = (page: Page) => panel(page).locator('.chip.stage');

test('list and map are one: what is chosen on one is chosen on the other, and back and forward keep it', async ({ page }) => {
	const title = titled('图上列表是一回事');
	await signIn(page, 'secretary');
	const home = await buildingAt(page, '富安 5号楼');
	// North of the building, where no other pin stands.
	const place = beside(home, -12 + Math.random() * 24, 10 + Math.random() * 6);
	const { task } = await addSite(page, title, { type: 'Point', coordinates: place });
	const { camera, at } = cameraAt(place, 20);
	await openMap(page, HOME_COMPOUND, { at });
	await clickPlace(page, camera, place);
	await expect(row(page, title)).toHaveAttribute('aria-current', 'true');
	await expect(panel(page).getByRole('heading', { name: title })).toBeVisible();
	await expect(page).toHaveURL(new RegExp(`task=${task}`));
	await page.keyboard.press('Escape');
	await expect(panel(page)).toHaveCount(0);
	await expect(page).not.toHaveURL(/task=/);
	await page.goBack();
	await expect(panel(page).getByRole('heading', { name: title })).toBeVisible();
	await page.goForward();
	await expect(panel(page)).toHaveCount(0);
	await expect.poll(() => new URL(page.url()).searchParams.get('at')).toBe(at);
});

test('a filter narrows list, map and counts alike, stands in the link, and is gone with a press', async ({ page }) => {
	const title = titled('筛选用的绿地');
	await signIn(page, 'secretary');
	const home = await buildingAt(page, '富安 5号楼');
	const place = beside(home, -9, 14);
	await addSite(page, title, { type: 'Point', coordinates: place }, { layer: 'green_area', kind: 'dirty_green' });
	const { camera, at } = cameraAt(place, 20);
	await openMap(page, HOME_COMPOUND, { at });
	await page.getByRole('checkbox', { name: /^绿地/ }).first().uncheck();
	await expect(row(page, title)).toHaveCount(0);
	await clickPlace(page, camera, place);
	await expect(panel(page)).toHaveCount(0);
	await page.reload();
	await mapIsDrawn(page);
	await expect(row(page, title)).toHaveCount(0);
	await page.getByRole('checkbox', { name: /^绿地/ }).first().check();
	await page.getByRole('searchbox', { name: '编号、名称、责任人' }).fill(title);
	await expect(
		list(page)
			.getByRole('listitem')
			.filter({ has: page.locator('[data-task]') })
	).toHaveCount(1);
	await expect(page.getByRole('button', { name: /^待核实 ?1$/ })).toBeVisible();
	await page.getByRole('button', { name: '筛选', exact: true }).click();
	await page.getByRole('combobox', { name: '时限' }).selectOption('overdue');
	await expect(list(page).getByText('没有符合条件的点位')).toBeVisible();
	await page.getByRole('button', { name: '清除筛选' }).click();
	await expect(row(page, title)).toBeVisible();
	await expect(page).not.toHaveURL(/text=/);
});

test('the stage in the legend, the owner and the order act on list and map', async ({ page }) => {
	await signIn(page, 'city');
	await openMap(page, HOME_COMPOUND);
	const legend = page.getByRole('button', { name: /^处置中/ });
	const count = Number((await legend.innerText()).replace(/\D/g, ''));
	await legend.click();
	await expect(list(page).locator('[data-task]')).toHaveCount(count);
	await expect(page).toHaveURL(/stages=in_progress/);
	await legend.click();
	await page.getByRole('combobox', { name: '排序' }).selectOption('number');
	const numbers = (): Promise<number[]> =>
		list(page)
			.locator('[data-task]')
			.evaluateAll((rows) => rows.map((one) => Number(one.querySelector('text')?.textContent)));
	await expect.poll(async () => (await numbers()).slice(0, 5)).toEqual((await numbers()).toSorted((a, b) => a - b).slice(0, 5));
});

test('what has no position is listed by its count, and is placed from there', async ({ page }) => {
	const title = titled('还没定位的垃圾');
	await signIn(page, 'secretary');
	const home = await buildingAt(page, '富安 5号楼');
	await addSite(page, title, null);
	await openMap(page, HOME_COMPOUND);
	await list(page)
		.getByRole('link', { name: /^未定位 \d+ 件$/ })
		.click();
	await expect(page).toHaveURL(/unlocated=true/);
	await row(page, title).click();
	await page.getByRole('button', { name: '点位操作' }).click();
	await page.getByRole('button', { name: '定位', exact: true }).click();
	const pen = page.getByRole('group', { name: '在图上画' });
	await pen.getByLabel('坐标（经度, 纬度）').fill(home.join(', '));
	await pen.getByLabel('坐标（经度, 纬度）').press('Enter');
	await pen.getByRole('button', { name: '保存' }).click();
	await expect(page.getByRole('status').filter({ hasText: '调整位置已存' })).toBeVisible();
	await expect(row(page, title)).toHaveCount(0);
});

test('what somebody else does appears within two seconds, without a reload', async ({ page, browser, allow }) => {
	allow(/WebGL/i);
	const title = titled('刚刚上报的');
	await signIn(page, 'city');
	const other = await (await browser.newContext()).newPage();
	await signIn(other, 'secretary');
	const home = await buildingAt(other, '富安 5号楼');
	// Two seconds are for the news, not for software that draws a map meanwhile.
	await withoutWebgl(page);
	await page.goto(`/areas/${HOME_COMPOUND}`);
	await page.waitForLoadState('networkidle');
	await page.evaluate(() => Object.assign(window, { isSamePage: true }));
	const { task } = await addSite(other, title, { type: 'Point', coordinates: home });
	await expect(row(page, title)).toBeVisible({ timeout: 2_000 });
	await row(page, title).click();
	await expect(stageOf(page)).toHaveText('待核实');
	const filed = await submit(other, `task:${task}`, 1, { action: 'file' });
	expect(filed.status).toBe('applied');
	await expect(stageOf(page)).toHaveText('待派遣', { timeout: 2_000 });
	expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
	await other.context().close();
});

test('without WebGL a drawn plan stands in, and list and detail work', async ({ page, allow }) => {
	allow(/WebGL/i);
	await withoutWebgl(page);
	await signIn(page, 'secretary');
	await page.goto(`/areas/${HOME_COMPOUND}`);
	await expect(page.getByText('这个浏览器画不了地图')).toBeVisible();
	await list(page).locator('[data-task]').first().click();
	await expect(panel(page).getByRole('heading', { level: 2 })).toBeVisible();
	await isAccessible(page);
});

test('everything is reached by keyboard: rows by arrows, the map by plus and minus, Escape step by step', async ({ page }) => {
	await signIn(page, 'secretary');
	await openMap(page, HOME_COMPOUND);
	await list(page).locator('[data-task]').first().focus();
	await page.keyboard.press('ArrowDown');
	await expect(list(page).locator('[data-task]').nth(1)).toBeFocused();
	await page.keyboard.press('End');
	await page.keyboard.press('Home');
	await page.keyboard.press('Enter');
	await expect(panel(page)).toBeVisible();
	// A popover over the page is what Escape is for first.
	await page.getByRole('button', { name: '点位操作' }).click();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('button', { name: '调整位置' })).toBeHidden();
	await expect(panel(page)).toBeVisible();
	// The address that follows the one key must not call the map back from what the other asked.
	await page.keyboard.press('Escape');
	await page.keyboard.press('+');
	await expect(panel(page)).toHaveCount(0);
	await expect(page).toHaveURL(/at=/);
	await page.getByRole('button', { name: '全图' }).press('Enter');
	await expect(page).not.toHaveURL(/at=/);
});

test('layers have their opacity, and internal ones stay off until they are asked for', async ({ page }) => {
	await signIn(page, 'secretary');
	await openMap(page, HOME_COMMUNITY);
	await expect(page.getByRole('checkbox', { name: /^摄像头/ }).first()).not.toBeChecked();
	await page.getByRole('button', { name: '图层' }).click();
	await page.getByRole('slider', { name: '违法建设 不透明度' }).fill('40');
	await expect(page).toHaveURL(/opacity=illegal_structure%3A40/);
});

for (const theme of ['light', 'dark'] as const) {
	test(`the page has no fault that axe finds: ${theme}, with a case, while a site is entered, and on a phone`, async ({ page }) => {
		await setPreferences(page, { theme });
		await signIn(page, 'secretary');
		await openMap(page, HOME_COMPOUND);
		await isAccessible(page);
		await list(page).locator('[data-task]').first().click();
		await expect(panel(page)).toBeVisible();
		await isAccessible(page);
		await page.getByRole('button', { name: '添加点位' }).click();
		await expect(page.getByRole('form', { name: '新点位' })).toBeVisible();
		await isAccessible(page);
		await page.setViewportSize({ width: 390, height: 844 });
		await isAccessible(page);
	});
}
