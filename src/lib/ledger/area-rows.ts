import { LEVELS, withoutZeros, type Level } from '#lib/domain/area.ts';
import { parseAngle } from '#lib/geo/angles.ts';
import { pairReader, type Reading } from '#lib/geo/doctor.ts';
import { parseNumber } from './attributes.ts';
import { Cells } from './cells.ts';
import type { RowIssue } from './draft.ts';
import { PositionReader } from './positions.ts';
import type { Layout, SourceRecord } from './records.ts';
import { plainHeading } from './words.ts';

/** A row on its way into `save_areas`; boundary and center are WGS-84. */
export type AreaRow = { code: string; parent_code: string | null; level: Level; name: string } & Record<string, unknown>;

const HEADINGS = {
	code: ['code', '编码', '代码', '区划代码', 'adcode'],
	parent: ['parent', 'parentcode', '上级', '上级编码', '上级代码'],
	level: ['level', '级别', '层级', '类型'],
	name: ['name', '名称', '辖区', '辖区名称'],
	name_en: ['nameen', 'name_en', '英文名称', '英文名'],
	position: ['position', '序号', '排序'],
	lng: ['lng', 'lon', 'longitude', '经度'],
	lat: ['lat', 'latitude', '纬度'],
	boundary: ['boundary', 'geometry', '边界'],
	grid_code: ['gridcode', '网格码'],
	grid_area: ['gridarea', '所在网格'],
	households: ['households', '户数'],
	residents: ['residents', '人数', '人口'],
	built_year: ['builtyear', '建成年份', '建成年代'],
	property_company: ['propertycompany', '物业公司', '物业'],
	party_alliance: ['partyalliance', '党建联盟']
} as const;
type AreaField = keyof typeof HEADINGS;

const TEXTS = ['name_en', 'grid_code', 'grid_area', 'property_company', 'party_alliance'] as const;
const COUNTS = ['position', 'households', 'residents', 'built_year'] as const;

const LEVEL_WORDS: Record<Level, readonly string[]> = {
	city: ['市', '城市', '地级市'],
	district: ['区县', '县区', '区', '县', 'county'],
	subdistrict: ['街道', '乡镇', '街道乡镇', '镇', '乡', 'township', 'town'],
	community: ['社区', '村', '社区村', 'village'],
	grid: ['网格'],
	compound: ['小区'],
	building: ['楼栋', '楼'],
	unit: ['单元']
};

/** Reads rows of areas by their headings; says what is wrong with one. */
export class AreaRowReader {
	readonly #cells: Cells;
	readonly #columns: Partial<Record<AreaField, string>> = {};
	readonly #positions: PositionReader;
	readonly #toWgs84: ReturnType<typeof pairReader>;

	constructor(layout: Layout, reading: Reading) {
		this.#cells = new Cells(layout.columns);
		for (const [field, names] of Object.entries(HEADINGS)) {
			const found = layout.columns.find((column) => names.some((name) => plainHeading(name) === plainHeading(column)));
			if (found) this.#columns[field as AreaField] = found;
		}
		const { boundary } = this.#columns;
		this.#positions = new PositionReader(
			{ format: 'zhantu-import/1', id: 'areas', columns: boundary ? { geometry: boundary } : {} },
			this.#cells
		);
		this.#toWgs84 = pairReader(reading);
	}

	/** Headings that rows of areas cannot do without and that the file lacks. */
	get missing(): string[] {
		return (['code', 'level', 'name'] as const).filter((field) => !this.#columns[field]);
	}

	read(record: SourceRecord): { area: AreaRow | null; issues: RowIssue[] } {
		const issues: RowIssue[] = [];
		const text = (field: AreaField): string => {
			const column = this.#columns[field];
			return column ? this.#cells.text(record, column) : '';
		};
		const refuse = (field: AreaField, code: string, value = text(field)): null => {
			issues.push({ row: record.row, field: this.#columns[field] ?? field, value: value.slice(0, 120), code });
			return null;
		};
		const code = shortCode(text('code'));
		if (!/^[0-9A-Z]{2,24}$/.test(code)) refuse('code', /e\+/i.test(code) ? 'damaged_code' : 'unknown_area');
		const level = levelOf(text('level')) ?? refuse('level', 'unknown_level');
		const name = text('name') || refuse('name', 'needs_name');
		const area: Record<string, unknown> = {};
		for (const field of TEXTS) if (text(field)) area[field] = text(field);
		for (const field of COUNTS) {
			if (!text(field)) continue;
			const value = parseNumber(text(field));
			area[field] = value !== null && Number.isInteger(value) ? value : refuse(field, 'not_a_number');
		}
		const [lng, lat] = [parseAngle(text('lng')), parseAngle(text('lat'))];
		const center = lng !== null && lat !== null ? this.#toWgs84(lng, lat) : null;
		if (center) area.center = { type: 'Point', coordinates: center };
		const placed = this.#positions.read(record, this.#toWgs84);
		if (placed.type === 'wrong') refuse('boundary', placed.code, placed.value);
		if (placed.type === 'shape' && placed.shape.type === 'Point') area.center ??= placed.shape;
		else if (placed.type === 'shape') area.boundary = placed.shape;
		if (issues.length > 0 || !level || !name) return { area: null, issues };
		return { area: { code, parent_code: shortCode(text('parent')) || null, level, name, ...area }, issues };
	}
}

/** Official codes without the zeros that stand for "as a whole": 220602000000 is 220602, 220600 is 2206. */
export function shortCode(text: string): string {
	const code = text.toUpperCase();
	if (!/^\d+$/.test(code) || code.length < 6) return code;
	return withoutZeros(code).replace(/^(\d{4})00$/, '$1');
}

/** Gives every area that names no parent the nearest one above it, of the file or of `known`. */
export function findParents(areas: AreaRow[], known: Iterable<string> = []): AreaRow[] {
	const codes = new Set([...known, ...areas.map(({ code }) => code)]);
	return areas.map((area) => {
		if (area.parent_code) return area;
		for (let length = area.code.length - 1; length >= 2; length--) {
			const above = area.code.slice(0, length);
			if (codes.has(above)) return { ...area, parent_code: above };
		}
		return area;
	});
}

function levelOf(text: string): Level | null {
	const plain = plainHeading(text);
	return LEVELS.find((level) => level === plain || LEVEL_WORDS[level].some((word) => plainHeading(word) === plain)) ?? null;
}
