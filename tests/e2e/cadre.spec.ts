import exifr from 'exifr';
import sharp from 'sharp';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { act, beside, dayAhead, open, openFromInbox, phoneOf, photo, SPOT, standAt } from './cadre-support.ts';
import { readCase } from './past-interface.ts';
import { expect, test } from './support.ts';

const TITLE = '十字路口东侧铁皮棚';

/** 16 × 16 grey values: enough to tell a picture from the same one turned. */
const gist = (bytes: Uint8Array): Promise<Buffer> => sharp(bytes).resize(16, 16, { fit: 'fill' }).greyscale().raw().toBuffer();
const difference = (a: Buffer, b: Buffer): number => a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? 0)), 0) / a.length;

/** What is stored is the photo upright, and nothing but the photo. */
async function isCleanAndUpright(page: Page, path: string, original: string): Promise<void> {
	const answered = await page.request.get(`/pictures/${path}`);
	expect(answered.headers()['content-type']).toBe('image/jpeg');
	const stored = await answered.body();
	const told = await sharp(stored).metadata();
	expect([told.exif, told.icc, told.xmp, told.iptc, told.orientation]).toEqual([undefined, undefined, undefined, undefined, undefined]);
	expect(await exifr.gps(stored).catch(() => undefined)).toBeUndefined();
	const upright = await sharp(readFileSync(photo(original)))
		.autoOrient()
		.toBuffer();
	const lying = await sharp(readFileSync(photo(original))).toBuffer();
	expect(difference(await gist(stored), await gist(upright))).toBeLessThan(6);
	expect(difference(await gist(stored), await gist(lying))).toBeGreaterThan(8);
}

test('one case goes through every stage in five pairs of hands', async ({ browser }) => {
	test.setTimeout(300_000);
	const [secretary, dispatcher, officer, inspector, leader] = [
		await phoneOf(browser, 'secretary'),
		await phoneOf(browser, 'dispatcher'),
		await phoneOf(browser, 'enforcement'),
		await phoneOf(browser, 'inspector'),
		await phoneOf(browser, 'district')
	];
	let task = '';

	await test.step('the secretary reports it from where they stand, with a picture', async () => {
		await standAt(secretary, beside(SPOT, 6, 4));
		await open(secretary, '/capture');
		await expect(secretary.getByText(/定位精度 ±8 米/)).toBeVisible();
		await expect(secretary.getByLabel('辖区')).toHaveValue('220602003003001');
		await secretary.getByRole('radio', { name: '违法建设' }).check();
		await secretary.getByRole('radio', { name: /私搭乱建/ }).check();
		await expect(secretary.getByLabel('名称')).toHaveValue(/私搭乱建$/);
		await secretary.getByLabel('名称').fill(TITLE);
		await secretary.getByLabel('拍整治前').setInputFiles(photo('image_6.jpg'));
		await expect(secretary.getByRole('button', { name: '删除这张' })).toBeVisible();
		await secretary.getByRole('button', { name: /上报$/ }).click();
		await expect(secretary.getByText('上报成功')).toBeVisible();
		await expect(secretary.getByText(/拍整治前.*已存入 · 回执 [0-9A-F]{4}/)).toBeVisible({ timeout: 20_000 });
		await secretary.getByRole('link', { name: '打开案件' }).click();
		await expect(secretary.getByRole('heading', { name: TITLE })).toBeVisible();
		task = new URL(secretary.url()).pathname.split('/').at(-1) ?? '';
		const { evidence, site } = await readCase(secretary, task);
		expect(site?.geometry).toMatchObject({ type: 'Point' });
		expect(evidence).toMatchObject([{ phase: 'before', takenBy: '陈静' }]);
		await isCleanAndUpright(secretary, evidence[0]?.path ?? '', 'image_6.jpg');
	});

	await test.step('and files it', async () => {
		await secretary.getByRole('button', { name: /^面板高度/ }).press('ArrowUp');
		await act(secretary, '核实立案', async (form) => {
			await form.getByRole('radio', { name: /私搭乱建/ }).check();
			await form.getByLabel('预计数量').fill('1');
		});
		await expect(secretary.getByText(/待派遣 · 私搭乱建 06001/)).toBeVisible();
	});

	await test.step('the dispatcher gives it to the officer', async () => {
		await openFromInbox(dispatcher, /^待派遣|^以后|^本周|^今天/, task);
		await act(dispatcher, '派遣', async (form) => {
			await form.getByRole('button', { name: '派遣', exact: true }).click();
			await expect(form.getByText('请选择责任人')).toBeVisible();
			await form.getByLabel('姓名或岗位').fill('王建国');
			await form.getByRole('radio', { name: /王建国/ }).check();
		});
	});

	await test.step('who starts, does the first step and asks for more time', async () => {
		await openFromInbox(officer, /^以后|^本周|^今天/, task);
		await act(officer, '开始处置');
		await act(officer, '完成一步', async (form) => {
			await form.getByRole('radio').first().check();
		});
		await act(officer, '申请延时', async (form) => {
			await form.getByLabel('延长多少').fill('3');
			await form.getByLabel('原因').fill('连续降雨，高空作业不安全');
		});
		await expect(officer.getByText('申请延时 3 工作日')).toBeVisible();
	});

	await test.step('which is granted; a deferral stops the clock until it is resumed', async () => {
		await openFromInbox(dispatcher, '待我批复', task);
		const before = (await readCase(dispatcher, task)).task;
		await act(dispatcher, '同意延时', async (form) => {
			await expect(form.getByLabel('延长多少')).toHaveValue('3');
		});
		const extended = (await readCase(dispatcher, task)).task;
		expect(extended.limitAmount).toBe((before.limitAmount ?? 0) + 3);
		await act(officer, '申请挂账', async (form) => {
			await form.getByLabel('复核日期').fill(dayAhead(20));
			await form.getByLabel('原因').fill('户主在外地');
		});
		await expect(dispatcher.getByText(/^申请挂账至/)).toBeVisible();
		await act(dispatcher, '同意挂账', async () => {});
		await expect(dispatcher.getByText(/挂账 · 私搭乱建/)).toBeVisible();
		expect((await readCase(dispatcher, task)).task).toMatchObject({ stage: 'deferred', dueAt: null, reviewOn: dayAhead(20) });
		await act(dispatcher, '恢复处置', async () => {});
		expect((await readCase(dispatcher, task)).task.dueAt).not.toBeNull();
	});

	await test.step('a supervise order is answered', async () => {
		await open(leader, `/tasks/${task}?sheet=full`);
		await act(leader, '督办', async (form) => {
			await form.getByLabel('内容').fill('群众反映强烈，请抓紧');
			await form.getByLabel('回复期限').fill(dayAhead(3));
		});
		await openFromInbox(officer, '督办待回复', task);
		await act(officer, '回复督办', async (form) => {
			await form.getByLabel('内容').fill('本周内拆除');
		});
		await expect(officer.getByText('督办中')).toHaveCount(0);
	});

	await test.step('the work is proved by a picture and a quantity', async () => {
		await act(officer, '开始处置');
		await officer.getByRole('button', { name: '提交核查' }).click();
		const form = officer.getByRole('dialog', { name: '提交核查' });
		await form.getByRole('button', { name: '提交核查', exact: true }).click();
		await expect(form.getByText('请先拍整治后影像')).toBeVisible();
		await form.getByLabel('拍整治后').setInputFiles(photo('image_8.jpg'));
		await expect(form.getByText('已有 1 张')).toBeVisible();
		await form.getByLabel('完成数量').fill('1');
		await form.getByRole('button', { name: '提交核查', exact: true }).click();
		await expect(officer.getByText('您参与了处置，须由他人核查。')).toBeVisible({ timeout: 20_000 });
		const { evidence } = await readCase(officer, task);
		await isCleanAndUpright(officer, evidence.find((one) => one.phase === 'after')?.path ?? '', 'image_8.jpg');
	});

	await test.step('the inspector sends it back with a picture of what is missing', async () => {
		await openFromInbox(inspector, '待我核查', task);
		await act(inspector, '返工', async (form) => {
			await form.getByLabel('拍核查').setInputFiles(photo('image_3.jpg'));
			await expect(form.getByText('已有 1 张')).toBeVisible();
			await form.getByLabel('原因').fill('龙骨未拆净');
		});
		expect((await readCase(inspector, task)).task).toMatchObject({ stage: 'rework', reworkCount: 1 });
	});

	await test.step('the officer sees why, and the old picture proves nothing any more', async () => {
		await open(officer, '/inbox');
		await expect(officer.getByRole('region', { name: '退回的' }).getByText('核查意见：龙骨未拆净')).toBeVisible();
		await openFromInbox(officer, '退回的', task);
		await act(officer, '开始处置');
		await act(officer, '提交核查', async (form) => {
			await expect(form.getByText('还没有', { exact: true })).toBeVisible();
			await form.getByLabel('拍整治后').setInputFiles(photo('image_8.jpg'));
			await expect(form.getByText('已有 1 张')).toBeVisible();
		});
	});

	await test.step('somebody else closes it; later it is opened again', async () => {
		await openFromInbox(inspector, '待我核查', task);
		await act(inspector, '核查通过并结案', async () => {});
		await expect(inspector.getByText(/已结案 · 私搭乱建/)).toBeVisible();
		await open(secretary, `/tasks/${task}?sheet=full`);
		await act(secretary, '重新打开', async (form) => {
			await form.getByLabel('原因').fill('回头看发现又搭起来了');
		});
		const { task: reopened, events } = await readCase(secretary, task);
		expect(reopened).toMatchObject({ stage: 'reopened', reopenCount: 1, outcome: null });
		expect(events.map((event) => event.seq)).toEqual(events.map((_, at) => events.length - at));
		await secretary.getByRole('button', { name: /^全部 \d+ 条$/ }).click();
		await expect(secretary.getByText('台账连续')).toBeVisible();
	});

	for (const page of [secretary, dispatcher, officer, inspector, leader]) await page.context().close();
});
