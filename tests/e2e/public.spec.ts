import { isAccessible } from './axe.ts';
import { expect, HOME_COMPOUND, setPreferences, test } from './support.ts';

const COMPOUND = `/compounds/${HOME_COMPOUND}`;

test('the front page says what was done, shows it, and finds a compound by its name', async ({ page }) => {
	await page.goto('/');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('三城创建');
	await expect(page.getByText('目标 6,400 处')).toBeVisible();
	await expect(page.getByRole('slider')).toBeVisible();
	await expect(page.getByText('演示数据').first()).toBeVisible();
	// One box to search in, and not a second one below it.
	await expect(page.getByRole('searchbox')).toHaveCount(1);
	await page.getByRole('searchbox').fill('富安');
	await page.getByRole('button', { name: '搜索' }).click();
	await page
		.getByRole('link', { name: /富安小区/ })
		.first()
		.click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('富安小区的变化');
});

test('a search that finds nothing says so and what to do; a district opens its compounds', async ({ page }) => {
	await page.goto('/?q=不存在的小区');
	await expect(page.getByText('没有找到“不存在的小区”')).toBeVisible();
	await page.getByRole('link', { name: '看全部' }).click();
	await page.getByRole('link', { name: /^抚松县：/ }).click();
	await expect(page.getByRole('link', { name: /抚松小区/ })).toBeVisible();
	await expect(page.getByRole('link', { name: /富安小区/ })).not.toBeVisible();
});

test('the slider moves by keyboard, by mouse and by touch', async ({ page, browser }) => {
	await page.goto(COMPOUND);
	const slider = page.getByRole('slider');
	await expect(slider).toHaveValue('50');
	await slider.press('ArrowLeft');
	await expect(slider).toHaveValue('45');
	const box = await page.locator('figure.compare').boundingBox();
	if (!box) throw new Error('no slider');
	await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
	await page.mouse.down();
	await page.mouse.move(box.x + box.width * 0.8, box.y + box.height / 2, { steps: 4 });
	await page.mouse.up();
	expect(Number(await slider.inputValue())).toBeCloseTo(80, -1);

	const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
	const phone = await context.newPage();
	await phone.goto(COMPOUND);
	await expect(phone.getByRole('slider')).toHaveValue('50');
	const wide = await phone.locator('figure.compare').boundingBox();
	if (!wide) throw new Error('no slider');
	await phone.touchscreen.tap(wide.x + wide.width * 0.2, wide.y + wide.height / 2);
	expect(Number(await phone.getByRole('slider').inputValue())).toBeCloseTo(20, -1);
	expect(await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
	await context.close();
});

test('a pair is chosen from the strip and from the plan, and its address can be sent on', async ({ page }) => {
	await page.goto(COMPOUND);
	const caption = page.locator('.caption-line b');
	const first = await caption.innerText();
	await page.getByRole('navigation', { name: '更多对比' }).getByRole('link').nth(2).click();
	await expect(caption).not.toHaveText(first);
	const third = await caption.innerText();
	await expect(page).toHaveURL(/[?]pair=[0-9a-f-]{36}$/);
	await page.reload();
	await expect(caption).toHaveText(third);
	await page
		.getByRole('group', { name: /平面示意图/ })
		.getByRole('link', { name: first })
		.press('Enter');
	await expect(caption).toHaveText(first);
});

test('two days of a compound are compared by a swipe; the table says the same', async ({ page }) => {
	await page.goto(COMPOUND);
	await page.getByRole('link', { name: '按日期看前后' }).click();
	const swipe = page.getByRole('slider', { name: '两个日期的分界' });
	await swipe.press('End');
	await expect(swipe).toHaveValue('100');
	const solved = page.getByRole('row').filter({ hasText: '已解决' });
	const before = await solved.count();
	expect(before).toBeGreaterThan(5);
	await page.getByLabel('左边日期').fill('2025-08-01');
	await page.getByLabel('右边日期').fill('2025-12-31');
	await page.getByRole('button', { name: '看这两天' }).click();
	await expect(page).toHaveURL(/from=2025-0?\d+-\d+&to=2025-12-31/);
	expect(await solved.count()).toBeLessThan(before);
});

test('without script the pictures stand side by side and everything can be reached', async ({ browser }) => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto('/?q=富安');
	await page
		.getByRole('link', { name: /富安小区/ })
		.first()
		.click();
	const [before, after] = await Promise.all(
		['整治前', '整治后'].map((phase) =>
			page
				.getByRole('img', { name: new RegExp(`^${phase}：`) })
				.first()
				.boundingBox()
		)
	);
	expect(before && after && before.x + before.width <= after.x + 1).toBe(true);
	await page.getByRole('link', { name: '按日期看前后' }).click();
	await expect(page.getByRole('table')).toBeVisible();
	await page.getByRole('contentinfo').getByRole('link', { name: '投诉建议' }).click();
	await expect(page.getByRole('heading', { level: 1, name: '投诉建议' })).toBeVisible();
	await context.close();
});

test('text is at least 18 px to read, and larger with larger targets in the elder version', async ({ page }) => {
	await page.goto(COMPOUND);
	const size = (): Promise<number> =>
		page
			.locator('.caption-line b')
			.first()
			.evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
	const height = (): Promise<number> =>
		page.getByRole('link', { name: '其他小区' }).evaluate((element) => element.getBoundingClientRect().height);
	expect(await size()).toBeGreaterThanOrEqual(18);
	expect(await height()).toBeGreaterThanOrEqual(44);
	await page.getByRole('button', { name: '适老版' }).click();
	await expect(page.getByRole('button', { name: '适老版' })).toHaveAttribute('aria-pressed', 'true');
	expect(await size()).toBeGreaterThanOrEqual(20);
	expect(await height()).toBeGreaterThanOrEqual(60);
});

test('a place that nobody published and a page that is not there say so in words and offer a way on', async ({ page, allow }) => {
	allow(/404/);
	for (const [path, title] of [
		['/compounds/220602003003099', '没有这个小区的公示'],
		['/no-such-page', '没有这个页面']
	] as const) {
		expect((await page.goto(path))?.status()).toBe(404);
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
		await expect(page.getByRole('link', { name: '回到首页' })).toBeVisible();
		await expect(page.getByRole('link', { name: '投诉建议' }).first()).toBeVisible();
	}
});

test('a link that is sent on carries title, sentence and picture', async ({ page, request }) => {
	await page.goto(COMPOUND);
	const meta = (property: string): Promise<string | null> => page.locator(`meta[property="${property}"]`).getAttribute('content');
	expect(await meta('og:title')).toBe('富安小区的变化');
	expect(await meta('og:description')).toMatch(/\d+ 处整治前后对比/);
	const picture = await request.get((await meta('og:image')) ?? '');
	expect(picture.headers()['content-type']).toBe('image/jpeg');
});

for (const theme of ['light', 'dark'] as const) {
	test(`every page is accessible, ${theme}, and in English too`, async ({ page }) => {
		for (const [path, heading] of [
			['/', 'Three-city campaign'],
			['/?q=Fu', 'Three-city campaign'],
			[COMPOUND, "What changed in Fu'an"],
			[`${COMPOUND}/map`, /Fu'an/],
			['/complaints', 'Complaints'],
			['/about', /./]
		] as const) {
			await setPreferences(page, { locale: 'en', theme });
			await page.goto(path);
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
			await isAccessible(page);
		}
	});
}
