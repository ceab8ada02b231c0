import { expect, test } from 'vitest';
import { baishanTarget, fileOf, fixture } from '../../../tests/support/ledger.ts';
import type { MappedRow } from './draft.ts';
import type { LedgerFile } from './file.ts';
import { planImport, type Plan } from './plan.ts';
import type { Profile } from './profile.ts';
import { readRecords } from './records.ts';
import { mapperOf } from './run-import.ts';
import { surveyFile } from './survey.ts';

interface Options {
	layer?: string;
	area?: string;
	crs?: string;
	profile?: Profile;
}

async function read(
	file: LedgerFile,
	{ layer = 'trash_site', area = '2206', crs, profile }: Options = {}
): Promise<{ plan: Plan; rows: MappedRow[] }> {
	const survey = await surveyFile(file);
	const target = baishanTarget({ area });
	const plan = planImport(survey, { target, profile: profile ?? null, known: [], layer, crs: crs ?? null });
	const mapper = mapperOf({ plan, layout: survey.layout, target });
	const rows: MappedRow[] = [];
	if (plan.obstacles.length === 0)
		for await (const records of readRecords(file, survey.layout)) rows.push(...records.map((one) => mapper.map(one)));
	return { plan, rows };
}

const problems = (rows: MappedRow[]): string[] =>
	rows.flatMap(({ issues }) => issues.map(({ row, field, value, code }) => `${row} ${field} ${value} ${code}`));
const drafts = (rows: MappedRow[]) => rows.flatMap(({ draft }) => draft ?? []);
const SEATS = JSON.parse(await textOf(fixture('wgs84.json'))) as { no: string; lng: number; lat: number }[];

async function textOf(file: LedgerFile): Promise<string> {
	return new Response(file.open()).text();
}

test('a dirty table: every fault is named by row, field and value, and the rest is read', async () => {
	const { plan, rows } = await read(fixture('dirty.csv'), { crs: 'WGS84' });
	expect(plan).toMatchObject({ origin: 'guessed', obstacles: [], reading: { system: 'WGS84', isSwapped: false } });
	expect(problems(rows)).toEqual([
		'5 纬度 四十二度 not_a_number',
		'7 辖区编码 2.20602E+11 damaged_code',
		'9 辖区编码 220602999999 unknown_area',
		'10 经度 + 纬度 0, 0 zero_position',
		'11 经度 + 纬度 41.944, 126.438 out_of_range',
		'12 上报时间 2026-02-30 not_a_date'
	]);
	expect(drafts(rows).map(({ row, ref, area }) => [row, ref, area])).toEqual([
		[2, 'A-001', '220602003003'],
		[3, 'A-002', '220602006003'],
		[4, 'A-003', '220602001001'],
		[6, 'A-005', '220605004005'],
		[8, 'A-001', '220602003003']
	]);
	expect(rows.flatMap(({ notes }) => notes)).toEqual(['missing_position']);
	const [, second, third, fourth] = drafts(rows);
	expect(second).toMatchObject({
		description: '多行\n备注, 含逗号和"引号"',
		reported_at: '2026-05-01T16:00:00.000Z',
		raw: { 备注: '多行\n备注, 含逗号和"引号"' }
	});
	expect(third?.geometry).toBeNull();
	expect(fourth?.geometry).toEqual({ type: 'Point', coordinates: [126.59, 42.07] });
});

test('GBK with CRLF: kinds, stages and photos by their Chinese words; a repeated name only where row and position tell', async () => {
	const { plan, rows } = await read(fixture('gbk-crlf.csv'), { crs: 'WGS84' });
	expect(plan.profile).toMatchObject({
		columns: { ref: '案件编号', address: '详细地址', east: '经度', north: '纬度', reportedAt: '上报时间', closedAt: '结案时间' },
		area: { columns: ['所属区县', '社区'] },
		photos: [{ column: '处置前照片', phase: 'before' }]
	});
	expect(problems(rows)).toEqual(['5 所属区县 + 社区 江北社区 ambiguous_area', '6 问题类型 无主渣土 unknown_kind']);
	expect(drafts(rows).map(({ ref, kind, stage, area, title }) => [ref, kind, stage, area, title])).toEqual([
		['C-101', 'exposed_rubbish', 'closed', '220602003003', '铁路社区3号楼北侧'],
		['C-102', 'piled_rubbish', 'in_progress', '220602006001', '江北社区后墙'],
		['C-103', 'piled_rubbish', 'filed', '220605002001', '江北社区东口']
	]);
	expect(drafts(rows)[0]).toMatchObject({
		closed_at: '2026-05-01T03:20:00.000Z',
		photos: [{ phase: 'before', url: 'https://example.com/a.jpg' }]
	});
});

test.each([
	['gcj02.csv', 'GCJ02', 'GCJ02'],
	['bd09.csv', 'BD09', 'BD09'],
	['gauss-krueger-126.csv', 'auto', 'EPSG:4551']
])('%s (--crs %s) comes to lie where its places are', async (name, crs, system) => {
	const { plan, rows } = await read(fixture(name), { crs });
	expect(plan).toMatchObject({ obstacles: [], reading: { system } });
	drafts(rows).forEach(({ ref, geometry, crs: kept, raw }, index) => {
		const seat = SEATS[index];
		const [lng = 0, lat = 0] = (geometry as GeoJSON.Point).coordinates;
		expect(ref).toBe(seat?.no);
		expect(Math.hypot(lng - (seat?.lng ?? 0), lat - (seat?.lat ?? 0))).toBeLessThan(2e-6);
		expect(kept).toBe(system);
		expect(Object.keys(raw)).toContain('编号');
	});
	expect(drafts(rows)).toHaveLength(SEATS.length);
});

test('degrees that could be of several systems are not guessed at', async () => {
	const { plan } = await read(fixture('gcj02.csv'));
	expect(plan.obstacles).toEqual([{ code: 'crs_ambiguous' }]);
	expect(
		plan.diagnosis.candidates
			.slice(0, 3)
			.map(({ system }) => system)
			.sort()
	).toEqual(['BD09', 'GCJ02', 'WGS84']);
});

test('a heading that names the system decides between equals', async () => {
	const text = (await textOf(fixture('gcj02.csv'))).replace('经度,纬度', '高德经度,高德纬度');
	const { plan } = await read(fileOf('a.csv', text));
	expect(plan).toMatchObject({ obstacles: [], reading: { system: 'GCJ02' }, diagnosis: { verdict: 'hint' } });
});

test('a place that stands for too many rows is pointed out, and with a profile becomes no position', async () => {
	const row = (index: number): string => `D-${index},浑江区,${index % 3 ? '126.42,41.94' : `126.4${index},41.9${index % 7}`}\n`;
	const text = `编号,区县,经度,纬度\n${Array.from({ length: 60 }, (_, index) => row(index)).join('')}`;
	const { plan, rows } = await read(fileOf('a.csv', text), { crs: 'WGS84' });
	expect(plan.suspects).toEqual([{ point: [126.42, 41.94], count: 40 }]);
	expect(drafts(rows).filter(({ geometry }) => geometry === null)).toEqual([]);
	const known = await read(fileOf('a.csv', text), { profile: { ...plan.profile, defaultPoints: [[126.42, 41.94]] }, crs: 'WGS84' });
	expect(drafts(known.rows).filter(({ geometry }) => geometry === null)).toHaveLength(40);
	expect(known.rows.flatMap(({ notes }) => notes).filter((note) => note === 'default_point')).toHaveLength(40);
});

test('dates whose days and months could be either are not guessed at', async () => {
	const { plan } = await read(fileOf('a.csv', '编号,区县,上报时间\n1,浑江区,01/02/2015\n2,浑江区,03/04/2015\n'));
	expect(plan.obstacles).toEqual([{ code: 'dates_ambiguous' }]);
});

test('a profile that reads columns which the file lacks is refused by their names', async () => {
	const profile: Profile = { format: 'zhantu-import/1', id: 'x', columns: { ref: '编号', title: '标题' } };
	const { plan } = await read(fileOf('a.csv', '编号,名称\n1,一号\n'), { profile });
	expect(plan.obstacles).toEqual([{ code: 'missing_columns', columns: ['标题'] }]);
});

test('polygons keep their shape; what is open, a line or far away is named', async () => {
	const ring = [
		[126.43, 41.94],
		[126.431, 41.94],
		[126.431, 41.941],
		[126.43, 41.94]
	];
	const feature = (id: string, geometry: unknown) => ({ type: 'Feature', properties: { id, 面积: '1,200.5' }, geometry });
	const collection = {
		type: 'FeatureCollection',
		features: [
			feature('a', { type: 'Polygon', coordinates: [ring] }),
			feature('b', { type: 'Polygon', coordinates: [ring.slice(0, 3)] }),
			feature('c', { type: 'LineString', coordinates: ring }),
			feature('d', { type: 'Point', coordinates: [116.4, 39.9] }),
			feature('e', null)
		]
	};
	const { plan, rows } = await read(fileOf('a.geojson', JSON.stringify(collection)), { layer: 'green_area', crs: 'WGS84' });
	expect(plan.profile.attributes).toEqual({ area_m2: '面积' });
	expect(problems(rows)).toEqual([
		'2 geometry Polygon bad_geometry',
		'3 geometry LineString wrong_geometry',
		'4 geometry 116.40000, 39.90000 outside_campaign'
	]);
	expect(drafts(rows).map(({ ref, geometry, attributes }) => [ref, geometry?.type, attributes.area_m2])).toEqual([
		['a', 'Polygon', 1200.5],
		['e', undefined, 1200.5]
	]);
});
