import type { Page } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import type { Backend } from '#lib/server/backend/index.ts';
import { isAccessible } from './axe.ts';
import { aNewcomer, farewell, signInBy, type Newcomer } from './newcomer.ts';
import { isReadable } from './readable.ts';
import { theServer } from './past-interface.ts';
import { expect, setPreferences, test } from './support.ts';

// Signing in is slow on purpose, and these do it often.
test.describe.configure({ timeout: 300_000 });

let server: Backend;
test.beforeAll(async () => {
	server = await theServer();
});
test.afterAll(async () => {
	await server.close();
});

/** The code of an authenticator that is `ahead` steps fast: one is within what a wrong clock may be. */
function codeOf(secret: string, ahead = 0): string {
	return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ahead * 30_000 });
}

/** Sets a factor up on the page that offers it; answers the secret, the code that confirmed it and the recovery codes. */
async function setUp(page: Page): Promise<{ secret: string; used: string; codes: string[] }> {
	await page.getByRole('button', { name: '开始设置' }).click();
	const shown = page.getByLabel('密钥', { exact: true });
	await expect(shown).toBeVisible();
	const secret = (await shown.innerText()).replaceAll(' ', '');
	expect(secret).toMatch(/^[A-Z2-7]{32}$/);
	await expect(page.getByRole('img', { name: '二维码' })).toBeVisible();
	await page.getByLabel('验证码').fill('000000');
	await page.getByRole('button', { name: '确认并开启' }).click();
	await expect(page.getByText('验证码不对')).toBeVisible();
	await isAccessible(page);
	const used = codeOf(secret);
	await page.getByLabel('验证码').fill(used);
	await page.getByRole('button', { name: '确认并开启' }).click();
	await expect(page.getByRole('heading', { name: '保存好恢复码' })).toBeFocused();
	const codes = await page.locator('li code').allInnerTexts();
	expect(codes).toHaveLength(10);
	return { secret, used, codes };
}

async function show(page: Page, code: string): Promise<void> {
	await page.getByLabel(/验证码|恢复码/).fill(code);
	await page.getByRole('button', { name: '继续' }).click();
}

test('whoever sets up a second factor signs in with it from then on, by a code once or a recovery code once', async ({
	page,
	allow,
	browser
}) => {
	allow(/400/);
	const newcomer = await aNewcomer(server);
	await signInBy(page, newcomer.email, newcomer.password);
	await page.waitForURL('**/inbox');
	await page.goto('/account', { waitUntil: 'networkidle' });
	await page.getByRole('link', { name: '开始设置' }).click();
	await page.waitForURL('**/account/second-factor');
	const { secret, used, codes } = await setUp(page);
	const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载' }).click()]);
	expect(await (await download.createReadStream()).toArray().then((parts) => Buffer.concat(parts).toString())).toContain(codes[0]);
	await page.getByRole('link', { name: '我已保存好' }).click();
	await expect(page.getByText('还有 10 个恢复码')).toBeVisible();
	await isAccessible(page);

	const elsewhere = await (await browser.newContext()).newPage();
	await signInBy(elsewhere, newcomer.email, newcomer.password);
	await elsewhere.waitForURL('**/login/code');
	await isReadable(elsewhere, '/login/code', '/login/code');
	await setPreferences(elsewhere, { locale: 'zh-CN' });
	for (const path of ['/inbox', '/account', '/overview/2206']) {
		await elsewhere.goto(path);
		expect(new URL(elsewhere.url()).pathname, path).toBe('/login/code');
	}
	// The code that set it up was used by that; on a slow machine its time is over, too.
	await elsewhere.waitForLoadState('networkidle');
	await show(elsewhere, used);
	await expect(elsewhere.getByText(/已经用过|验证码不对/)).toBeVisible();
	await show(elsewhere, codeOf(secret, 1));
	await elsewhere.waitForURL('**/overview/2206');

	const third = await (await browser.newContext()).newPage();
	await signInBy(third, newcomer.email, newcomer.password);
	await third.waitForURL('**/login/code');
	await third.waitForLoadState('networkidle');
	await third.getByRole('link', { name: '用恢复码' }).click();
	await expect(third.getByLabel('恢复码')).toBeVisible();
	await show(third, (codes[0] ?? '').toUpperCase().replaceAll('-', ' '));
	await third.waitForURL('**/inbox');
	await third.goto('/account/second-factor', { waitUntil: 'networkidle' });
	await expect(third.getByText('还有 9 个恢复码')).toBeVisible();
	const off = third.getByRole('region', { name: '关闭或换手机' });
	await off.getByLabel('验证码').fill(codes[0] ?? '');
	await off.getByRole('button').click();
	await expect(off.getByText('验证码不对')).toBeVisible();
	await off.getByLabel('验证码').fill(codes[1] ?? '');
	await off.getByRole('button').click();
	await expect(third.getByText('两步验证已关闭')).toBeVisible();
	for (const one of [elsewhere, third]) await one.context().close();
	await farewell(server, newcomer);
});

test('five wrong codes lock the factor, for the right one too', async ({ page, allow }) => {
	allow(/400/);
	const newcomer = await aNewcomer(server);
	await signInBy(page, newcomer.email, newcomer.password);
	await page.waitForURL('**/inbox');
	await page.goto('/account/second-factor', { waitUntil: 'networkidle' });
	const { secret } = await setUp(page);
	await page.context().clearCookies();
	await signInBy(page, newcomer.email, newcomer.password);
	await page.waitForURL('**/login/code');
	await page.waitForLoadState('networkidle');
	for (let nth = 1; nth <= 5; nth++) {
		const answered = page.waitForResponse((response) => response.request().method() === 'POST');
		await show(page, '000000');
		await answered;
	}
	await expect(page.getByText('15 分钟后再试')).toBeVisible();
	await show(page, codeOf(secret, 1));
	await expect(page.getByText('分钟后再试')).toBeVisible();
	expect(new URL(page.url()).pathname).toBe('/login/code');
	await farewell(server, newcomer);
});

test.describe('where it is required of staff', () => {
	const rule = async (value: string): Promise<void> => {
		const { error } = await server.operator().rpc('save_settings', { settings: { two_factor: value } });
		expect(error).toBeNull();
	};
	test.beforeAll(async () => {
		await rule('required');
	});
	test.afterAll(async () => {
		await rule('optional');
	});

	test('nobody sees a page before they have set one up', async ({ page, allow }) => {
		allow(/400/);
		const newcomer = await aNewcomer(server);
		await signInBy(page, newcomer.email, newcomer.password);
		await page.waitForURL('**/login/enrol');
		await page.goto('/inbox');
		await page.waitForURL('**/login/enrol?next=%2Finbox');
		await isReadable(page, '/login/enrol', '/login/enrol');
		await setPreferences(page, { locale: 'zh-CN' });
		await page.goto('/inbox');
		await page.waitForLoadState('networkidle');
		await setUp(page);
		await page.getByRole('link', { name: '我已保存好' }).click();
		await page.waitForURL('**/inbox');
		await farewell(server, newcomer);
	});

	test('a token whose session has shown nothing reads and changes nothing, by the API or the pages behind it', async ({ request }) => {
		const newcomer = await aNewcomer(server, 'administrator', '2206');
		const ask = await apiOf(server, newcomer);
		expect(await ask('/rest/v1/sites?select=id&limit=1')).toEqual([200, []]);
		expect(await ask('/rest/v1/people?select=id&limit=1')).toEqual([200, []]);
		expect(await ask('/rest/v1/rpc/my_session', {})).toEqual([200, null]);
		expect(await ask('/rest/v1/rpc/list_people', {})).toEqual([422, expect.objectContaining({ message: 'not_allowed' })]);
		expect((await request.get('/api/search?q=x')).status()).toBe(401);
		await rule('optional');
		expect((await ask('/rest/v1/sites?select=id&limit=1'))[1]).toHaveLength(1);
		await rule('required');
		await farewell(server, newcomer);
	});
});

test('an administrator resets a lost factor; everything that was open is closed, and it is written down', async ({
	page,
	browser,
	allow
}) => {
	allow(/400/);
	const administrator = await aNewcomer(server, 'administrator', '2206');
	const cadre = await aNewcomer(server);
	const lost = await (await browser.newContext()).newPage();
	await signInBy(lost, cadre.email, cadre.password);
	await lost.waitForURL('**/inbox');
	await lost.goto('/account/second-factor', { waitUntil: 'networkidle' });
	await setUp(lost);

	await signInBy(page, administrator.email, administrator.password);
	await page.waitForURL('**/admin/people');
	await page.goto(`/admin/people/${cadre.personId}`, { waitUntil: 'networkidle' });
	await isAccessible(page);
	await page.getByRole('button', { name: '重置两步验证' }).click();
	await expect(page.getByText('没有开启')).toBeVisible();
	await lost.goto('/inbox');
	await lost.waitForURL('**/login?next=%2Finbox');
	await page.getByRole('button', { name: '设新密码' }).click();
	const password = await page.getByRole('status').locator('code').innerText();
	await signInBy(lost, cadre.email, password);
	await lost.waitForURL('**/inbox');

	await page.goto('/admin/security', { waitUntil: 'networkidle' });
	const row = page.getByRole('row').filter({ hasText: '重置两步验证' }).first();
	await expect(row).toContainText(`新人${cadre.personId.slice(0, 4)}`);
	await expect(row).toContainText(`新人${administrator.personId.slice(0, 4)}`);
	await isAccessible(page);
	await lost.context().close();
	await farewell(server, administrator, cadre);
});

/** Asks the API as a client with a token of its own does. */
async function apiOf({ publishableKey }: Backend, { email, password }: Newcomer) {
	const url = `${process.env.E2E_URL}/backend`;
	const headers = { apikey: publishableKey, 'content-type': 'application/json' };
	const granted = await fetch(`${url}/auth/v1/token?grant_type=password`, {
		method: 'POST',
		headers,
		body: JSON.stringify({ email, password })
	});
	const { access_token: token } = (await granted.json()) as { access_token: string };
	return async (path: string, body?: object): Promise<[status: number, answer: unknown]> => {
		const answered = await fetch(url + path, {
			headers: { ...headers, authorization: `Bearer ${token}` },
			...(body ? { method: 'POST', body: JSON.stringify(body) } : {})
		});
		return [answered.status, await answered.json()];
	};
}
