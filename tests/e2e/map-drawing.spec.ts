import type { Page } from '@playwright/test';
import { addSite, submit } from './past-interface.ts';
import { HOME_COMMUNITY, HOME_COMPOUND, expect, signIn, test } from './support.ts';
import { NEXT_COMPOUND, beside, buildingAt, cameraAt, clickPlace, homeSites, openMap, pointOf, titled } from './map-support.ts';

const pen = (page: Page) => page.getByRole('group', { name: '在图上画' });
/** The code that draws is loaded at first use. */
const penIsReady = (page: Page) => expect(pen(page).getByRole('button', { name: '十字处落点' })).toBeEnabled();
const toast = (page: Page, text: string | RegExp) => page.getByRole('status').filter({ hasText: text });

test('a distance and an area are measured while they are drawn, and Escape puts the pen down', async ({ page }) => {
	await signIn(page, 'city');
	const home = await buildingAt(page, '富安 5号楼');
	const { camera, at } = cameraAt(home);
	await openMap(page, HOME_COMPOUND, { at });
	await page.getByRole('button', { name: '量测' }).click();
	await penIsReady(page);
	for (const place of [beside(home, -40, 30), beside(home, 60, 30)]) await clickPlace(page, camera, place);
	await expect(pen(page).getByRole('status')).toHaveText(/^(99\.\d|100(\.\d)?|101) m/);
	await pen(page).getByText('面积', { exact: true }).click();
	await penIsReady(page);
	// In the upper half of the map: the bar of the pen lies over the lower.
	for (const place of [beside(home, -25, -10), beside(home, 25, -10), beside(home, 25, 40), beside(home, -25, 40)]) {
		await clickPlace(page, camera, place);
	}
	await pen(page).getByRole('button', { name: '完成' }).click();
	await expect(pen(page).getByRole('status')).toHaveText(/^2,(4[6-9]|5[0-4])\d m²\s*周长 (19[89]|20[0-2]) m$/);
	await page.keyboard.press('Escape');
	await expect(pen(page)).toHaveCount(0);
});

test('what is clicked before the code that draws has come is drawn when it has', async ({ page }) => {
	await signIn(page, 'city');
	const home = await buildingAt(page, '富安 5号楼');
	const { camera, at } = cameraAt(home);
	let release = (): void => {};
	const held = new Promise<void>((resolve) => (release = resolve));
	await openMap(page, HOME_COMPOUND, { at });
	await page.route('**/_app/**', async (route) => {
		await held;
		await route.continue();
	});
	await page.getByRole('button', { name: '量测' }).click();
	await expect(pen(page)).toHaveAttribute('aria-busy', 'true');
	for (const place of [beside(home, -40, 30), beside(home, 60, 30)]) await clickPlace(page, camera, place);
	await expect(pen(page).getByRole('button', { name: '十字处落点' })).toBeDisabled();
	release();
	await expect(pen(page).getByRole('status')).toHaveText(/^(99\.\d|100(\.\d)?|101) m/);
});

test('a site is drawn, measured, described and reported; its undo takes it off the map', async ({ page }) => {
	const title = titled('画出来的违建');
	await signIn(page, 'grid');
	const home = await buildingAt(page, '富安 5号楼');
	const { camera, at } = cameraAt(home);
	await openMap(page, HOME_COMPOUND, { at });
	await page.getByRole('button', { name: '添加点位' }).click();
	await pen(page).getByText('面积', { exact: true }).click();
	await penIsReady(page);
	for (const place of [beside(home, -10, 20), beside(home, 10, 20), beside(home, 10, 30), beside(home, -10, 30)]) {
		await clickPlace(page, camera, place);
	}
	await pen(page).getByRole('button', { name: '完成' }).click();
	const form = page.getByRole('form', { name: '新点位' });
	await form.getByRole('button', { name: '上报点位' }).click();
	await expect(form.getByText('请填写名称')).toBeVisible();
	await form.getByRole('textbox', { name: '名称', exact: true }).fill(title);
	await form.getByRole('button', { name: /^用图上/ }).click();
	await expect(form.getByLabel(/建筑面积/)).toHaveValue(/^(19|20)\d\.\d$/);
	await form.getByRole('button', { name: '上报点位' }).click();
	await expect(page.getByRole('article', { name: /^案件 / }).getByRole('heading', { name: title })).toBeVisible();
	await toast(page, /新增点位已存 · 回执 [0-9A-F]{4}/)
		.getByRole('button', { name: '撤销' })
		.click();
	await expect(toast(page, '撤销新增点位已存')).toBeVisible();
	await expect(page.getByRole('link', { name: new RegExp(title) })).toHaveCount(0);
});

test('a site is moved by typed coordinates alone, and the undo puts it back', async ({ page }) => {
	await signIn(page, 'secretary');
	const home = await buildingAt(page, '富安 5号楼');
	const { site, task } = await addSite(page, '要挪动的垃圾', { type: 'Point', coordinates: home });
	await openMap(page, HOME_COMPOUND, { task });
	await page.getByRole('button', { name: '点位操作' }).click();
	await page.getByRole('button', { name: '调整位置' }).click();
	const [lng, lat] = beside(home, 12, -8);
	await pen(page).getByLabel('坐标（经度, 纬度）').fill('五号楼旁');
	await pen(page).getByRole('button', { name: '定位' }).click();
	await expect(pen(page).getByRole('alert')).toContainText('不是坐标');
	await pen(page)
		.getByLabel('坐标（经度, 纬度）')
		.fill(`${lat.toFixed(6)}, ${lng.toFixed(6)}`);
	await pen(page).getByLabel('坐标（经度, 纬度）').press('Enter');
	await expect(pen(page).getByText(`${lng.toFixed(6)}, ${lat.toFixed(6)}`)).toBeVisible();
	await pen(page).getByRole('button', { name: '保存' }).click();
	await expect(toast(page, '调整位置已存')).toBeVisible();
	const placeOf = async (): Promise<string[]> => {
		const found = (await homeSites(page)).find(({ id }) => id === site);
		return pointOf(found).map((value) => value.toFixed(6));
	};
	expect(await placeOf()).toEqual([lng.toFixed(6), lat.toFixed(6)]);
	await toast(page, '调整位置已存').getByRole('button', { name: '撤销' }).click();
	await expect(toast(page, '撤销调整位置已存')).toBeVisible();
	expect(await placeOf()).toEqual(home.map((value) => value.toFixed(6)));
});

test('a place outside the area is not stored: the site goes to where it lies, or is placed again', async ({ page }) => {
	await signIn(page, 'secretary');
	const [home, next] = [await buildingAt(page, '富安 5号楼'), await buildingAt(page, '铁北 5号楼')];
	const { task } = await addSite(page, '跑到隔壁的垃圾', { type: 'Point', coordinates: home });
	// The compound's own page knows no outline but its own: the database names the area.
	await openMap(page, HOME_COMPOUND, { task });
	await page.getByRole('button', { name: '点位操作' }).click();
	await page.getByRole('button', { name: '调整位置' }).click();
	await pen(page).getByLabel('坐标（经度, 纬度）').fill(next.join(', '));
	await pen(page).getByLabel('坐标（经度, 纬度）').press('Enter');
	await pen(page).getByRole('button', { name: '保存' }).click();
	const choice = page.getByRole('dialog', { name: '位置不在富安小区内' });
	await expect(choice).toContainText('它落在铁北家属院');
	await choice.getByRole('button', { name: '重新定位' }).click();
	await expect(choice).toHaveCount(0);
	await pen(page).getByRole('button', { name: '保存' }).click();
	await choice.getByRole('button', { name: '改派到铁北家属院' }).click();
	await expect(toast(page, '改派辖区已存')).toBeVisible();
	await expect(page.getByRole('article', { name: /^案件 / }).getByText('铁路社区 › 铁北家属院')).toBeVisible();
	await expect(page.getByRole('link', { name: /跑到隔壁的垃圾/ })).toHaveCount(0);
});

test('on the community’s page a new site belongs to the compound that it is drawn in', async ({ page }) => {
	await signIn(page, 'secretary');
	const next = await buildingAt(page, '铁北 5号楼');
	const { camera, at } = cameraAt(next, 18.5);
	await openMap(page, HOME_COMMUNITY, { at });
	await page.getByRole('button', { name: '添加点位' }).click();
	const form = page.getByRole('form', { name: '新点位' });
	await expect(form.getByLabel('辖区')).toHaveValue(HOME_COMMUNITY);
	await penIsReady(page);
	await clickPlace(page, camera, next);
	await expect(form.getByText('铁北家属院')).toBeVisible();
	await expect(form.getByLabel('辖区')).toHaveCount(0);
	await form.getByRole('textbox', { name: '名称', exact: true }).fill('社区图上新增');
	await form.getByRole('button', { name: '上报点位' }).click();
	await expect(page.getByRole('article', { name: /^案件 / }).getByText('铁路社区 › 铁北家属院')).toBeVisible();
	expect(NEXT_COMPOUND).toContain(HOME_COMMUNITY);
});

test('when somebody else moved it first, both places are shown and one is chosen', async ({ page }) => {
	await signIn(page, 'secretary');
	const home = await buildingAt(page, '富安 5号楼');
	const { site, task, version } = await addSite(page, '两人同时挪', { type: 'Point', coordinates: home });
	await openMap(page, HOME_COMPOUND, { task });
	await page.getByRole('button', { name: '点位操作' }).click();
	await page.getByRole('button', { name: '调整位置' }).click();
	await pen(page)
		.getByLabel('坐标（经度, 纬度）')
		.fill(beside(home, 20, 0).join(', '));
	await pen(page).getByLabel('坐标（经度, 纬度）').press('Enter');
	const theirs = await submit(page, `site:${site}`, version, {
		action: 'reshape',
		geometry: { type: 'Point', coordinates: beside(home, 0, 10) }
	});
	expect(theirs.status).toBe('applied');
	await pen(page).getByRole('button', { name: '保存' }).click();
	const conflict = page.getByRole('dialog', { name: '别人先改了' });
	await expect(conflict).toContainText(/两处相距 2[12]\.\d m/);
	await conflict.getByRole('button', { name: '用我的' }).click();
	await expect(toast(page, '调整位置已存')).toBeVisible();
	await expect(conflict).toHaveCount(0);
});

test('details are edited, and who may not change sites is not offered to', async ({ page, browser }) => {
	await signIn(page, 'secretary');
	const home = await buildingAt(page, '富安 5号楼');
	const { task } = await addSite(page, '待改名的垃圾', { type: 'Point', coordinates: home });
	await openMap(page, HOME_COMPOUND, { task });
	await page.getByRole('button', { name: '点位操作' }).click();
	// A secretary removes nothing; the grid's leader does.
	await expect(page.getByRole('button', { name: '移除点位' })).toHaveCount(0);
	await page.getByRole('button', { name: '编辑资料' }).click();
	const dialog = page.getByRole('dialog', { name: /编辑 \d+ 号点位/ });
	await dialog.getByLabel('名称').fill('改好名的垃圾');
	await dialog.getByLabel(/体积|方量/).fill('3,5x');
	await dialog.getByRole('button', { name: '保存' }).click();
	await expect(dialog.getByText('“3,5x”不是有效的数')).toBeVisible();
	await dialog.getByLabel(/体积|方量/).fill('3.5');
	await dialog.getByRole('button', { name: '保存' }).click();
	await expect(page.getByRole('article', { name: /^案件 / }).getByRole('heading', { name: '改好名的垃圾' })).toBeVisible();
	await expect(page.getByRole('article', { name: /^案件 / }).getByText('3.5 m³')).toBeVisible();
	const other = await (await browser.newContext()).newPage();
	await signIn(other, 'inspector');
	await other.goto(`/areas/${HOME_COMPOUND}?task=${task}`);
	await expect(other.getByRole('article', { name: /^案件 / }).getByRole('heading', { name: '改好名的垃圾' })).toBeVisible();
	await expect(other.getByRole('button', { name: '点位操作' })).toHaveCount(0);
	await expect(other.getByRole('button', { name: '添加点位' })).toHaveCount(0);
	await other.context().close();
});
