import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Point } from './plane.ts';

const FOLDER = join(import.meta.dirname, '../../../../supabase/seed/baishan');

/** A row of the real tree: supabase/seed/baishan/README.md says where it comes from. */
export interface RealArea {
	code: string;
	parentCode: string | null;
	level: 'city' | 'district' | 'subdistrict' | 'community';
	name: string;
	nameEn: string | null;
	position: number;
	/** Real outline, where there is one. */
	boundary: GeoJSON.Polygon | null;
}

export const CITY = '2206';

/** City, 6 districts, 67 subdistricts, 655 communities: codes and names as published. */
export function readTree(): RealArea[] {
	const outlines = JSON.parse(read('counties.geojson')) as GeoJSON.FeatureCollection<GeoJSON.Polygon, { code: string; name: string }>;
	const counties = outlines.features.map(({ properties: { code, name }, geometry }, position) =>
		row(code, code === CITY ? null : CITY, code === CITY ? 'city' : 'district', name, position, geometry)
	);
	const subdistricts = readRows('subdistricts.csv', ['code', 'name', 'parent', 'province', 'city']).map(
		({ code, name, parent }, position) => row(code, parent, 'subdistrict', name, position)
	);
	const communities = readRows('communities.csv', true).map(({ code, name, streetCode }, position) =>
		row(code, streetCode, 'community', name, position)
	);
	return [...counties, ...subdistricts, ...communities];
}

/** Seats of the county-level areas, WGS-84. */
export function readSeats(): Map<string, Point> {
	return new Map(Object.entries(JSON.parse(read('seats.json')) as Record<string, Point>));
}

function row(
	code: string | undefined,
	parentCode: string | null | undefined,
	level: RealArea['level'],
	name: string | undefined,
	position: number,
	boundary: GeoJSON.Polygon | null = null
): RealArea {
	if (!code || !name) throw new Error(`a row of the ${level} list has no code or no name`);
	return { code, parentCode: parentCode ?? null, level, name, nameEn: ENGLISH[code] ?? null, position, boundary };
}

function readRows(file: string, columns: string[] | true): Record<string, string | undefined>[] {
	return parse(read(file), { columns, skip_empty_lines: true });
}

function read(file: string): string {
	return readFileSync(join(FOLDER, file), 'utf8');
}

/** Names that the English interface needs on its first pages. */
const ENGLISH: Record<string, string> = {
	'2206': 'Baishan',
	'220602': 'Hunjiang District',
	'220605': 'Jiangyuan District',
	'220621': 'Fusong County',
	'220622': 'Jingyu County',
	'220623': 'Changbai Korean Autonomous County',
	'220681': 'Linjiang',
	'220602001': 'Xinjian Subdistrict',
	'220602002': 'Tonggou Subdistrict',
	'220602003': 'Dongxing Subdistrict',
	'220602004': 'Hongqi Subdistrict',
	'220602005': 'Chengnan Subdistrict',
	'220602006': 'Jiangbei Subdistrict',
	'220602007': 'Hekou Subdistrict',
	'220602008': 'Banshi Subdistrict',
	'220602100': 'Qidaojiang Town',
	'220602101': 'Liudaojiang Town',
	'220602102': 'Hongtuya Town',
	'220602103': 'Sandaogou Town',
	'220605001': 'Sunjiapuzi Subdistrict',
	'220605002': 'Jiangyuan Subdistrict',
	'220605003': 'Zhengcha Subdistrict',
	'220605004': 'Chengqiang Subdistrict',
	'220605102': 'Wangou Town',
	'220605103': 'Songshu Town',
	'220605104': 'Zhazi Town',
	'220605105': 'Shiren Town',
	'220605106': 'Dayangcha Town',
	'220605107': 'Dashiren Town',
	'220621100': 'Fusong Town',
	'220621101': 'Songjianghe Town',
	'220621102': 'Quanyang Town',
	'220621103': 'Lushuihe Town',
	'220621104': 'Xianrenqiao Town',
	'220621105': 'Wanliang Town',
	'220621106': 'Xintunzi Town',
	'220621107': 'Donggang Town',
	'220621108': 'Manjiang Town',
	'220621109': 'Beigang Town',
	'220621110': 'Xingshen Town',
	'220621120': 'Chixi Special Township',
	'220621121': 'Chinan Special Township',
	'220621200': 'Xinglong Township',
	'220621201': 'Choushui Township',
	'220621202': 'Yanjiang Township',
	'220622100': 'Jingyu Town',
	'220622101': 'Sandaohu Town',
	'220622102': 'Longquan Town',
	'220622103': "Na'erhong Town",
	'220622104': 'Huayuankou Town',
	'220622105': 'Jingshan Town',
	'220622106': 'Chisong Town',
	'220622201': 'Mengjiang Township',
	'220623100': 'Changbai Town',
	'220623101': 'Badaogou Town',
	'220623102': 'Shisidaogou Town',
	'220623103': 'Malugou Town',
	'220623104': 'Baoquanshan Town',
	'220623105': 'Xinfangzi Town',
	'220623106': "Shi'erdaogou Town",
	'220623200': 'Jinhua Township',
	'220681001': 'Jianguo Subdistrict',
	'220681002': 'Xinshi Subdistrict',
	'220681003': 'Xinglong Subdistrict',
	'220681004': 'Dahu Subdistrict',
	'220681005': 'Sengong Subdistrict',
	'220681006': 'Dalizi Subdistrict',
	'220681100': 'Huashu Town',
	'220681101': 'Liudaogou Town',
	'220681102': 'Weishahe Town',
	'220681103': 'Huashan Town',
	'220681104': 'Naozhi Town',
	'220681105': 'Sidaogou Town',
	'220681200': 'Mayihe Township',
	'220602003003': 'Tielu Community'
};
