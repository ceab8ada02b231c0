import { beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '#lib/domain/person.ts';
import { fromColumns, type MapSite, type MapSites, type SiteColumns } from '#lib/domain/site.ts';
import { isOpen } from '#lib/domain/stage.ts';
import { HOME, OTHER_COMMUNITY, OTHER_DISTRICT, must } from '../support/city.ts';
import { contract, report, submit, theBackend, type Reported } from '../support/contract.ts';
import { CAMPAIGN } from '../support/world.ts';

const backend = await theBackend();
const { people } = contract.city;
const as = (office: keyof typeof people) => backend.as(people[office].serving.token);
const cadre = as('cadre');
const TITLE = '函数测试';
const point: GeoJSON.Point = { type: 'Point', coordinates: [126.432, 41.942] };
const polygon: GeoJSON.Polygon = {
	type: 'Polygon',
	coordinates: [
		[
			[126.431, 41.941],
			[126.432, 41.941],
			[126.432, 41.942],
			[126.431, 41.941]
		]
	]
};

let placed: Reported;
let drawn: Reported;
let unplaced: Reported;
let foreign: Reported;

beforeAll(async () => {
	placed = await report(cadre, { title: `${TITLE}甲`, geometry: point });
	drawn = await report(cadre, { title: `${TITLE}乙`, layer: 'green_area', kind: 'dirty_green', geometry: polygon });
	unplaced = await report(cadre, { title: `${TITLE}丙` });
	foreign = await report(as('administrator'), { title: `${TITLE}丁`, area: OTHER_DISTRICT });
	for (const one of [placed, drawn, unplaced, foreign]) expect(one.answer).toMatchObject({ status: 'applied' });
	await submit(cadre, `task:${placed.taskId}`, 1, { action: 'file' });
});

interface Cases {
	total: number;
	rows: { id: string; title: string; stage: string; isUnlocated: boolean }[];
}
const list = async (filter: Record<string, unknown>, over: Record<string, unknown> = {}): Promise<Cases> =>
	must(
		await cadre.rpc('list_cases', { campaign: CAMPAIGN, area: '2206', filter: { text: TITLE, ...filter } as never, ...over })
	) as unknown as Cases;

const mapOf = async (asker: typeof cadre, area: string, over: { max_rows?: number } = {}): Promise<MapSites> =>
	fromColumns(must(await asker.rpc('map_sites', { campaign: CAMPAIGN, area, ...over })) as unknown as SiteColumns);

describe('map_sites', () => {
	test('gives the sites of an area with their geometry as GeoJSON, null where the place is unknown', async () => {
		const { isComplete, sites } = await mapOf(cadre, HOME);
		expect(isComplete).toBe(true);
		const at = (id: string): MapSite | undefined => sites.find((site) => site.id === id);
		expect(at(placed.siteId)).toMatchObject({ geometry: point, stage: 'filed', task: placed.taskId });
		expect(at(drawn.siteId)?.geometry).toEqual(polygon);
		expect(at(unplaced.siteId)?.geometry).toBeNull();
		expect(at(foreign.siteId)).toBeUndefined();
	});

	test('has one value of every property for each site, in the order of the sites', async () => {
		const { sites } = must(await cadre.rpc('map_sites', { campaign: CAMPAIGN, area: HOME })) as unknown as SiteColumns;
		const lengths = Object.entries(sites ?? {}).map(([name, values]) => [name, values.length]);
		expect(lengths).toEqual(Object.keys(sites ?? {}).map((name) => [name, sites?.id.length]));
		expect(sites?.id.length).toBeGreaterThan(2);
		expect(sites?.number).toEqual(sites?.number.toSorted((a, b) => a - b));
	});

	test('says when there are more than asked for', async () => {
		const answer = await mapOf(cadre, HOME, { max_rows: 2 });
		expect([answer.isComplete, answer.sites.length]).toEqual([false, 2]);
	});

	test('where not all fit, what is open comes first, by area and number', async () => {
		const settled = await report(cadre, { title: '不是问题', geometry: point });
		expect(await submit(cadre, `task:${settled.taskId}`, 1, { action: 'reject', reason: '不属实' })).toMatchObject({ status: 'applied' });
		await report(cadre, { title: '后来的' });
		const all = await mapOf(cadre, HOME);
		const [open, settledOnes] = [all.sites.filter(({ stage }) => isOpen(stage)), all.sites.filter(({ stage }) => !isOpen(stage))];
		expect(settledOnes.map(({ id }) => id)).toContain(settled.siteId);
		for (let rows = 1; rows <= all.sites.length; rows++) {
			const some = await mapOf(cadre, HOME, { max_rows: rows });
			const wanted = [...open, ...settledOnes].slice(0, rows);
			expect(some.sites).toEqual(all.sites.filter((site) => wanted.includes(site)));
		}
	});

	test('of an area outside one’s own gives none', async () => {
		const answer = await mapOf(cadre, OTHER_COMMUNITY);
		expect(answer.sites).toEqual([]);
	});
});

describe('what a page asks once', () => {
	interface Page {
		sheet: unknown;
		sites: SiteColumns;
		basemaps: { id: string; source?: string }[];
	}
	interface Context {
		session: Session | null;
		campaigns: { id: string }[];
		campaign: { id: string; calendarId: string; template: { layers: unknown[] } } | null;
		calendar: { from: string; to: string } | null;
	}
	test('area_page is the sheet, the sites of the campaign and the basemaps without where they come from', async () => {
		must(
			await backend.operator().from('basemaps').insert({ id: 'page', name: {}, kind: 'raster', crs: 'WGS84', source: 'https://tiles.test' })
		);
		const page = must(await cadre.rpc('area_page', { area: HOME, campaign: CAMPAIGN })) as unknown as Page;
		must(await backend.operator().from('basemaps').delete().eq('id', 'page'));
		const sites = await mapOf(cadre, HOME);
		expect(page.sheet).toEqual(must(await cadre.rpc('area_sheet', { area: HOME })));
		expect(fromColumns(page.sites).sites).toEqual(sites.sites);
		expect(page.basemaps.map(({ id }) => id)).toContain('page');
		for (const basemap of page.basemaps) expect(basemap).not.toHaveProperty('source');
	});

	test('without a campaign it is the newest one’s; an area that is none has no sheet, a campaign that is none no sites', async () => {
		const page = must(await cadre.rpc('area_page', { area: HOME })) as unknown as Page;
		expect(page.sites.sites?.id.length).toBeGreaterThan(0);
		expect((must(await cadre.rpc('area_page', { area: '999999' })) as unknown as Page).sheet).toBeNull();
		expect((must(await cadre.rpc('area_page', { area: HOME, campaign: 'none' })) as unknown as Page).sites.sites).toBeNull();
	});

	test('owners of what is on the map have their names, as the server’s own key reads them', async () => {
		const operator = backend.operator();
		const owned = await report(cadre, { title: '有主' });
		await submit(cadre, `task:${owned.taskId}`, 1, { action: 'file' });
		await submit(as('dispatcher'), `task:${owned.taskId}`, 2, { action: 'assign', owner: people.grid.serving.personId });
		const { owners } = await mapOf(operator, '2206');
		const seen = await mapOf(as('administrator'), '2206');
		const named = must(await operator.from('people').select('id, name').in('id', Object.keys(owners)));
		expect(owners).toHaveProperty(people.grid.serving.personId);
		expect(owners).toEqual(Object.fromEntries(named.map(({ id, name }) => [id, name])));
		expect(owners).toMatchObject(seen.owners);
	});

	test('staff_context is the campaign that is asked for with its calendar between the days, else the newest', async () => {
		const span = { from_day: '2026-01-01', to_day: '2026-12-31' };
		const asked = must(await cadre.rpc('staff_context', { campaign: CAMPAIGN, ...span })) as unknown as Context;
		expect(asked.campaign?.id).toBe(CAMPAIGN);
		expect(asked.session).toEqual(must(await cadre.rpc('my_session')));
		expect(asked.session?.person.id).toBe(people.cadre.serving.personId);
		expect(asked.campaign?.template.layers.length).toBeGreaterThan(0);
		expect(asked.calendar).toEqual(must(await cadre.rpc('calendar_document', { calendar: asked.campaign?.calendarId ?? '', ...span })));
		const newest = must(await cadre.rpc('staff_context', span)) as unknown as Context;
		expect(newest.campaign?.id).toBe(newest.campaigns[0]?.id);
		expect(must(await cadre.rpc('staff_context', { campaign: 'none', ...span }))).toMatchObject({ campaign: null, calendar: null });
	});

	test('nobody gets neither a campaign nor a name', async () => {
		expect((await backend.anonymous().rpc('staff_context')).error).not.toBeNull();
		expect((await backend.anonymous().rpc('area_page', { area: HOME })).error).not.toBeNull();
	});
});

describe('list_cases', () => {
	test('filters by stage, layer, place and text; the total counts what the caller may see', async () => {
		expect(await list({})).toMatchObject({ total: 3 });
		expect((await list({ stages: ['filed'] })).rows.map((row) => row.id)).toEqual([placed.taskId]);
		expect((await list({ layers: ['green_area'] })).rows.map((row) => row.id)).toEqual([drawn.taskId]);
		expect((await list({ unlocated: true })).rows.map((row) => row.id)).toEqual([unplaced.taskId]);
		expect((await list({ text: `${TITLE}丁` })).total).toBe(0);
		expect((await list({ text: '%' })).rows.filter((row) => row.title.startsWith(TITLE))).toEqual([]);
	});

	test('comes a page at a time, each case once', async () => {
		const pages = await Promise.all([0, 1, 2].map((page) => list({}, { page_size: 1, page, sort: 'number' })));
		expect(new Set(pages.flatMap(({ rows }) => rows.map((row) => row.id))).size).toBe(3);
		expect((await list({}, { page_size: 1, page: 3 })).rows).toEqual([]);
	});

	test('a malformed filter is an error by code, never a row too many', async () => {
		for (const filter of [{ filedOn: 'x' }, { own: 'perhaps' }, { stages: 'filed' }]) {
			const answer = await cadre.rpc('list_cases', { campaign: CAMPAIGN, area: HOME, filter: filter as never });
			expect(answer.error?.code, JSON.stringify(filter)).toMatch(/^22/);
		}
	});
});

test('my_inbox holds what waits for the caller’s own move, and no longer when it is made', async () => {
	interface Inbox {
		rows: { id: string; duty: string }[];
	}
	const dutyOf = async (office: keyof typeof people, taskId: string): Promise<string | undefined> => {
		const inbox = must(await as(office).rpc('my_inbox', { campaign: CAMPAIGN })) as unknown as Inbox;
		return inbox.rows.find((row) => row.id === taskId)?.duty;
	};
	expect(await dutyOf('cadre', unplaced.taskId)).toBe('file');
	expect(await dutyOf('dispatcher', placed.taskId)).toBe('assign');
	expect(await dutyOf('cadre', placed.taskId)).toBeUndefined();
	expect(await dutyOf('cadre', foreign.taskId)).toBeUndefined();
	await submit(as('dispatcher'), `task:${placed.taskId}`, 2, { action: 'assign', owner: people.grid.serving.personId });
	expect(await dutyOf('dispatcher', placed.taskId)).toBeUndefined();
	expect(await dutyOf('grid', placed.taskId)).toBe('start');
});

test('area_overview counts what is there: the parts are no more and no less than the whole', async () => {
	interface Overview {
		figures: { open: number; closed: number; stages: Record<string, number> };
		own: number;
		children: { code: string; figures: { open: number } }[];
	}
	const overview = async (area: string): Promise<Overview> =>
		must(await as('mayor').rpc('area_overview', { campaign: CAMPAIGN, area })) as unknown as Overview;
	const counted = async (area: string): Promise<number> => {
		const open = await backend
			.operator()
			.from('tasks')
			.select('*', { count: 'exact', head: true })
			.like('area_code', `${area}%`)
			.eq('campaign_id', CAMPAIGN)
			.is('removed_at', null)
			.not('stage', 'in', '(closed,rejected,duplicate,void)');
		return open.count ?? -1;
	};
	for (const area of ['220602003003', HOME]) expect((await overview(area)).figures.open).toBe(await counted(area));
	const district = await overview('220602');
	expect(district.figures.open).toBe(await counted('220602'));
	for (const child of district.children) expect(child.figures.open).toBe(await counted(child.code));
	expect((await cadre.rpc('area_overview', { campaign: CAMPAIGN, area: '220602' })).error).toMatchObject({
		code: 'PT422',
		message: 'not_allowed'
	});
});

test('task_detail tells the whole history, newest first, and who could own the case', async () => {
	interface Detail {
		task: { stage: string };
		site: { geometry: GeoJSON.Geometry };
		events: { seq: number; action: string; actorName: string }[];
		owners: { id: string }[];
	}
	const detail = must(await cadre.rpc('task_detail', { task: drawn.taskId })) as unknown as Detail;
	expect(detail).toMatchObject({ task: { stage: 'reported' }, site: { geometry: polygon } });
	expect(detail.events.map(({ seq, action }) => [seq, action])).toEqual([[1, 'report']]);
	expect(detail.owners.map(({ id }) => id)).toEqual(expect.arrayContaining([people.cadre.serving.personId, people.grid.serving.personId]));
	expect(detail.owners.map(({ id }) => id)).not.toContain(people.cadre.expired.personId);
	expect(must(await cadre.rpc('task_detail', { task: foreign.taskId }))).toBeNull();
});
