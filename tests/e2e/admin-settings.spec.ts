import { chineseCalendar } from '#lib/domain/calendar-cn.ts';
import type { CalendarDocument } from '#lib/domain/calendar.ts';
import { expect, signIn, test } from './support.ts';

const RUN = Date.now().toString(36);
const ID = `calendar-${RUN}`;
const PATH = `/admin/settings/calendars/${ID}`;

/** A calendar of this test's own, so that nobody's clock is moved. */
function file(over: Partial<CalendarDocument> = {}): { name: string; mimeType: string; buffer: Buffer } {
	const calendar = { ...chineseCalendar(), id: ID, name: { 'zh-CN': '测试日历', en: 'Test calendar' }, ...over };
	return { name: 'calendar.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(calendar)) };
}

test.describe.configure({ mode: 'serial' });
test.beforeEach(({ page }) => signIn(page, 'administrator'));

test('the contact for complaints is what the public reads; a zone that is none is refused at its field', async ({ page, allow }) => {
	allow(/400/);
	await page.goto('/admin/settings', { waitUntil: 'networkidle' });
	const contact = page.getByLabel('投诉建议联系方式');
	const former = await contact.inputValue();
	await contact.fill(`试运行受理点 ${RUN}`);
	await page.getByLabel('时区').fill('Asia/Baishan');
	await page.getByRole('button', { name: '保存' }).click();
	await expect(page.getByText('没有这个时区“Asia/Baishan”')).toBeVisible();
	await expect(contact).toHaveValue(`试运行受理点 ${RUN}`);
	await page.getByLabel('时区').fill('Asia/Shanghai');
	await page.getByRole('button', { name: '保存' }).click();
	await expect(page.getByText('设置已保存')).toBeVisible();
	await page.goto('/complaints');
	await expect(page.getByText(`试运行受理点 ${RUN}`)).toBeVisible();

	await page.goto('/admin/settings', { waitUntil: 'networkidle' });
	await contact.fill(former);
	await page.getByRole('button', { name: '保存' }).click();
	await expect(page.getByText('设置已保存')).toBeVisible();
});

test('a calendar file that is wrong is refused with its place, a good one is there', async ({ page, allow }) => {
	allow(/400/);
	await page.goto('/admin/settings', { waitUntil: 'networkidle' });
	const choose = page.getByLabel('日历文件');
	await choose.setInputFiles(file({ periods: [['08:30', '25:00']] }));
	await page.getByRole('button', { name: '导入日历' }).click();
	await expect(page.getByRole('alert').filter({ hasText: 'periods.0.1' })).toContainText('“25:00”不是时刻');
	await choose.setInputFiles(file());
	await page.getByRole('button', { name: '导入日历' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('测试日历');
});

test('a day is made a holiday by mouse and an ordinary one again by keyboard', async ({ page }) => {
	await page.goto(`${PATH}?year=2031`, { waitUntil: 'networkidle' });
	await page.getByRole('link', { name: /^3月12日星期三/ }).click();
	await page.getByLabel('休息（节假日）').check();
	await page.getByLabel('名称', { exact: true }).fill('植树节');
	await page.getByRole('button', { name: '保存' }).first().click();
	await expect(page.getByRole('link', { name: '3月12日星期三, 植树节, 休息' })).toBeVisible();
	await expect(page.getByRole('region', { name: '节假日与调休' }).getByRole('listitem').filter({ hasText: '植树节' })).toContainText(
		'03-12'
	);

	await page.reload({ waitUntil: 'networkidle' });
	await page.getByRole('link', { name: /^3月12日/ }).focus();
	await page.keyboard.press('ArrowDown');
	await expect(page.getByRole('link', { name: /^3月19日/ })).toBeFocused();
	await page.keyboard.press('ArrowUp');
	await page.keyboard.press('Enter');
	await page.getByLabel('按星期：上班').check();
	await page.getByLabel('名称', { exact: true }).fill('');
	await page.getByRole('button', { name: '保存' }).first().click();
	await expect(page.getByRole('link', { name: '3月12日星期三, 上班', exact: true })).toBeVisible();
});

test('working hours are typed as people write them, and hours that overlap are refused', async ({ page, allow }) => {
	allow(/400/);
	await page.goto(PATH, { waitUntil: 'networkidle' });
	await page.getByText('工作时间', { exact: true }).click();
	const periods = page.getByLabel('每日时段');
	await expect(periods).toHaveValue('08:30–12:00, 13:00–17:00');
	await periods.fill('8:30-12:00, 11:00-17:00');
	const save = page.getByRole('button', { name: '保存' }).last();
	await save.click();
	await expect(page.getByText('互不重叠也不相接')).toBeVisible();
	await periods.fill('9:00至17:00');
	await save.click();
	await expect(page.getByText('日历已保存')).toBeVisible();
	const kept = await page.request.get(`${PATH}/file`);
	expect(await kept.json()).toMatchObject({ id: ID, periods: [['09:00', '17:00']], weekdays: [1, 2, 3, 4, 5] });
});

test('a day is edited without script, too', async ({ browser }) => {
	const context = await browser.newContext({ javaScriptEnabled: false, baseURL: process.env.E2E_URL });
	const page = await context.newPage();
	await signIn(page, 'administrator');
	await page.goto(`${PATH}?day=2031-04-05`);
	await page.getByLabel('上班（调休）').check();
	await page.getByRole('button', { name: '保存' }).first().click();
	await expect(page.getByText('2031-04-05 已保存')).toBeVisible();
	await context.close();
});
