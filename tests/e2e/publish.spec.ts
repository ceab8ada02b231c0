import sharp from 'sharp';
import { isAccessible } from './axe.ts';
import { aCaseAt, windowOf } from './case-walk.ts';
import { expect, HOME_COMPOUND, setPreferences, signIn, test } from './support.ts';

const PUBLIC = `/compounds/${HOME_COMPOUND}`;

test('a pair is proposed with a box burned in, let out by a second person, seen at once and gone at once', async ({
	browser,
	page,
	request
}) => {
	test.setTimeout(240_000);
	const { task, title } = await aCaseAt(browser, 'closed', `公示试验棚 ${Date.now()}`);

	// The secretary finds the way from the case, draws a box over the left half and proposes.
	const secretary = await windowOf(browser, 'secretary');
	await secretary.goto(`/tasks/${task}`);
	await secretary.getByRole('link', { name: '提出公示' }).click();
	// High enough for the whole picture: a box reaches from corner to corner.
	await secretary.setViewportSize({ width: 1280, height: 1600 });
	const stage = secretary.getByRole('group', { name: '整治前', exact: true });
	const picture = stage.getByRole('img');
	await expect.poll(() => picture.evaluate((element: HTMLImageElement) => element.complete && element.naturalWidth > 0)).toBe(true);
	const box = await picture.boundingBox();
	if (!box) throw new Error('no picture');
	await secretary.mouse.move(box.x + 2, box.y + 2);
	await secretary.mouse.down();
	await secretary.mouse.move(box.x + box.width * 0.5, box.y + box.height - 2, { steps: 5 });
	await secretary.mouse.up();
	await expect(stage.getByText('遮挡 1 处')).toBeVisible();
	const caption = `${title}拆除后复绿`;
	await secretary.getByLabel('说明').fill(caption);
	await secretary.getByRole('button', { name: '生成遮挡图并提出' }).click();
	await expect(secretary.getByText('这是您提出的，须由另一人审核')).toBeVisible({ timeout: 30_000 });
	await expect(secretary.getByRole('button', { name: '同意公示' })).toHaveCount(0);
	const proposal = new URL(secretary.url()).pathname;

	// Nobody outside sees anything of it yet, not even by the name of the file.
	await page.goto(PUBLIC);
	await expect(page.locator('main')).not.toContainText(title);
	const copies = await secretary
		.getByRole('link', { name: new RegExp(`^整治. ${title}`) })
		.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
	expect(copies).toHaveLength(2);
	const published = copies.map((path) => path.replace('/api/publications/pictures/', '/published/'));
	for (const path of published) expect((await request.get(path)).status()).toBe(404);

	// The copy is a new file: covered where the box was, nothing of the phone's left in it.
	const before = await (await secretary.request.get(copies[0] ?? '')).body();
	const { exif, xmp, iptc, icc, width = 0, height = 0 } = await sharp(before).metadata();
	expect([exif, xmp, iptc, icc]).toEqual([undefined, undefined, undefined, undefined]);
	const spread = async (share: number): Promise<number> => {
		const part = {
			left: Math.round(width * share),
			top: Math.round(height * 0.1),
			width: Math.round(width * 0.3),
			height: Math.round(height * 0.8)
		};
		// Statistics are of the whole input, so the part is cut out first.
		const { channels } = await sharp(await sharp(before).extract(part).png().toBuffer()).stats();
		return Math.max(...channels.map((channel) => channel.stdev));
	};
	expect(await spread(0.1)).toBeLessThan(12);
	expect(await spread(0.6)).toBeGreaterThan(20);

	// The subdistrict's leader, somebody else, lets it out.
	const leader = await windowOf(browser, 'subdistrict');
	await leader.goto('/publications');
	await leader.getByRole('link', { name: new RegExp(caption) }).click();
	await expect(leader).toHaveURL(new RegExp(proposal));
	await isAccessible(leader);
	await leader.getByRole('button', { name: '同意公示' }).click();
	await expect(leader.getByText('已公示', { exact: true })).toBeVisible();

	await page.goto(PUBLIC);
	await expect(page.getByText(caption)).toBeVisible();
	for (const path of published) expect((await request.get(path)).status()).toBe(200);

	// The subdistrict's leader cannot take it back, the district's can; then it is gone.
	await expect(leader.getByRole('button', { name: '撤回公示' })).toHaveCount(0);
	const district = await windowOf(browser, 'district');
	await district.goto(proposal);
	await district.getByLabel('撤回原因（必填）').fill('住户要求撤下');
	await district.getByRole('button', { name: '撤回公示' }).click();
	await expect(district.getByText('已撤回', { exact: true })).toBeVisible();
	await page.goto(PUBLIC);
	await expect(page.locator('main')).not.toContainText(title);
	for (const path of published) expect((await request.get(path)).status()).toBe(404);
	for (const one of [secretary, leader, district]) await one.context().close();
});

test('a proposal is sent back with a reason, which its proposer reads; without one it is not', async ({ browser, page, allow }) => {
	test.setTimeout(240_000);
	allow(/422/);
	const { task, title } = await aCaseAt(browser, 'closed', `退回试验棚 ${Date.now()}`);
	await signIn(page, 'secretary');
	await page.goto(`/publications/new?task=${task}`);
	await page.getByRole('button', { name: '加一块遮挡' }).first().click();
	// A box is moved and made larger without a mouse.
	const box = page.getByRole('button', { name: /^遮挡 1：左 40%/ });
	await box.press('ArrowLeft');
	await page.getByRole('button', { name: /^遮挡 1：左 38%/ }).press('Shift+ArrowRight');
	await expect(page.getByRole('button', { name: /^遮挡 1：左 38%，上 40%，宽 22%/ })).toBeVisible();
	await page.getByRole('button', { name: '生成遮挡图并提出' }).click();
	await expect(page.getByText('这是您提出的')).toBeVisible({ timeout: 30_000 });
	const proposal = page.url();

	const leader = await windowOf(browser, 'subdistrict');
	await leader.goto(proposal);
	await leader.getByRole('button', { name: '退回', exact: true }).click();
	await expect(leader.getByRole('alert')).toBeVisible();
	await leader.getByLabel('退回原因（退回时必填）').fill('二楼窗内人影未遮挡');
	await leader.getByRole('button', { name: '退回', exact: true }).click();
	await expect(leader.getByText('已退回', { exact: true })).toBeVisible();
	await leader.context().close();

	await page.goto(`/tasks/${task}`);
	await expect(page.getByText('二楼窗内人影未遮挡').first()).toBeVisible();
	// It may be proposed anew.
	await expect(page.getByRole('link', { name: '提出公示' })).toBeVisible();
	await page.goto('/publications?state=rejected');
	await expect(page.getByRole('link', { name: new RegExp(title) })).toContainText('二楼窗内人影未遮挡');
});

test('what is not closed cannot be proposed, and the page says why', async ({ browser, page }) => {
	const { task } = await aCaseAt(browser, 'submitted', `未结案试验棚 ${Date.now()}`);
	await signIn(page, 'secretary');
	await page.goto(`/tasks/${task}`);
	await expect(page.getByRole('link', { name: '提出公示' })).toHaveCount(0);
	await page.goto(`/publications/new?task=${task}`);
	await expect(page.getByText('结案、非内部图层、有两张本系统保存的影像，才能提出。')).toBeVisible();
});

for (const theme of ['light', 'dark'] as const) {
	test(`the pages of publishing are accessible, ${theme}`, async ({ page }) => {
		await setPreferences(page, { theme });
		await signIn(page, 'subdistrict');
		for (const state of ['proposed', 'approved', 'rejected', 'withdrawn']) {
			await page.goto(`/publications?state=${state}`);
			await expect(page.getByRole('heading', { level: 1 })).toHaveText('公示');
			await isAccessible(page);
		}
	});
}
