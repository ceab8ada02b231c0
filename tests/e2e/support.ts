import { test as base, expect, type Page } from '@playwright/test';
import { DEMO_PASSWORD } from '#lib/server/demo/accounts.ts';

export { expect };

/** Keys of the demo accounts (src/lib/server/demo/accounts.ts). */
export type AccountKey =
	'administrator' | 'city' | 'district' | 'subdistrict' | 'dispatcher' | 'inspector' | 'secretary' | 'grid' | 'enforcement' | 'property';

/** The compound and community where most of the demo's people work. */
export const HOME_COMPOUND = '220602003003001';
export const HOME_COMMUNITY = '220602003003';

type Cookie = Parameters<ReturnType<Page['context']>['addCookies']>[0][number];
/** One signing-in an account and run: the log-in limit counts them, and so would a reader. */
const signedIn = new Map<AccountKey, Cookie[]>();

/**
 * A page whose console and network are watched: an error in either fails the test, unless the test
 * says beforehand that it expects one (`allow`).
 */
export const test = base.extend<{ allow: (pattern: RegExp) => void }>({
	allow: [
		async ({ page }, use) => {
			const allowed: RegExp[] = [];
			const said: string[] = [];
			page.on('console', (message) => {
				if (message.type() === 'error') said.push(message.text());
			});
			page.on('pageerror', (error) => said.push(error.message));
			page.on('request', (request) => {
				const url = new URL(request.url());
				if (/^https?:$/.test(url.protocol) && url.hostname !== 'localhost') said.push(`foreign request: ${request.url()}`);
			});
			await use((pattern) => allowed.push(pattern));
			expect(said.filter((line) => !allowed.some((pattern) => pattern.test(line)))).toEqual([]);
		},
		{ auto: true }
	]
});

/** Signs the page's context in; the first time through the log-in form. */
export async function signIn(page: Page, account: AccountKey): Promise<void> {
	const known = signedIn.get(account);
	if (known) return page.context().addCookies(known);
	await page.goto('/login');
	await page.getByLabel('账号').fill(`${account}@zhantu.test`);
	await page.getByLabel('密码').fill(DEMO_PASSWORD);
	await page.getByRole('button', { name: '登录' }).click();
	await page.waitForURL((url) => !url.pathname.startsWith('/login'));
	signedIn.set(account, await page.context().cookies());
}

/** Language and theme, as the reader's own choice (a cookie each). */
export async function setPreferences(page: Page, { locale, theme }: { locale?: 'zh-CN' | 'en'; theme?: 'light' | 'dark' }): Promise<void> {
	const url = process.env.E2E_URL ?? '';
	const cookies: Cookie[] = [];
	if (locale) cookies.push({ name: 'zhantu-locale', value: locale, url });
	if (theme) cookies.push({ name: 'zhantu-theme', value: theme, url });
	await page.context().addCookies(cookies);
}
