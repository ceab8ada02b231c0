import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import { isAccessible } from './axe.ts';
import { expect, setPreferences } from './support.ts';

const SIZES = [
	[390, 844],
	[1440, 900],
	[1920, 1080]
] as const;
/** Every size in both languages and both lights, in two looks each. */
const LOOKS = SIZES.flatMap(([width, height], index) =>
	(['zh-CN', 'en'] as const).map((locale) => ({
		width,
		height,
		locale,
		theme: (locale === 'en') === (index === 1) ? ('light' as const) : ('dark' as const)
	}))
);

/** A page at an address is whole in every size, language and light, to eye and screen reader. `id` names its pictures. */
export async function isReadable(page: Page, address: string, id: string): Promise<void> {
	// A button that script enables comes to its colours at once, not by and by.
	await page.emulateMedia({ reducedMotion: 'reduce' });
	const name = id.replaceAll(/\/\([a-z]+\)|[[\]]/g, '').replaceAll('/', '-') || '-front';
	for (const { width, height, locale, theme } of LOOKS) {
		await base.step(`${width} px, ${locale}, ${theme}`, async () => {
			await page.setViewportSize({ width, height });
			await setPreferences(page, { locale, theme });
			const answered = await page.goto(address, { waitUntil: 'load' });
			expect([answered?.status(), new URL(page.url()).pathname]).toEqual([200, address.split('?')[0]]);
			await settled(page);
			expect(await page.locator('html').getAttribute('lang')).toBe(locale);
			expect(await page.title()).not.toBe('');
			expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 'scrolls sideways').toBeLessThanOrEqual(0);
			await isAccessible(page);
			await keepPicture(page, `${name}-${width}-${theme}-${locale}`);
		});
	}
}

/** At rest: fonts are there and nothing slides in any more. */
async function settled(page: Page): Promise<void> {
	await page.waitForFunction(() => document.readyState === 'complete' && document.fonts.status === 'loaded');
	await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))));
}

/** With E2E_PICTURES=folder every page is kept as it was seen, to be looked at. */
async function keepPicture(page: Page, name: string): Promise<void> {
	const folder = process.env.E2E_PICTURES;
	if (folder) await page.screenshot({ path: join(folder, `page${name}.png`), fullPage: true });
}
