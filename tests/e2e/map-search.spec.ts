import { addSite } from './past-interface.ts';
import { HOME_COMPOUND, expect, setPreferences, signIn, test } from './support.ts';
import { NEXT_COMPOUND } from './map-support.ts';

test('"/" finds areas, buildings and cases in groups, and the keyboard goes there', async ({ page }) => {
	await signIn(page, 'secretary');
	await page.goto(`/areas/${HOME_COMPOUND}/cases`);
	await page.waitForLoadState('networkidle');
	await page.keyboard.press('/');
	const field = page.getByRole('combobox', { name: '搜索辖区、楼栋、编号、名称' });
	await expect(field).toBeFocused();
	await field.pressSequentially('铁北 5号楼');
	const option = page.getByRole('group', { name: '楼栋' }).getByRole('option').first();
	await expect(option).toContainText('5号楼');
	await expect(option).toContainText('铁北家属院');
	await page.keyboard.press('ArrowDown');
	await expect(option).toHaveAttribute('aria-selected', 'true');
	await expect(field).toHaveAttribute('aria-activedescendant', (await option.getAttribute('id')) ?? '');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(new RegExp(`/areas/${NEXT_COMPOUND}\\?at=126\\.\\d+`));
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('铁北家属院');
});

test('a case is found by number and by title, and opens on its map', async ({ page }) => {
	await signIn(page, 'secretary');
	await page.goto('/overview/220602003003');
	await page.waitForLoadState('networkidle');
	const { task, number } = await addSite(page, '搜索用的渣土堆', null);
	const field = page.getByRole('combobox', { name: '搜索辖区、楼栋、编号、名称' });
	await field.fill(`${HOME_COMPOUND}-${String(number).padStart(3, '0')}`);
	await expect(page.getByRole('group', { name: '案件' }).getByRole('option')).toHaveCount(1);
	await field.fill('搜索用的渣土');
	await page.getByRole('option', { name: /搜索用的渣土堆/ }).click();
	await expect(page).toHaveURL(new RegExp(`/areas/${HOME_COMPOUND}\\?task=${task}`));
	await expect(page.getByRole('article', { name: /^案件 / }).getByRole('heading', { name: '搜索用的渣土堆' })).toBeVisible();
});

test('what is not there is said, Escape leaves, and an area opens in the room one is in', async ({ page }) => {
	await signIn(page, 'city');
	await setPreferences(page, { locale: 'en' });
	await page.goto('/overview/2206');
	await page.waitForLoadState('networkidle');
	const field = page.getByRole('combobox', { name: /^Search areas/ });
	await field.fill('没有这个地方');
	await expect(page.getByRole('status').filter({ hasText: 'Nothing found' })).toBeVisible();
	await field.press('Escape');
	await expect(field).toHaveValue('');
	await field.fill('江源区');
	await page.getByRole('group', { name: 'Areas' }).getByRole('option').first().click();
	await expect(page).toHaveURL(/\/overview\/220605/);
});
