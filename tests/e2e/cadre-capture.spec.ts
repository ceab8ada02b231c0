import { aCase, beside, open, phoneOf, photo, SPOT, standAt } from './cadre-support.ts';
import { readCase } from './past-interface.ts';
import { HOME_COMPOUND, expect, test } from './support.ts';

test('without a position from the device one reports by compound and building, or by keyboard on the plan', async ({ browser }) => {
	const phone = await phoneOf(browser, 'grid');
	await open(phone, '/capture');
	await phone.getByRole('button', { name: '定位到我' }).click();
	await expect(phone.getByText(/您没有允许本站读取位置/)).toBeVisible();
	await phone.getByRole('button', { name: /上报$/ }).click();
	await expect(phone.getByText('请选择辖区')).toBeVisible();
	await expect(phone.getByText('请选择类别')).toBeVisible();

	await phone.getByLabel('辖区').selectOption(HOME_COMPOUND);
	await phone.getByLabel('楼栋').selectOption({ label: '5号楼' });
	await phone.getByRole('radio', { name: '小广告' }).check();
	await expect(phone.getByRole('radio', { name: /非法小广告.*07001/ })).toBeChecked();
	await expect(phone.getByLabel('名称')).toHaveValue(/5号楼非法小广告$/);

	await test.step('Enter puts the point into the middle of the plan', async () => {
		const plan = phone.getByRole('application', { name: /富安小区 平面图/ });
		await plan.focus();
		for (const key of ['ArrowUp', 'ArrowUp', '+']) await plan.press(key);
		await plan.press('Enter');
		await expect(phone.getByText(/^点位在图上选定 · 图格 [A-Z]\d/)).toBeVisible();
		await expect(phone.getByLabel('名称')).toHaveValue(/(号楼|小区)[东南西北]?侧?非法小广告$/);
	});
	await phone.getByLabel('名称').fill('楼道口小广告');
	await phone.getByLabel('约多少').fill('很多');
	await phone.getByRole('button', { name: /上报$/ }).click();
	await expect(phone.getByText('“很多”不是有效的数')).toBeVisible();
	await expect(phone.getByLabel('约多少')).toBeFocused();
	await phone.getByLabel('约多少').fill('12');
	await phone.getByRole('button', { name: /上报$/ }).click();
	await expect(phone.getByText('上报成功')).toBeVisible();
	await phone.context().close();
});

test('what is half written survives the page, pictures too, and is no draft once it is sent', async ({ browser }) => {
	const phone = await phoneOf(browser, 'secretary');
	await standAt(phone, beside(SPOT, -25, 40));
	await open(phone, '/capture');
	await phone.getByRole('radio', { name: '绿地' }).check();
	await phone.getByRole('radio', { name: /占绿毁绿/ }).check();
	await phone.getByLabel('从相册选整治前').setInputFiles([photo('image_6.jpg'), photo('image_8.jpg')]);
	await expect(phone.getByRole('button', { name: '删除这张' })).toHaveCount(2);
	await phone.getByLabel('情况说明').fill('花坛被围起来种菜');
	await expect(phone.getByText(/定位精度/)).toBeVisible();
	await phone.reload();
	await expect(phone.getByText('接着上次没写完的')).toBeVisible();
	await expect(phone.getByLabel('情况说明')).toHaveValue('花坛被围起来种菜');
	await expect(phone.getByRole('radio', { name: /占绿毁绿/ })).toBeChecked();
	await phone.getByRole('button', { name: '删除这张' }).first().click();
	await phone.getByRole('button', { name: /上报$/ }).click();
	await expect(phone.getByText('上报成功')).toBeVisible();
	await expect(phone.getByText(/拍整治前.*已存入/)).toHaveCount(1, { timeout: 20_000 });
	await open(phone, '/capture');
	await expect(phone.getByText(/定位精度/)).toBeVisible();
	await expect(phone.getByText('接着上次没写完的')).toHaveCount(0);
	await expect(phone.getByLabel('情况说明')).toHaveValue('');
	await phone.context().close();
});

test('a case of the same kind close by is shown before it is reported twice', async ({ browser }) => {
	const phone = await phoneOf(browser, 'secretary');
	const spot = beside(SPOT, -60, 80);
	const { task } = await aCase(phone, { title: '先报的渣土堆', layer: 'trash_site', kind: 'piled_rubbish', position: spot });
	await standAt(phone, beside(spot, 9, 0));
	await open(phone, '/capture');
	await expect(phone.getByText(/定位精度/)).toBeVisible();
	await phone.getByRole('radio', { name: '垃圾点位' }).check();
	await phone.getByRole('radio', { name: /暴露垃圾/ }).check();
	await expect(phone.getByText(/同类未结案件/)).toHaveCount(0);
	await phone.getByRole('radio', { name: /积存垃圾渣土/ }).check();
	const near = phone.getByRole('complementary').filter({ hasText: '30 米内已有 1 件同类未结案件' });
	await expect(near.getByText(/相距 9 米 · 待核实/)).toBeVisible();
	await expect(phone.getByRole('button', { name: '不是同一件，仍上报' })).toBeVisible();
	await near.getByRole('link', { name: '就是这件' }).click();
	await expect(phone).toHaveURL(new RegExp(task));
	await phone.context().close();
});

test('what was fixed on the spot goes straight to somebody else to inspect, with its proof', async ({ browser }) => {
	const phone = await phoneOf(browser, 'grid');
	await standAt(phone, beside(SPOT, -40, 20));
	await open(phone, '/capture');
	await expect(phone.getByText(/定位精度/)).toBeVisible();
	await phone.getByRole('radio', { name: '垃圾点位' }).check();
	await phone.getByRole('radio', { name: /积存垃圾渣土/ }).check();
	await expect(phone.getByRole('radio', { name: /当场已处理/ })).toHaveCount(0);
	await phone.getByRole('radio', { name: /垃圾满溢/ }).check();
	await phone.getByRole('radio', { name: /当场已处理/ }).check();
	const send = phone.getByRole('button', { name: /^(提交自处理|不是同一件，仍上报)$/ });
	await send.click();
	await expect(phone.getByText('请先拍整治后影像')).toBeVisible();
	await expect(phone.getByText('请填写数量')).toBeVisible();
	await phone.getByLabel('拍整治后').setInputFiles(photo('image_3.jpg'));
	await expect(phone.getByRole('button', { name: '删除这张' })).toBeVisible();
	await phone.getByLabel('处理了多少').fill('0.2');
	await send.click();
	await expect(phone.getByText(/自处理并提交核查.*已存入/)).toBeVisible({ timeout: 20_000 });
	await phone.getByRole('link', { name: '打开案件' }).click();
	await expect(phone.getByText(/^待核查 ·/)).toBeVisible();
	const task = new URL(phone.url()).pathname.split('/').at(-1) ?? '';
	expect((await readCase(phone, task)).task).toMatchObject({ stage: 'submitted', quantityDone: 0.2 });
	await expect(phone.getByRole('button', { name: '核查通过并结案' })).toHaveCount(0);
	await phone.context().close();
});

test('a report that is refused comes back into its form with its pictures; one without a network waits', async ({ browser }) => {
	const phone = await phoneOf(browser, 'secretary');
	await standAt(phone, beside(SPOT, -100, 60));
	await open(phone, '/capture');
	await expect(phone.getByText(/定位精度/)).toBeVisible();
	await phone.getByRole('radio', { name: '小广告' }).check();
	await phone.getByLabel('名称').fill('退回来再报的小广告');
	await phone.getByLabel('拍整治前').setInputFiles(photo('image_6.jpg'));
	await expect(phone.getByRole('button', { name: '删除这张' })).toBeVisible();
	const refused = { status: 'refused', code: 'outside_area', field: 'geometry' };
	await phone.route('**/api/changes', (route) => route.fulfill({ json: refused }), { times: 1 });
	await phone.getByRole('button', { name: /上报$/ }).click();
	await expect(phone.getByText('没有被接受', { exact: true })).toBeVisible();
	await expect(phone.getByText('位置在辖区之外').first()).toBeVisible();
	await expect(phone.getByText('前一条没有被接受，先处理它')).toBeVisible();

	await test.step('also from the outbox, after the page is gone', async () => {
		await open(phone, '/outbox');
		await expect(phone.getByRole('heading', { name: '待发 2 条' })).toBeVisible();
		await phone.getByRole('link', { name: '修改后再报' }).click();
		await expect(phone.getByLabel('名称')).toHaveValue('退回来再报的小广告');
		await expect(phone.getByRole('button', { name: '删除这张' })).toBeVisible();
	});
	await phone.route('**/api/changes', (route) => route.abort());
	await phone.getByRole('button', { name: /上报$/ }).click();
	await expect(phone.getByText('已存本机，联网后自动发出')).toBeVisible({ timeout: 20_000 });
	await phone.unroute('**/api/changes');
	await expect(phone.getByText('上报成功')).toBeVisible({ timeout: 30_000 });
	await expect(phone.getByText(/拍整治前.*已存入/)).toBeVisible({ timeout: 20_000 });
	await phone.context().close();
});

test('what is no picture is refused with words, on the phone and by the server', async ({ browser }) => {
	const phone = await phoneOf(browser, 'secretary');
	const { task } = await aCase(phone, { title: '照片不对', position: beside(SPOT, -120, 20) });
	await open(phone, '/capture');
	const said = (text: string) => phone.getByRole('status').filter({ hasText: text });
	await phone
		.getByLabel('拍整治前')
		.setInputFiles({ name: 'a.pdf', mimeType: 'image/jpeg', buffer: Buffer.from('%PDF-1.7 not a picture') });
	await expect(said('只收 JPEG、PNG、WebP')).toBeVisible();
	const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic')]);
	await phone.getByLabel('拍整治前').setInputFiles({ name: 'a.heic', mimeType: 'image/heic', buffer: heic });
	await expect(said('这是 HEIC 照片')).toBeVisible();

	const put = (bytes: number, first: number[]) =>
		phone.evaluate(
			async ({ url, length, head }) => {
				const body = new Uint8Array(length);
				body.set(head);
				const answered = await fetch(url, { method: 'PUT', body });
				return [answered.status, ((await answered.json()) as { code: string }).code];
			},
			{ url: `/api/evidence/${task}/${crypto.randomUUID()}?phase=before`, length: bytes, head: first }
		);
	expect(await put(13 * 1024 * 1024, [0xff, 0xd8, 0xff])).toEqual([413, 'too_large']);
	expect(await put(64, [...heic])).toEqual([415, 'picture_heic']);
	expect(await put(64, [0x25, 0x50, 0x44, 0x46])).toEqual([415, 'not_a_picture']);
	await phone.context().close();
});

test('a place outside of what one works in is refused with words, and so is a point outside its area', async ({ browser }) => {
	const phone = await phoneOf(browser, 'grid');
	await standAt(phone, beside(SPOT, -80, 100));
	await open(phone, '/capture');
	// Two metres beyond the wall of the grid leader's own compound: theirs, with the point to be put right.
	await expect(phone.getByLabel('辖区')).toHaveValue(HOME_COMPOUND);
	await expect(phone.getByText('点位在富安小区之外。请在图上点准，或改选辖区。')).toBeVisible();
	await phone.getByLabel('辖区').selectOption({ label: '铁路社区' });
	await expect(phone.getByText(/铁路社区不在您的辖区，不能直接上报/)).toBeVisible();
	await expect(phone.getByRole('radio', { name: '垃圾点位' })).toBeVisible();
	await phone.getByRole('button', { name: /上报$/ }).click();
	await expect(phone.getByText(/^还差 \d 项$/)).toBeVisible();
	await phone.context().close();
});

test('a post that does not report says so', async ({ browser }) => {
	const phone = await phoneOf(browser, 'inspector');
	await open(phone, '/capture');
	await expect(phone.getByText('您的岗位不上报问题')).toBeVisible();
	await phone.context().close();
});
