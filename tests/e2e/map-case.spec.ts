import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { addSite, submit } from './past-interface.ts';
import { HOME_COMPOUND, expect, signIn, test, type AccountKey } from './support.ts';
import { buildingAt, openMap, titled, withoutWebgl } from './map-support.ts';

const PICTURE = join(import.meta.dirname, '../fixtures/photos/image_no_orientation.jpg');
const panel = (page: Page) => page.getByRole('article', { name: /^案件 / });
const stageIs = (page: Page, stage: string) => expect(panel(page).locator('.chip.stage')).toHaveText(stage);

async function deskOf(browser: Browser, account: AccountKey, task: string): Promise<Page> {
	const page = await (await browser.newContext({ timezoneId: 'Asia/Shanghai', locale: 'zh-CN' })).newPage();
	await withoutWebgl(page);
	await signIn(page, account);
	await page.goto(`/areas/${HOME_COMPOUND}?task=${task}`);
	await page.waitForLoadState('networkidle');
	return page;
}

/** Presses a move and fills its form in; only what changes nothing but the stage has none. */
async function move(page: Page, name: string, fields: Record<string, string> = {}): Promise<void> {
	const { owner, ...typed } = fields;
	await panel(page).getByRole('button', { name, exact: true }).click();
	if (name === '开始处置') return;
	const form = page.getByRole('dialog', { name });
	if (owner) await form.getByRole('radio', { name: new RegExp(owner) }).check();
	for (const [label, value] of Object.entries(typed)) await form.getByLabel(label).fill(value);
	await form.getByRole('button', { name, exact: true }).click();
	// A picture that is still on its way goes first.
	await expect(form).toHaveCount(0, { timeout: 30_000 });
}

async function takePicture(page: Page, count: number): Promise<void> {
	const after = panel(page).getByRole('button', { name: /^查看整治后/ });
	await panel(page).getByLabel('拍整治后').first().setInputFiles(PICTURE);
	await expect(after).toHaveCount(count);
}

test('a case is worked through every stage beside the map, and each desk sees the others’ moves', async ({ page, browser, allow }) => {
	test.setTimeout(240_000);
	allow(/WebGL/i);
	await signIn(page, 'secretary');
	const title = titled('从头办到尾的垃圾');
	const { task } = await addSite(
		page,
		title,
		{ type: 'Point', coordinates: await buildingAt(page, '富安 6号楼') },
		{ kind: 'exposed_rubbish' }
	);
	await openMap(page, HOME_COMPOUND, { task });
	const dispatcher = await deskOf(browser, 'dispatcher', task);
	const owner = await deskOf(browser, 'enforcement', task);
	const inspector = await deskOf(browser, 'inspector', task);

	await stageIs(page, '待核实');
	await move(page, '核实立案');
	await stageIs(page, '待派遣');

	await stageIs(dispatcher, '待派遣');
	await move(dispatcher, '派遣', { owner: '王建国' });
	await stageIs(dispatcher, '待处置');

	await stageIs(owner, '待处置');
	await move(owner, '开始处置');
	await stageIs(owner, '处置中');
	// Nobody but the owner is offered the owner's moves.
	await stageIs(inspector, '处置中');
	await expect(panel(inspector).getByRole('button', { name: '提交核查' })).toHaveCount(0);

	await move(owner, '申请挂账', { 复核日期: '2030-01-15', 原因: '等待材料' });
	await move(dispatcher, '同意挂账', { 复核日期: '2030-01-15' });
	await stageIs(dispatcher, '挂账');
	await stageIs(owner, '挂账');
	await move(dispatcher, '恢复处置');
	await stageIs(owner, '待处置');
	await move(owner, '开始处置');
	await stageIs(owner, '处置中');

	await takePicture(owner, 1);
	await move(owner, '提交核查', { 数量: '1.5' });
	await stageIs(owner, '待核查');

	await stageIs(inspector, '待核查');
	await move(inspector, '返工', { 原因: '角落还有' });
	await stageIs(inspector, '返工');
	await stageIs(owner, '返工');
	await move(owner, '开始处置');
	await stageIs(owner, '处置中');
	await takePicture(owner, 2);
	await move(owner, '提交核查', { 数量: '1.8' });
	await stageIs(inspector, '待核查');
	await move(inspector, '核查通过并结案');
	await stageIs(inspector, '已结案');

	// The map and its list know it without a reload, and the history tells it.
	await stageIs(page, '已结案');
	await page.getByRole('link', { name: /^已结/ }).click();
	await expect(page.getByRole('complementary', { name: '点位' }).getByRole('link', { name: new RegExp(title) })).toBeVisible();
	for (const act of ['返工', '核查通过并结案']) await expect(panel(page).getByText(new RegExp(act)).first()).toBeVisible();

	await move(page, '重新打开', { 原因: '又堆上了' });
	await stageIs(page, '重新打开');
	await stageIs(owner, '重新打开');
	for (const desk of [dispatcher, owner, inspector]) await desk.context().close();
});

test('an answer that was overtaken on its way takes no picture off the case again', async ({ page, allow }) => {
	allow(/WebGL/i);
	await signIn(page, 'secretary');
	const { task } = await addSite(page, titled('慢网里的垃圾'), null, { kind: 'exposed_rubbish' });
	await withoutWebgl(page);
	await page.goto(`/areas/${HOME_COMPOUND}?task=${task}`, { waitUntil: 'networkidle' });

	const late: (() => Promise<void>)[] = [];
	await page.route(`**/api/tasks/${task}`, async (route) => {
		const response = await route.fetch();
		if (late.length === 0) late.push(() => route.fulfill({ response }));
		else await route.fulfill({ response });
	});
	// Read without the picture, and kept back on its way.
	await submit(page, `task:${task}`, 1, { action: 'edit', description: '在路口' });
	await expect.poll(() => late.length).toBe(1);
	const pictures = panel(page).getByRole('button', { name: /^查看整治前/ });
	await panel(page).getByLabel('拍整治前').first().setInputFiles(PICTURE);
	await expect(pictures).toHaveCount(1);
	// What would put it right again is held up as well.
	await page.route(`**/api/tasks/${task}`, () => {});
	const arrives = page.waitForResponse((response) => response.url().endsWith(`/api/tasks/${task}`));
	await late[0]?.();
	await (await arrives).finished();
	await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
	await expect(pictures).toHaveCount(1);
	await page.unrouteAll({ behavior: 'ignoreErrors' });
});
