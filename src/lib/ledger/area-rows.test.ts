import { expect, test } from 'vitest';
import { fileOf } from '../../../tests/support/ledger.ts';
import { AreaRowReader, findParents, shortCode, type AreaRow } from './area-rows.ts';
import type { RowIssue } from './draft.ts';
import { detectLayout, readRecords } from './records.ts';

async function read(name: string, text: string): Promise<{ areas: AreaRow[]; issues: RowIssue[] }> {
	const file = fileOf(name, text);
	const layout = await detectLayout(file);
	const reader = new AreaRowReader(layout, { system: layout.declared ?? 'WGS84', isSwapped: false, isPacked: false });
	expect(reader.missing).toEqual([]);
	const all: ReturnType<AreaRowReader['read']>[] = [];
	for await (const records of readRecords(file, layout)) all.push(...records.map((record) => reader.read(record)));
	return { areas: findParents(all.flatMap(({ area }) => area ?? [])), issues: all.flatMap(({ issues }) => issues) };
}

test('a table of areas in Chinese words: official codes lose their zeros, parents are found by code', async () => {
	const { areas, issues } = await read(
		'a.csv',
		'编码,名称,级别,户数,经度,纬度\n220600,白山市,市,,,\n220602000000,浑江区,区县,1200,126.41,41.94\n220602001000,新建街道,街道,,,\n'
	);
	expect(issues).toEqual([]);
	expect(areas).toEqual([
		{ code: '2206', parent_code: null, level: 'city', name: '白山市' },
		{
			code: '220602',
			parent_code: '2206',
			level: 'district',
			name: '浑江区',
			households: 1200,
			center: { type: 'Point', coordinates: [126.41, 41.94] }
		},
		{ code: '220602001', parent_code: '220602', level: 'subdistrict', name: '新建街道' }
	]);
});

test('GeoJSON: the geometry is the boundary', async () => {
	const ring = [
		[9, 47],
		[10, 47],
		[10, 48],
		[9, 47]
	];
	const { areas } = await read(
		'a.geojson',
		JSON.stringify({
			type: 'FeatureCollection',
			features: [
				{
					type: 'Feature',
					properties: { code: 'LI', name: 'Liechtenstein', level: 'city' },
					geometry: { type: 'Polygon', coordinates: [ring] }
				}
			]
		})
	);
	expect(areas).toEqual([
		{ code: 'LI', parent_code: null, level: 'city', name: 'Liechtenstein', boundary: { type: 'Polygon', coordinates: [ring] } }
	]);
});

test('what is wrong with a row is named', async () => {
	const { issues } = await read('a.csv', 'code,name,level,households\n2.20602E+11,铁路社区,社区,\n220602,,区,\n220605,江源区,星球,很多\n');
	expect(issues.map(({ row, field, value, code }) => [row, field, value, code])).toEqual([
		[2, 'code', '2.20602E+11', 'damaged_code'],
		[3, 'name', '', 'needs_name'],
		[4, 'level', '星球', 'unknown_level'],
		[4, 'households', '很多', 'not_a_number']
	]);
});

test('codes of another country keep their zeros', () => {
	expect(['BOS000', '220602003003', '220600000000', '22060200', 'li'].map(shortCode)).toEqual([
		'BOS000',
		'220602003003',
		'2206',
		'22060200',
		'LI'
	]);
});
