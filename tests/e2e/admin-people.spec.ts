import { expect, signIn, test } from './support.ts';

const RUN = Date.now().toString(36);
const NAME = `测试员${RUN}`;
const EMAIL = `e2e-${RUN}@zhantu.test`;

test.describe.configure({ mode: 'serial' });
let path = '';
let password = '';

test.beforeEach(({ page }) => signIn(page, 'administrator'));

test('people are found by name, title and area', async ({ page }) => {
	await page.goto('/admin/people');
	for (const query of ['刘洋', '第003网格网格长', '铁路社区']) {
		await page.getByRole('searchbox').fill(query);
		await page.getByRole('button', { name: '搜索' }).click();
		await expect(page).toHaveURL(new RegExp(`q=${encodeURIComponent(query)}`));
		await expect(page.getByRole('rowheader', { name: '刘洋' }).first()).toBeVisible();
	}
	await page.getByRole('searchbox').fill('没有这个人');
	await page.getByRole('button', { name: '搜索' }).click();
	await expect(page.getByText('没有符合条件的人员')).toBeVisible();
});

test('somebody is added; a wrong telephone is said at its field, and what was typed stays', async ({ page, allow }) => {
	allow(/400/);
	await page.goto('/admin/people/new', { waitUntil: 'commit' });
	await page.getByLabel('姓名').fill(NAME);
	await page.waitForLoadState('networkidle');
	await expect(page.getByLabel('姓名')).toHaveValue(NAME);
	await page.getByLabel('电话').fill('没有');
	await page.getByRole('button', { name: '建立人员' }).click();
	await expect(page.getByText('“没有”不像电话号码')).toBeVisible();
	await expect(page.getByLabel('姓名')).toHaveValue(NAME);
	await page.getByLabel('电话').fill('13912345678');
	await page.getByRole('button', { name: '建立人员' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(NAME);
	await expect(page.getByText('现为 139****5678')).toBeVisible();
	path = new URL(page.url()).pathname;
	expect(await page.content()).not.toContain('13912345678');
});

test('a post is given by picking the area, one for later is taken back', async ({ page, allow }) => {
	allow(/400/);
	await page.goto(path, { waitUntil: 'networkidle' });
	const add = async (title: string, from = ''): Promise<void> => {
		await page.locator('summary', { hasText: '增加岗位' }).click();
		await page.getByRole('combobox', { name: '辖区' }).fill('铁路社区');
		await page
			.getByRole('option', { name: /铁路社区/ })
			.first()
			.click();
		await page.getByLabel('职务').fill(title);
		await page.getByLabel('起始日').fill(from);
		await page.getByRole('button', { name: '增加岗位' }).click();
		await expect(page.getByText(title)).toBeVisible();
	};
	await add('社区干部');
	await add('明年的岗位', '2031-01-01');
	await page.getByRole('button', { name: '结束岗位：明年的岗位' }).click();
	await expect(page.getByRole('listitem').filter({ hasText: '明年的岗位' })).toContainText('已撤回');
	await expect(page.getByRole('button', { name: '结束岗位：社区干部' })).toBeVisible();

	await page.locator('summary', { hasText: '增加岗位' }).click();
	await page.getByRole('combobox', { name: '辖区' }).fill('999999');
	await page.getByLabel('职务').fill('无此地');
	await page.getByRole('button', { name: '增加岗位' }).click();
	await expect(page.getByText('没有这个辖区').last()).toBeVisible();
	await expect(page.getByLabel('职务')).toHaveValue('无此地');
});

test('an account is opened, its password shown once, and it leads to the inbox', async ({ page, browser }) => {
	await page.goto(path, { waitUntil: 'networkidle' });
	await page.getByLabel('账号（邮箱）').fill(EMAIL);
	await page.getByRole('button', { name: '开通账号' }).click();
	await expect(page.getByText('初始密码只显示这一次')).toBeVisible();
	password = await page.locator('code', { hasText: /^\S{14}$/ }).innerText();
	await page.reload();
	expect(await page.content()).not.toContain(password);
	await expect(page.getByText(EMAIL)).toBeVisible();

	const own = await browser.newContext({ baseURL: process.env.E2E_URL, locale: 'zh-CN' });
	const login = await own.newPage();
	await login.goto('/login', { waitUntil: 'networkidle' });
	await login.getByLabel('账号').fill(EMAIL);
	await login.getByLabel('密码').fill(password);
	await login.getByRole('button', { name: '登录' }).click();
	await login.waitForURL('**/inbox');

	// Disabling ends the session at its next request.
	await page.getByRole('button', { name: '停用此人' }).click();
	await expect(page.getByRole('heading', { name: '恢复' })).toBeVisible();
	await login.goto('/inbox');
	expect(new URL(login.url()).pathname).toBe('/login');
	await own.close();
});

test('nobody changes their own role or disables themselves', async ({ page }) => {
	await page.goto('/admin/people?q=郑晓东');
	await page.getByRole('link', { name: '郑晓东' }).click();
	await expect(page.getByText('这是您本人。岗位和停用须由另一位管理员操作。')).toBeVisible();
	await expect(page.getByRole('button', { name: '停用此人' })).toHaveCount(0);
	await expect(page.getByText('增加岗位')).toHaveCount(0);
	await expect(page.getByRole('button', { name: /^结束岗位/ })).toHaveCount(0);
});
