import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from '@playwright/test';
import { addSite, move, readCase } from './past-interface.ts';
import { expect, signIn, type AccountKey } from './support.ts';

export const CAMPAIGN = 'sancheng';
export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** Inside the home compound, some metres from everything that the demo put there. */
export const SPOT: [number, number] = [126.4461564, 41.9174906];

export const photo = (name: string): string => join(import.meta.dirname, '../fixtures/photos', name);

/** A phone of its own with somebody signed in. Whatever its console or its pages throw fails the test at the end. */
export async function phoneOf(browser: Browser, account: AccountKey, options: BrowserContextOptions = {}): Promise<Page> {
	const context = await browser.newContext({
		...PHONE,
		baseURL: process.env.E2E_URL,
		locale: 'zh-CN',
		timezoneId: 'Asia/Shanghai',
		serviceWorkers: 'block',
		// A rule of contrast is not asked of a colour on its way to another.
		reducedMotion: 'reduce',
		...options
	});
	const page = await context.newPage();
	page.on('pageerror', (error) => {
		throw error;
	});
	await signIn(page, account);
	return page;
}

/** Places the device: it may locate, and this is what it finds. */
export async function standAt(page: Page, [longitude, latitude]: [number, number], accuracy = 8): Promise<void> {
	await page.context().grantPermissions(['geolocation']);
	await page.context().setGeolocation({ longitude, latitude, accuracy });
}

/** A place so many metres east and north of another. */
export function beside([lng, lat]: [number, number], eastM: number, northM: number): [number, number] {
	return [lng + eastM / (111_320 * Math.cos((lat * Math.PI) / 180)), lat + northM / 111_195];
}

/** A reported case of the home compound, made past the interface. */
export async function aCase(
	page: Page,
	over: { title: string; layer?: string; kind?: string; position?: [number, number] }
): Promise<{ task: string; title: string }> {
	const { title, layer = 'illegal_structure', kind = 'private_structure', position = SPOT } = over;
	const { task } = await addSite(page, title, { type: 'Point', coordinates: position }, { layer, kind });
	return { task, title };
}

/** A case that the enforcement officer has to work on. */
export async function anAssignedCase(browser: Browser, over: Parameters<typeof aCase>[1]): Promise<{ task: string; title: string }> {
	const secretary = await phoneOf(browser, 'secretary');
	const made = await aCase(secretary, over);
	await move(secretary, made.task, { action: 'file' });
	const dispatcher = await phoneOf(browser, 'dispatcher');
	const { owners } = await readCase(dispatcher, made.task);
	const officer = owners.find((one) => one.name === '王建国');
	await move(dispatcher, made.task, { action: 'assign', owner: officer?.id });
	await secretary.context().close();
	await dispatcher.context().close();
	return made;
}

/** Waits until the browser has taken over what the server drew. */
export async function isAlive(page: Page): Promise<void> {
	await expect(page.locator('main[aria-busy="false"]')).toBeAttached({ timeout: 30_000 });
}

/** Opens a page of the cadre's and waits until it answers to presses. */
export async function open(page: Page, path: string): Promise<void> {
	await page.goto(path);
	await isAlive(page);
}

/** Opens a case with the sheet at its full height. */
export async function openCase(page: Page, task: string): Promise<Locator> {
	await open(page, `/tasks/${task}?sheet=full`);
	const sheet = page.getByRole('article', { name: /^案件/ });
	await expect(sheet).toBeVisible();
	return sheet;
}

/** Opens a case from the inbox, where it must wait under the heading. */
export async function openFromInbox(page: Page, group: string | RegExp, task: string): Promise<void> {
	await open(page, '/inbox');
	const section = page.getByRole('region', { name: group });
	await section.locator(`a[href*="${task}"]`).click();
	await expect(page.getByRole('article', { name: /^案件/ })).toBeVisible();
	await page.getByRole('button', { name: /^面板高度/ }).press('ArrowUp');
}

/** The server's receipt in a toast. */
export async function receipt(page: Page, act: string): Promise<void> {
	await expect(page.getByRole('status').filter({ hasText: new RegExp(`${act} 已办 · 回执 [0-9A-F]{4}`) })).toBeVisible({ timeout: 20_000 });
}

/** Presses a move and, where it asks something, what the form needs; waits for the receipt. */
export async function act(page: Page, name: string, fill?: (form: Locator) => Promise<void>): Promise<void> {
	const sheet = page.getByRole('article', { name: /^案件/ });
	await sheet.getByRole('button', { name: new RegExp(`^${name}`) }).click();
	if (fill) {
		const form = page.getByRole('dialog', { name });
		await expect(form).toBeVisible();
		await fill(form);
		await form.getByRole('button', { name, exact: true }).click();
	}
	await receipt(page, name);
}

/** A day so many days ahead, as a date field takes it. */
export function dayAhead(days: number): string {
	return new Date(Date.now() + days * 86_400_000).toLocaleDateString('en-CA', { timeZone: 'Asia/Shanghai' });
}
