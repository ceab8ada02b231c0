import { beforeAll, describe, expect, test } from 'vitest';
import { HOME, OTHER_COMMUNITY, OTHER_DISTRICT, OTHER_GRID, must } from '../support/city.ts';
import { ask, contract, report, theBackend, type Reported } from '../support/contract.ts';

const backend = await theBackend();
const { people } = contract.city;
const cadre = backend.as(people.cadre.serving.token);
const administrator = backend.as(people.administrator.serving.token);
const AREAS = [HOME, HOME, HOME, OTHER_GRID, OTHER_COMMUNITY, OTHER_DISTRICT];
const TITLE = '读取测试';
let made: Reported[];

beforeAll(async () => {
	made = [];
	for (const [index, area] of AREAS.entries()) made.push(await report(administrator, { area, title: `${TITLE}${index}` }));
});
const idsIn = (...areas: string[]): string[] => made.filter((_one, index) => areas.includes(AREAS[index] ?? '')).map((one) => one.siteId);
const sorted = (ids: string[]): string[] => ids.toSorted();

describe('scope', () => {
	test('a cadre reads the sites of the own community; the others are there all the same', async () => {
		const read = must(await cadre.from('sites').select('id').like('title', `${TITLE}%`));
		expect(sorted(read.map((row) => row.id))).toEqual(sorted(idsIn(HOME, OTHER_GRID)));
		const all = must(await backend.operator().from('sites').select('id').like('title', `${TITLE}%`));
		expect(all).toHaveLength(AREAS.length);
	});

	test('a grid leader reads the compounds of the grid', async () => {
		const grid = backend.as(people.grid.serving.token);
		const read = must(await grid.from('sites').select('id').like('title', `${TITLE}%`));
		expect(sorted(read.map((row) => row.id))).toEqual(sorted(idsIn(HOME)));
	});

	test('asking for a foreign row by its id answers like a row that is not there', async () => {
		const [foreign] = idsIn(OTHER_DISTRICT);
		const path = (id: string): string => `/rest/v1/sites?id=eq.${id}`;
		const { token } = people.cadre.serving;
		const there = await ask(backend, 'GET', path(foreign ?? ''), { token });
		const nowhere = await ask(backend, 'GET', path(crypto.randomUUID()), { token });
		expect([there.status, await there.text()]).toEqual([nowhere.status, await nowhere.text()]);
	});
});

describe('embedding', () => {
	test('rows of another table come along', async () => {
		const [first] = made;
		const row = must(
			await cadre
				.from('tasks')
				.select('id, stage, areas(name), task_events(seq, action), evidence(id)')
				.eq('id', first?.taskId ?? '')
				.single()
		);
		expect(row).toEqual({
			id: first?.taskId,
			stage: 'reported',
			areas: { name: '富安小区' },
			task_events: [{ seq: 1, action: 'report' }],
			evidence: []
		});
	});

	test('is no side door: areas that everybody on the staff reads bring only the sites in scope', async () => {
		const rows = must(await cadre.from('areas').select('code, sites!inner(id)').like('sites.title', `${TITLE}%`));
		expect(sorted(rows.flatMap((row) => row.sites.map((site) => site.id)))).toEqual(sorted(idsIn(HOME, OTHER_GRID)));
		const all = must(await administrator.from('areas').select('code, sites!inner(id)').like('sites.title', `${TITLE}%`));
		expect(all.flatMap((row) => row.sites)).toHaveLength(AREAS.length);
	});
});

describe('order, pages and counts', () => {
	test('rows come in the order that is asked for, a page at a time, with the number of all', async () => {
		const page = (from: number): ReturnType<typeof ordered> => ordered().range(from, from + 1);
		const ordered = () =>
			cadre.from('sites').select('title', { count: 'exact' }).like('title', `${TITLE}%`).order('title', { ascending: false });
		const first = await page(0);
		expect(must(first).map((row) => row.title)).toEqual([`${TITLE}3`, `${TITLE}2`]);
		expect(first.count).toBe(4);
		expect(must(await page(2)).map((row) => row.title)).toEqual([`${TITLE}1`, `${TITLE}0`]);
	});

	test('a count counts what the caller may see, also without rows', async () => {
		const counted = await cadre.from('sites').select('*', { count: 'exact', head: true }).like('title', `${TITLE}%`);
		expect(counted.count).toBe(4);
		const all = await administrator.from('sites').select('*', { count: 'exact', head: true }).like('title', `${TITLE}%`);
		expect(all.count).toBe(AREAS.length);
	});

	test('filters combine', async () => {
		const rows = must(
			await administrator
				.from('sites')
				.select('title')
				.like('title', `${TITLE}%`)
				.or(`area_code.eq.${OTHER_DISTRICT},and(area_code.eq.${HOME},title.eq.${TITLE}1)`)
				.order('title')
		);
		expect(rows.map((row) => row.title)).toEqual([`${TITLE}1`, `${TITLE}5`]);
	});

	test('CSV holds the same rows', async () => {
		const text = must(await cadre.from('sites').select('title').like('title', `${TITLE}%`).order('title').csv());
		expect(text.trim().split('\n')).toEqual(['title', ...[0, 1, 2, 3].map((index) => `${TITLE}${index}`)]);
	});

	test('never more than a thousand rows at once', async () => {
		const operator = backend.operator();
		must(await operator.from('indicators').upsert({ id: 'row_limit', name: { 'zh-CN': '行数' }, unit: '1' }));
		const days = Array.from({ length: 1005 }, (_none, day) => ({
			area_code: HOME,
			indicator_id: 'row_limit',
			on_date: new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10),
			value: day,
			source: 'test'
		}));
		must(await operator.from('indicator_values').upsert(days));
		const asked = (): ReturnType<typeof query> => query();
		const query = () => cadre.from('indicator_values').select('value', { count: 'exact' }).eq('indicator_id', 'row_limit').order('on_date');
		const first = await asked();
		expect(must(first)).toHaveLength(1000);
		expect(first.count).toBe(1005);
		expect(must(await asked().range(1000, 1999)).map((row) => row.value)).toEqual([1000, 1001, 1002, 1003, 1004]);
	});
});
