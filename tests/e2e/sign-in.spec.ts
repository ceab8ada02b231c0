import { DEMO_PASSWORD } from '#lib/server/demo/accounts.ts';
import { expect, signIn, test } from './support.ts';

test('what is typed before the page has come alive is kept', async ({ page }) => {
	await page.goto('/login', { waitUntil: 'commit' });
	await page.getByLabel('账号').fill('city@zhantu.test');
	await page.waitForLoadState('networkidle');
	await expect(page.getByLabel('账号')).toHaveValue('city@zhantu.test');
});

test('everybody lands where their work is', async ({ browser }) => {
	for (const [account, home] of [
		['city', '/overview/2206'],
		['district', '/overview/220602'],
		['secretary', '/inbox'],
		['administrator', '/admin/people']
	] as const) {
		const context = await browser.newContext();
		const page = await context.newPage();
		await signIn(page, account);
		await page.goto('/login');
		expect(new URL(page.url()).pathname, account).toBe(home);
		await context.close();
	}
});

test('a wrong password and an unknown account are answered alike, and what was typed stays', async ({ page, allow }) => {
	allow(/400/);
	await page.goto('/login', { waitUntil: 'networkidle' });
	const messages: string[] = [];
	for (const email of ['district@zhantu.test', 'nobody@zhantu.test']) {
		await page.getByLabel('账号').fill(email);
		await page.getByLabel('密码').fill('not-the-password');
		await page.getByRole('button', { name: '登录' }).click();
		messages.push(await page.getByRole('alert').innerText());
		await expect(page.getByLabel('账号')).toHaveValue(email);
	}
	expect(messages[0]).toBe(messages[1]);
});

test('a page of staff sends whoever is not signed in to the log-in and back', async ({ page }) => {
	await page.goto('/overview/2206?figure=onTime');
	expect(new URL(page.url()).pathname).toBe('/login');
	await page.getByLabel('账号').fill('city@zhantu.test');
	await page.getByLabel('密码').fill(DEMO_PASSWORD);
	await page.getByRole('button', { name: '登录' }).click();
	await expect(page).toHaveURL(/\/overview\/2206\?figure=onTime$/);
});
