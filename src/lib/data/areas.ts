import type { Answerable, Area, AreaName, Level, PlaceHere } from '#lib/domain/area.ts';
import type { BasemapInfo } from '#lib/domain/basemap.ts';
import type { Plan } from '#lib/domain/plan.ts';
import type { IndicatorSeries } from '#lib/domain/overview.ts';
import type { Post } from '#lib/domain/person.ts';
import type { PlaceFound } from '#lib/domain/place.ts';
import { ok, type Result } from '#lib/domain/result.ts';
import type { SiteColumns } from '#lib/domain/site.ts';
import { toResult, type Client } from './client.ts';

/** An area below the one that a sheet is about. */
export type ChildArea = AreaName & Pick<Area, 'boundary' | 'center' | 'sheet' | 'isGenerated'>;

/** The ground of an area's sheet. */
export interface AreaSheet {
	area: Area;
	children: ChildArea[];
	plans: { areaCode: string; content: Plan; isGenerated: boolean }[];
	answerables: Answerable[];
}

/** Null when there is no such area, or none that the caller may see. */
export async function getAreaSheet(client: Client, area: string): Promise<Result<AreaSheet | null>> {
	return toResult(await client.rpc('area_sheet', { area }));
}

/** What an area's operations map cannot do without. */
export interface AreaPage {
	/** Null when there is no such area. */
	sheet: AreaSheet | null;
	sites: SiteColumns;
	/** Those that the caller may see, without where they come from: that is the server's business. */
	basemaps: BasemapInfo[];
}

/** {@link AreaPage} with the sites of the campaign with the id, else of the newest; open cases first where not all rows fit. */
export async function getAreaPage(client: Client, area: string, campaign: string | undefined, mostRows: number): Promise<Result<AreaPage>> {
	return toResult(await client.rpc('area_page', { area, campaign, max_rows: mostRows }));
}

/** The area and its ancestors, city first; empty when there is no such area. A code begins with theirs. */
export async function getAreaPath(client: Client, area: string): Promise<Result<AreaName[]>> {
	const codes = Array.from({ length: Math.max(0, area.length - 1) }, (_, at) => area.slice(0, at + 2));
	if (!/^[0-9A-Z]{2,24}$/.test(area)) return ok([]);
	const found = toResult<{ code: string; level: Level; name: string; name_en: string | null }[]>(
		await client.from('areas').select('code, level, name, name_en').in('code', codes)
	);
	if (!found.ok) return found;
	const path = found.value.map(({ code, level, name, name_en }) => ({ code, level, name, nameEn: name_en }));
	return ok(path.toSorted((a, b) => a.code.length - b.code.length));
}

/** The areas that a position (WGS-84) lies in, nearest to the ground first, then compounds close by. */
export async function listPlacesAt(client: Client, [lng, lat]: [number, number]): Promise<Result<PlaceHere[]>> {
	return toResult(await client.rpc('places_at', { lng, lat }));
}

/** What one answer of the API carries at most. */
const MOST_COMPOUNDS = 500;

/** Compounds that the posts reach, by code: those under their areas, or those that a grid's post names. */
export async function listCompounds(client: Client, posts: Post[]): Promise<Result<AreaName[]>> {
	const scopes = posts.flatMap((post) => (post.level === 'grid' ? (post.compounds ?? []) : [post.areaCode]));
	if (scopes.length === 0) return ok([]);
	const found = toResult<{ code: string; level: Level; name: string; name_en: string | null }[]>(
		await client
			.from('areas')
			.select('code, level, name, name_en')
			.eq('level', 'compound')
			.or(scopes.map((code) => `code.like.${code}*`).join(','))
			.order('code')
			.limit(MOST_COMPOUNDS)
	);
	return found.ok ? ok(found.value.map(({ code, level, name, name_en }) => ({ code, level, name, nameEn: name_en }))) : found;
}

export async function getIndicators(client: Client, area: string): Promise<Result<IndicatorSeries[]>> {
	return toResult(await client.rpc('indicator_series', { area }));
}

/** Areas, buildings and cases that contain the text. */
export async function searchPlaces(client: Client, campaign: string, query: string): Promise<Result<PlaceFound[]>> {
	return toResult(await client.rpc('search_places', { campaign, query }));
}
