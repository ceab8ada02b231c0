import { expect, HOME_COMPOUND, signIn, test } from './support.ts';

const CASES = `/areas/${HOME_COMPOUND}/cases`;

test('filters stand in the address, are taken away one by one, and survive a reload', async ({ page }) => {
	await signIn(page, 'subdistrict');
	await page.goto(CASES);
	const total = page.locator('[data-total]');
	const all = Number(await total.getAttribute('data-total'));
	await page.getByLabel('图层').selectOption({ label: '违法建设' });
	await expect(page).toHaveURL(/layers=illegal_structure/);
	await page.getByLabel('阶段').selectOption({ label: '未结' });
	await expect(page).toHaveURL(/stages=/);
	const some = Number(await total.getAttribute('data-total'));
	expect(some).toBeGreaterThan(0);
	expect(some).toBeLessThan(all);
	await expect(page.getByRole('row')).toHaveCount(some + 1);
	await page.reload();
	await expect(total).toHaveAttribute('data-total', String(some));
	const words = page.getByRole('list', { name: '当前筛选' });
	await words.getByRole('link', { name: '去掉筛选：违法建设' }).click();
	await expect(page).not.toHaveURL(/layers=/);
	await words.getByRole('link', { name: '清除筛选' }).click();
	await expect(total).toHaveAttribute('data-total', String(all));
});

test('a text finds a case by name or number; what finds nothing says so', async ({ page }) => {
	await signIn(page, 'subdistrict');
	await page.goto(CASES);
	await page.getByLabel('名称或编号').fill('彩钢棚');
	await page.getByRole('button', { name: '筛选' }).click();
	await expect(page).toHaveURL(/text=/);
	for (const row of await page.locator('tbody tr').all()) await expect(row).toContainText('彩钢棚');
	await page.goto(`${CASES}?text=没有这样的案件`);
	await expect(page.getByText('没有符合条件的案件')).toBeVisible();
});

test('pages follow each other without a gap, in the order that was chosen', async ({ page }) => {
	await signIn(page, 'subdistrict');
	await page.goto('/areas/220602003/cases');
	await page.getByLabel('排序').selectOption({ label: '编号' });
	await expect(page).toHaveURL(/sort=number/);
	const numbers = (): Promise<string[]> => page.locator('tbody tr .case .caption').allInnerTexts();
	const first = await numbers();
	expect(first).toHaveLength(50);
	await page.getByRole('link', { name: '下一页' }).click();
	await expect(page).toHaveURL(/page=2/);
	await expect(page.getByText(/^第 51–100 件/)).toBeVisible();
	const second = await numbers();
	expect(new Set([...first, ...second]).size).toBe(100);
	expect((first.at(-1) ?? '') < (second[0] ?? '')).toBe(true);
	await page.getByRole('link', { name: '上一页' }).click();
	await expect(page).not.toHaveURL(/page=/);
});

test('a row leads to its case and to its pin', async ({ page }) => {
	await signIn(page, 'subdistrict');
	await page.goto(`${CASES}?stages=in_progress`);
	const row = page.locator('tbody tr').first();
	const title = await row.locator('.case a').innerText();
	await expect(row.getByRole('link', { name: `在作战图上看 ${title}` })).toHaveAttribute(
		'href',
		new RegExp(`/areas/${HOME_COMPOUND}\\?.*task=`)
	);
	await row.locator('.case a').click();
	await expect(page).toHaveURL(/\/tasks\//);
	await expect(page.getByRole('heading', { name: title })).toBeVisible();
});
