import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Page } from '@playwright/test';
import { isAccessible } from './axe.ts';
import { readRoutes } from './routes.ts';
import { expect, setPreferences, signIn, test, type AccountKey } from './support.ts';

const ROUTES = join(import.meta.dirname, '../../src/routes');
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

/** Whose pages they are, by their group. */
const READERS: Record<string, AccountKey | null> = {
	'(public)': null,
	'(auth)': null,
	'(leader)': 'city',
	'(cadre)': 'secretary',
	'(staff)': 'subdistrict',
	'(admin)': 'administrator'
};
/** A page that is itself only with a question. */
const QUESTIONS: Record<string, string> = { '/(staff)/publications/new': '?task=[task]' };

/** A page is tried because it is there: nobody has to name a new one. */
const PAGES = readdirSync(ROUTES, { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('+page.svelte'))
	.map((file) => `/${file.split(sep).slice(0, -1).join('/')}`)
	.sort();

let addresses: Map<string, string>;
test.beforeAll(async () => {
	addresses = new Map((await readRoutes()).map(({ id, path }) => [id, path]));
});

function addressOf(id: string): string {
	const task = addresses.get('/(cadre)/tasks/[task]')?.split('/').at(-1) ?? '';
	return `${addresses.get(id) ?? 'no such route'}${(QUESTIONS[id] ?? '').replace('[task]', task)}`;
}

for (const id of PAGES) {
	test(`${id} is readable in every size, language and light, by eye and by screen reader`, async ({ page }) => {
		test.setTimeout(240_000);
		const reader = READERS[id.split('/')[1] ?? ''];
		expect(reader, 'say in READERS whose page this is').toBeDefined();
		if (reader) await signIn(page, reader);
		for (const { width, height, locale, theme } of LOOKS) {
			await test.step(`${width} px, ${locale}, ${theme}`, async () => {
				await page.setViewportSize({ width, height });
				await setPreferences(page, { locale, theme });
				const answered = await page.goto(addressOf(id), { waitUntil: 'load' });
				expect(answered?.status()).toBe(200);
				await settled(page);
				expect(await page.locator('html').getAttribute('lang')).toBe(locale);
				expect(await page.title()).not.toBe('');
				expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 'scrolls sideways').toBeLessThanOrEqual(0);
				await isAccessible(page);
				await keepPicture(page, `${id.replaceAll(/\/\([a-z]+\)|[[\]]/g, '').replaceAll('/', '-') || '-front'}-${width}-${theme}-${locale}`);
			});
		}
	});
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
