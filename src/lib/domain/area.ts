/** 辖区: the tree city > district > subdistrict > community > grid | compound > building > unit. */
export const LEVELS = ['city', 'district', 'subdistrict', 'community', 'grid', 'compound', 'building', 'unit'] as const;
export type Level = (typeof LEVELS)[number];

/**
 * GB/T 2260 code without trailing zeros, then 3 digits each for subdistrict, community and compound,
 * 3 for a building and 2 for a unit. A code begins with the code of every ancestor.
 */
export type AreaCode = string;

export interface AreaName {
	code: AreaCode;
	level: Level;
	name: string;
	nameEn: string | null;
}

export interface Area extends AreaName {
	parentCode: AreaCode | null;
	/** From the city down to the area itself. */
	path: AreaName[];
	boundary: GeoJSON.MultiPolygon | null;
	center: GeoJSON.Point | null;
	/** National grid code, 15 digits. */
	gridCode: string | null;
	households: number | null;
	residents: number | null;
	builtYear: number | null;
	propertyCompany: string | null;
	partyAlliance: string | null;
	sheet: SheetGrid | null;
	isGenerated: boolean;
}

/** The ground-fixed grid of an operations map; row 1, column A has its north-west corner at origin. */
export interface SheetGrid {
	/** WGS-84 [lng, lat]. */
	origin: [number, number];
	cellM: number;
	columns: number;
	rows: number;
	/** Degrees clockwise from north in which "up" points. 0 for a north-up grid. */
	bearing: number;
}

/** 包保: who is answerable for an area at a level. */
export interface Answerable {
	level: Level;
	title: string;
	personId: string;
	name: string;
}

/** An area that a position lies in, or a compound close by. */
export interface PlaceHere extends AreaName {
	/** The areas above it, in words. */
	path: string | null;
	/** 0 inside. */
	distanceM: number;
}

/** Whether `code` is the area `scope` or lies in it. */
export function isWithin(code: AreaCode, scope: AreaCode): boolean {
	return code.startsWith(scope);
}

/** Whether the area has an operations map of its own (plans are drawn), not only a leader's page. */
export function hasOperationsMap(level: Level): boolean {
	return level === 'community' || level === 'compound';
}

/** The name in the reader's language; Chinese names stand in where no English one is kept. */
export function areaLabel(area: Pick<AreaName, 'name' | 'nameEn'>, locale: string): string {
	return locale === 'en' && area.nameEn ? area.nameEn : area.name;
}

/** What every area of a kind is called, at the end of its name. A district keeps it: 浑江 is a river. */
const KIND_ZH = /(街道|朝鲜族自治县|社区|[镇乡村])$/;
const KIND_EN = /( Korean Autonomous)? (Subdistrict|District|Town|Township|County|City|Community|Village)$/;

/** The name without what every name beside it ends in, for a small map: 六道江, not 六道江镇. */
export function shortAreaLabel(area: Pick<AreaName, 'name' | 'nameEn'>, locale: string): string {
	const name = areaLabel(area, locale);
	const short = name.replace(locale === 'en' && area.nameEn ? KIND_EN : KIND_ZH, '');
	return short.length > 1 ? short : name;
}

/** An official code without the zeros that stand for "as a whole": 220602000000 is 220602. */
export function withoutZeros(code: string): string {
	let end = code.length;
	while (end >= 3 && code.startsWith('000', end - 3)) end -= 3;
	return code.slice(0, end);
}
