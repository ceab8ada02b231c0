import type { Backend } from '#lib/server/backend/index.ts';
import { isAccessible } from './axe.ts';
import { aNewcomer, farewell, signInBy } from './newcomer.ts';
import { theServer } from './past-interface.ts';
import { expect, test } from './support.ts';

// Signing in is slow on purpose, and these do it often.
test.describe.configure({ timeout: 300_000 });

let server: Backend;
test.beforeAll(async () => {
	server = await theServer();
});
test.afterAll(async () => {
	await server.close();
});

test('the cookie of a session is for the server alone', async ({ page }) => {
	const newcomer = await aNewcomer(server);
	await signInBy(page, newcomer.email, newcomer.password);
	await page.waitForURL('**/inbox');
	const cookies = (await page.context().cookies()).filter(({ name }) => name.startsWith('zhantu-session'));
	expect(cookies.length).toBeGreaterThan(0);
	for (const { httpOnly, sameSite, path } of cookies)
		expect({ httpOnly, sameSite, path }).toEqual({ httpOnly: true, sameSite: 'Lax', path: '/' });
	expect(await page.evaluate(() => document.cookie)).not.toContain('zhantu-session');
	await farewell(server, newcomer);
});

test('a new password asks for the present one, and closes every other session', async ({ page, browser, allow }) => {
	allow(/400/);
	const newcomer = await aNewcomer(server);
	const elsewhere = await (await browser.newContext()).newPage();
	for (const one of [page, elsewhere]) {
		await signInBy(one, newcomer.email, newcomer.password);
		await one.waitForURL('**/inbox');
	}
	await page.goto('/account', { waitUntil: 'networkidle' });
	const card = page.getByRole('region', { name: '密码' });
	const change = async (current: string, password: string, repeated = password) => {
		await card.getByLabel('当前密码').fill(current);
		await card.getByLabel('新密码', { exact: true }).fill(password);
		await card.getByLabel('再输入一次新密码').fill(repeated);
		await card.getByRole('button').click();
	};
	await change(newcomer.password, 'easy');
	await expect(card.getByText('太容易猜到')).toBeVisible();
	await change(newcomer.password, '浑江区铁路社区2026', '浑江区铁路社区2027');
	await expect(card.getByText('两次输入的新密码不一样')).toBeVisible();
	await change('not-the-password-1', '浑江区铁路社区2026');
	await expect(card.getByText('当前密码不对')).toBeVisible();
	await isAccessible(page);
	await change(newcomer.password, '浑江区铁路社区2026');
	await expect(card.getByRole('status')).toContainText('密码已修改');

	await elsewhere.goto('/inbox');
	await elsewhere.waitForURL('**/login?next=%2Finbox');
	await signInBy(elsewhere, newcomer.email, newcomer.password);
	await expect(elsewhere.getByRole('alert')).toBeVisible();
	await signInBy(elsewhere, newcomer.email, '浑江区铁路社区2026');
	await elsewhere.waitForURL('**/inbox');
	await elsewhere.context().close();
	await farewell(server, newcomer);
});

test('one’s own sessions are listed and ended from there, one or all others', async ({ page, browser }) => {
	const newcomer = await aNewcomer(server);
	const others = await Promise.all([1, 2].map(async () => (await browser.newContext()).newPage()));
	for (const one of [...others, page]) {
		await signInBy(one, newcomer.email, newcomer.password);
		await one.waitForURL('**/inbox');
	}
	await page.goto('/account', { waitUntil: 'networkidle' });
	const list = page.getByRole('region', { name: '登录的设备' });
	await expect(list.getByRole('listitem')).toHaveCount(3);
	await expect(list.getByRole('listitem').first()).toContainText('本机');
	await expect(list.getByRole('listitem').first()).toContainText('Linux');
	await list
		.getByRole('button', { name: /^退出 / })
		.first()
		.click();
	await expect(list.getByRole('listitem')).toHaveCount(2);
	await list.getByRole('button', { name: '退出其他所有设备' }).click();
	await expect(list.getByRole('listitem')).toHaveCount(1);
	for (const one of others) {
		await one.goto('/inbox');
		await one.waitForURL('**/login?next=%2Finbox');
		expect((await one.context().cookies()).filter(({ name }) => name.startsWith('zhantu-session'))).toEqual([]);
		await one.context().close();
	}
	await page.goto('/inbox');
	expect(new URL(page.url()).pathname).toBe('/inbox');
	await farewell(server, newcomer);
});

test('whoever signs out, is banned or disabled, or loses a post, loses it at the next request', async ({ page, request, allow }) => {
	// The page behind goes on asking for the inbox and its first case: refused, or not there for them any more.
	allow(/40[134]/);
	const newcomer = await aNewcomer(server);
	const operator = server.operator();
	const status = async (): Promise<number> => (await page.request.get('/api/search?q=x')).status();
	const signIn = async () => {
		await page.context().clearCookies();
		await signInBy(page, newcomer.email, newcomer.password);
		await page.waitForURL('**/inbox');
	};
	await signIn();
	const before = await page.context().cookies();
	expect(await status()).not.toBe(401);
	await page.request.post('/logout', { headers: { origin: new URL(page.url()).origin }, maxRedirects: 0 });
	await page.context().addCookies(before);
	expect(await status()).toBe(401);

	await signIn();
	await server.sql?.query("update auth.users set banned_until = now() + interval '1 day' where id = $1", [newcomer.userId]);
	expect(await status()).toBe(401);
	await server.sql?.query('update auth.users set banned_until = null where id = $1', [newcomer.userId]);

	await signIn();
	await operator.from('people').update({ disabled_at: new Date().toISOString() }).eq('id', newcomer.personId);
	expect(await status()).toBe(401);
	await operator.from('people').update({ disabled_at: null }).eq('id', newcomer.personId);

	await signIn();
	expect(await status()).not.toBe(403);
	await operator.from('posts').update({ valid_to: '2020-01-02' }).eq('person_id', newcomer.personId);
	expect(await status()).toBe(403);
	expect((await request.get('/api/search?q=x')).status()).toBe(401);
	await farewell(server, newcomer);
});

test('nobody changes their own account by the API: not the role, not what is said of it, not the password', async () => {
	const newcomer = await aNewcomer(server);
	const url = `${process.env.E2E_URL}/backend/auth/v1`;
	const headers = { apikey: server.publishableKey, 'content-type': 'application/json' };
	const granted = await fetch(`${url}/token?grant_type=password`, {
		method: 'POST',
		headers,
		body: JSON.stringify({ email: newcomer.email, password: newcomer.password })
	});
	const { access_token: token } = (await granted.json()) as { access_token: string };
	const read = async () => {
		const [row] =
			(await server.sql?.query(
				'select role, aud, email, raw_app_meta_data, raw_user_meta_data, encrypted_password from auth.users where id = $1',
				[newcomer.userId]
			)) ?? [];
		return row;
	};
	const before = await read();
	for (const change of [
		{ role: 'service_role' },
		{ app_metadata: { role: 'administrator' } },
		{ data: { role: 'administrator', is_super_admin: true } },
		{ user_metadata: { role: 'administrator' } },
		{ password: 'another-password-1' },
		{ email: 'administrator@zhantu.test' },
		{ banned_until: null, is_super_admin: true }
	]) {
		for (const method of ['PUT', 'PATCH', 'POST']) {
			const answered = await fetch(`${url}/user`, {
				method,
				headers: { ...headers, authorization: `Bearer ${token}` },
				body: JSON.stringify(change)
			});
			expect(answered.status, `${method} ${JSON.stringify(change)}`).toBe(404);
		}
	}
	expect(await read()).toEqual(before);
	await farewell(server, newcomer);
});

test('five wrong passwords close an account, known or not, in the same words; the right one does not open it', async ({ page, allow }) => {
	allow(/400/);
	const newcomer = await aNewcomer(server);
	const said = new Set<string>();
	for (const email of [newcomer.email, 'nobody-at-all@test.invalid']) {
		for (let nth = 0; nth < 6; nth++) {
			const answered = page.waitForResponse((response) => response.request().method() === 'POST');
			await signInBy(page, email, nth < 5 ? 'not-the-password' : newcomer.password);
			await answered;
			said.add(await page.getByRole('alert').innerText());
		}
	}
	expect([...said]).toEqual([expect.stringContaining('账号或密码不对')]);
	await server.sql?.exec('delete from private.sign_in_tries');
	await signInBy(page, newcomer.email, newcomer.password);
	await page.waitForURL('**/inbox');
	await farewell(server, newcomer);
});
