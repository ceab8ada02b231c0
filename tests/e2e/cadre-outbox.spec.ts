import type { Page } from '@playwright/test';
import { act, aCase, anAssignedCase, beside, isAlive, open, openCase, phoneOf, photo, receipt, SPOT } from './cadre-support.ts';
import { move, readCase } from './past-interface.ts';
import { expect, signIn, test } from './support.ts';

const kept = (page: Page, name: string) => page.getByRole('status').filter({ hasText: `${name} 已存本机，联网后自动发送` });
const tabCount = (page: Page) => page.getByRole('navigation', { name: '菜单' }).getByRole('link', { name: /^待发/ });
const actionsOf = async (page: Page, task: string): Promise<string[]> =>
	(await readCase(page, task)).events.map((event) => event.action).toReversed();

test('an answer that is lost on its way is asked for again: the move arrives exactly once', async ({ browser }) => {
	const { task } = await anAssignedCase(browser, { title: '丢了回执的铁皮棚', position: beside(SPOT, 10, 60) });
	const phone = await phoneOf(browser, 'enforcement');
	const sheet = await openCase(phone, task);
	let tries = 0;
	await phone.route('**/api/changes', async (route) => {
		tries += 1;
		// The server applies it, and the answer never comes back.
		const answered = await route.fetch();
		expect(answered.ok()).toBe(true);
		if (tries < 3) return route.abort('connectionreset');
		return route.fulfill({ response: answered });
	});
	await sheet.getByRole('button', { name: '开始处置' }).click();
	await expect(kept(phone, '开始处置')).toBeVisible();
	await open(phone, '/outbox');
	await expect(phone.getByText(/已存入 · 回执 [0-9A-F]{4}/)).toBeVisible({ timeout: 20_000 });
	expect(tries).toBeGreaterThanOrEqual(3);
	expect((await actionsOf(phone, task)).filter((action) => action === 'start')).toEqual(['start']);
	await phone.context().close();
});

test('what is done without a network survives a reload and is sent by one press', async ({ browser }) => {
	const { task, title } = await anAssignedCase(browser, { title: '没信号的楼道杂物', position: beside(SPOT, 20, 60) });
	const phone = await phoneOf(browser, 'enforcement');
	await openCase(phone, task);
	await phone.route(/\/api\/(changes|evidence)/, (route) => route.abort());
	await phone.getByLabel('拍整治前').setInputFiles(photo('image_3.jpg'));
	await expect(phone.getByText('本处 1 条未发送')).toBeVisible();
	await phone.getByRole('button', { name: '开始处置' }).click();
	await expect(kept(phone, '开始处置')).toBeVisible({ timeout: 25_000 });
	await expect(phone.getByText('上一步还在本机，发出后再办下一步。')).toBeVisible();

	await open(phone, '/outbox');
	await expect(phone.getByRole('heading', { name: '待发 2 条' })).toBeVisible();
	await expect(tabCount(phone)).toHaveText(/2$/);
	const waiting = phone.getByRole('region', { name: '等待发送' });
	await expect(waiting.getByRole('img', { name: '本机照片：整治前' })).toBeVisible();
	await expect(waiting.getByText(/连接不上，联网后自动发送/)).toBeVisible();
	await expect(waiting.getByText('等前一条先发出')).toBeVisible();
	await phone.reload();
	await isAlive(phone);
	await expect(phone.getByRole('heading', { name: '待发 2 条' })).toBeVisible();

	await test.step('and can be carried away as a file', async () => {
		const [download] = await Promise.all([phone.waitForEvent('download'), phone.getByRole('button', { name: '导出到文件' }).click()]);
		expect(download.suggestedFilename()).toMatch(/^zhantu-outbox-\d{4}-\d{2}-\d{2}-\d{4}\.json$/);
		const file = JSON.parse(Buffer.concat(await (await download.createReadStream()).toArray()).toString());
		expect(file.items).toMatchObject([
			{ about: { title, act: '拍整治前' }, picture: { data: expect.stringMatching(/^data:image\/jpeg;base64,/) } },
			{ about: { title, act: '开始处置' }, change: { patch: { action: 'start' } } }
		]);
	});

	await test.step('one is given up after a question, the other is sent', async () => {
		await waiting.getByRole('listitem').filter({ hasText: '开始处置' }).getByRole('button', { name: '不发了' }).click();
		const question = phone.getByRole('dialog', { name: '不发这一条？' });
		await expect(question.getByText('删除后找不回来')).toBeVisible();
		await question.getByRole('button', { name: '删除' }).click();
		await expect(phone.getByRole('heading', { name: '待发 1 条' })).toBeVisible();
		await phone.unroute(/\/api\/(changes|evidence)/);
		await waiting.getByRole('button', { name: '立即发送' }).click();
		await expect(phone.getByRole('region', { name: '已送达' }).getByText(/已存入 · 回执 [0-9A-F]{4}/)).toBeVisible();
		await expect(phone.getByText('没有待发的内容')).toBeVisible();
	});
	expect(await actionsOf(phone, task)).toEqual(['report', 'file', 'assign', 'attach']);
	await phone.context().close();
});

test('two devices on one case: the later sees both versions and chooses', async ({ browser }) => {
	const { task } = await anAssignedCase(browser, { title: '两台手机同一件', position: beside(SPOT, 30, 60) });
	const [first, second] = [await phoneOf(browser, 'enforcement'), await phoneOf(browser, 'enforcement')];
	// The second hears nothing of what the first does.
	await second.route('**/api/live**', (route) => route.abort());
	await openCase(second, task);
	await openCase(first, task);
	await act(first, '开始处置');

	await second.getByRole('button', { name: /^申请延时/ }).click();
	const form = second.getByRole('dialog', { name: '申请延时' });
	await form.getByLabel('延长多少').fill('2');
	await form.getByLabel('原因').fill('吊车进不来');
	await form.getByRole('button', { name: '申请延时', exact: true }).click();
	await expect(form.getByText('别人先改了')).toBeVisible();
	await expect(form.getByText('处置中', { exact: true })).toBeVisible();
	await expect(form.getByText('吊车进不来')).toBeVisible();
	await expect(form.getByText('案件仍可办“申请延时”，可以照原样再发。')).toBeVisible();
	await form.getByRole('button', { name: '用我的' }).click();
	await receipt(second, '申请延时');
	expect((await readCase(second, task)).task.request).toMatchObject({ type: 'extension', amount: 2 });

	await test.step('where the move is not possible any more, only theirs can be taken', async () => {
		await move(first, task, { action: 'return', reason: '不是违建' });
		await second.getByRole('button', { name: /^完成一步/ }).click();
		const step = second.getByRole('dialog', { name: '完成一步' });
		await step.getByRole('radio').first().check();
		await step.getByRole('button', { name: '完成一步', exact: true }).click();
		await expect(step.getByText('案件现在是“待派遣”，不能再办“完成一步”。')).toBeVisible();
		await expect(step.getByRole('button', { name: '用我的' })).toHaveCount(0);
		await step.getByRole('button', { name: '用现在的' }).click();
		await expect(second.getByText(/^待派遣 ·/)).toBeVisible();
	});
	await first.context().close();
	await second.context().close();
});

test('a conflict that came up without anybody looking waits as a card', async ({ browser }) => {
	const { task, title } = await anAssignedCase(browser, { title: '回家路上的冲突', position: beside(SPOT, 40, 60) });
	const [phone, desk] = [await phoneOf(browser, 'enforcement'), await phoneOf(browser, 'enforcement')];
	await openCase(phone, task);
	await phone.route('**/api/changes', (route) => route.abort());
	await phone.getByRole('button', { name: '开始处置' }).click();
	await expect(kept(phone, '开始处置')).toBeVisible({ timeout: 25_000 });
	await move(desk, task, { action: 'ask_extension', amount: 1, reason: '雨天' });
	await phone.unroute('**/api/changes');
	await open(phone, '/outbox');
	const card = phone.getByRole('region', { name: '需要您处理' }).getByRole('listitem').filter({ hasText: title });
	await expect(card.getByText('别人先改了')).toBeVisible({ timeout: 20_000 });
	await expect(card.getByText('案件仍可办“开始处置”，可以照原样再发。')).toBeVisible();
	await card.getByRole('button', { name: '用我的' }).click();
	await expect(
		phone
			.getByRole('region', { name: '已送达' })
			.getByText(/已存入/)
			.first()
	).toBeVisible();
	expect((await readCase(phone, task)).task.stage).toBe('in_progress');
	await phone.context().close();
	await desk.context().close();
});

test('a refusal is said at the field that it is about', async ({ browser }) => {
	const [phone, desk] = [await phoneOf(browser, 'secretary'), await phoneOf(browser, 'secretary')];
	const spot = beside(SPOT, 50, 60);
	const [mine, original, other] = [
		await aCase(desk, { title: '重复件甲', position: spot }),
		await aCase(desk, { title: '重复件乙', position: spot }),
		await aCase(desk, { title: '重复件丙', position: spot })
	];
	await openCase(phone, mine.task);
	await phone.getByRole('button', { name: /^标为重复/ }).click();
	const form = phone.getByRole('dialog', { name: '标为重复' });
	await form.getByLabel('原案件').first().fill('重复件乙');
	await form.getByRole('radio', { name: /重复件乙/ }).check();
	// Meanwhile what was chosen turns out to be a duplicate itself.
	await move(desk, original.task, { action: 'mark_duplicate', original: other.task });
	await form.getByRole('button', { name: '标为重复', exact: true }).click();
	await expect(form.getByText('没有这个原案件')).toBeVisible();
	expect((await readCase(phone, mine.task)).task.stage).toBe('reported');
	await form.getByLabel('原案件').first().fill('重复件丙');
	await form.getByRole('radio', { name: /重复件丙/ }).check();
	await form.getByRole('button', { name: '标为重复', exact: true }).click();
	await receipt(phone, '标为重复');
	await open(phone, '/outbox');
	await expect(phone.getByText('没有待发的内容')).toBeVisible();
	await phone.context().close();
	await desk.context().close();
});

test('whoever signs in next on the device finds an empty outbox, and cannot send what is not theirs', async ({ browser }) => {
	const { task } = await anAssignedCase(browser, { title: '换人用的手机', position: beside(SPOT, 60, 60) });
	const phone = await phoneOf(browser, 'enforcement');
	await openCase(phone, task);
	await phone.route('**/api/changes', (route) => route.abort());
	await phone.getByRole('button', { name: '开始处置' }).click();
	await expect(kept(phone, '开始处置')).toBeVisible({ timeout: 25_000 });

	await test.step('signing out warns first', async () => {
		await open(phone, '/me');
		await phone.getByRole('button', { name: '退出登录' }).click();
		await expect(phone.getByRole('dialog', { name: '还有内容没有发出' }).getByText(/本机还有 1 条/)).toBeVisible();
		await phone.keyboard.press('Escape');
	});

	await phone.unroute('**/api/changes');
	await phone.context().clearCookies();
	await signIn(phone, 'property');
	await open(phone, '/outbox');
	await expect(phone.getByText('没有待发的内容')).toBeVisible();
	expect(await actionsOf(phone, task)).toEqual(['report', 'file', 'assign']);

	await phone.context().clearCookies();
	await signIn(phone, 'enforcement');
	await open(phone, '/outbox');
	await expect(phone.getByRole('region', { name: '已送达' }).getByText(/已存入/)).toBeVisible({ timeout: 20_000 });
	expect(await actionsOf(phone, task)).toEqual(['report', 'file', 'assign', 'start']);
	await phone.context().close();
});
