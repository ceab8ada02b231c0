import type { AreaName, Level } from '#lib/domain/area.ts';
import type { Plan } from '#lib/domain/plan.ts';
import {
	isPictureName,
	type Publication,
	type PublicSettings,
	type PublishedArea,
	type PublishedAreaName,
	type PublishedCampaign,
	type PublishedFigures,
	type PublishedOutline
} from '#lib/domain/publication.ts';
import { ok, type Result } from '#lib/domain/result.ts';
import type { Unit } from '#lib/domain/template.ts';
import { toResult, type Client } from './client.ts';
import type { Tables } from './database.types.ts';

/**
 * What the public reads: copies made at approval, and nothing else. Call it with a client that acts
 * for nobody, so that a signed-in person sees here exactly what everybody sees.
 */

/** Rows per answer; Supabase cuts off at 1,000 unasked. */
const PAGE = 1000;
const AREA_NAME = 'code, parent_code, level, name, name_en, pairs, is_generated';

/** Campaigns of which something was published, newest first. */
export async function listPublishedCampaigns(client: Client): Promise<Result<PublishedCampaign[]>> {
	const found = toResult<Tables<'published_campaigns'>[]>(
		await client.from('published_campaigns').select().order('starts_on', { ascending: false }).order('id').limit(50)
	);
	return mapped(found, (rows) =>
		rows.map((row) => ({
			id: row.id,
			name: row.name as PublishedCampaign['name'],
			areaCode: row.area_code,
			startsOn: row.starts_on,
			endsOn: row.ends_on,
			layers: row.layers as unknown as PublishedCampaign['layers'],
			targets: row.targets as unknown as PublishedCampaign['targets'],
			isGenerated: row.is_generated
		}))
	);
}

export async function getPublishedFigures(client: Client, campaign: string, area: string): Promise<Result<PublishedFigures>> {
	const found = toResult<Pick<Tables<'published_figures'>, 'measure' | 'value' | 'as_of'>[]>(
		await client.from('published_figures').select('measure, value, as_of').eq('campaign_id', campaign).eq('area_code', area)
	);
	return mapped(found, (rows) => ({
		asOf: rows[0]?.as_of ?? null,
		values: Object.fromEntries(rows.map((row) => [row.measure, Number(row.value)]))
	}));
}

/** Every published area inside `scope` down to the compounds, parents before children. */
export async function listPublishedAreas(client: Client, scope: string): Promise<Result<PublishedAreaName[]>> {
	const areas: PublishedAreaName[] = [];
	for (;;) {
		const page = toResult<AreaNameRow[]>(
			await client
				.from('published_areas')
				.select(AREA_NAME)
				.like('code', `${scope}%`)
				.not('level', 'in', '(building,unit)')
				.order('code')
				.range(areas.length, areas.length + PAGE - 1)
		);
		if (!page.ok) return page;
		areas.push(...page.value.map(toAreaName));
		if (page.value.length < PAGE) return ok(areas);
	}
}

/** Outlines of the areas right below one, for a schematic map. */
export async function listPublishedOutlines(client: Client, parent: string): Promise<Result<PublishedOutline[]>> {
	const found = toResult<OutlineRow[]>(
		await client.from('published_areas').select(`${AREA_NAME}, boundary, center`).eq('parent_code', parent).order('code').limit(PAGE)
	);
	return mapped(found, (rows) => rows.map(toOutline));
}

/** Null when nobody published the area. */
export async function getPublishedArea(client: Client, code: string): Promise<Result<PublishedArea | null>> {
	const found = toResult<Tables<'published_areas'> | null>(await client.from('published_areas').select().eq('code', code).maybeSingle());
	return mapped(found, (row) => (row ? toPublishedArea(row) : null));
}

/** Before/after pairs, those finished last first. */
export async function listPairs(client: Client, where: { area?: string; campaign?: string }, limit = PAGE): Promise<Result<Publication[]>> {
	let query = client.from('publications').select().order('after_on', { ascending: false }).order('id').limit(limit);
	if (where.area) query = query.like('area_code', `${where.area}%`);
	if (where.campaign) query = query.eq('campaign_id', where.campaign);
	const found = toResult<Tables<'publications'>[]>(await query);
	return mapped(found, (rows) => rows.map(toPublication));
}

/** Whether a file is part of a pair that is public now. Names of any other form are not asked for. */
export async function isPublished(client: Client, picture: string): Promise<Result<boolean>> {
	if (!isPictureName(picture)) return ok(false);
	const found = toResult<{ id: string }[]>(
		await client.from('publications').select('id').or(`before_picture.eq."${picture}",after_picture.eq."${picture}"`).limit(1)
	);
	return mapped(found, (rows) => rows.length === 1);
}

/** The bytes of a published picture; storage asks the same question again. */
export async function readPublishedPicture(client: Client, picture: string): Promise<Uint8Array<ArrayBuffer> | null> {
	const { data } = await client.storage.from('publications').download(picture);
	return data && new Uint8Array(await data.arrayBuffer());
}

export async function getPublicSettings(client: Client): Promise<Result<PublicSettings>> {
	const found = toResult<Tables<'published_settings'>[]>(await client.from('published_settings').select());
	return mapped(found, (rows) => {
		const text = (key: string): string => {
			const value = rows.find((row) => row.key === key)?.value;
			return typeof value === 'string' ? value : '';
		};
		return { complaintContact: text('complaint_contact'), mapApproval: text('map_approval') };
	});
}

type AreaNameRow = Pick<Tables<'published_areas'>, 'code' | 'parent_code' | 'level' | 'name' | 'name_en' | 'pairs' | 'is_generated'>;
type OutlineRow = AreaNameRow & Pick<Tables<'published_areas'>, 'boundary' | 'center'>;

function toAreaName(row: AreaNameRow): PublishedAreaName {
	return {
		code: row.code,
		parentCode: row.parent_code,
		level: row.level as Level,
		name: row.name,
		nameEn: row.name_en,
		pairs: row.pairs,
		isGenerated: row.is_generated
	};
}

function toOutline(row: OutlineRow): PublishedOutline {
	return {
		...toAreaName(row),
		boundary: row.boundary as unknown as GeoJSON.MultiPolygon | null,
		center: row.center as unknown as GeoJSON.Point | null
	};
}

/** Also what an area becomes with the first pair in it (proposal_detail answers the same row). */
export function toPublishedArea(row: Tables<'published_areas'>): PublishedArea {
	return { ...toOutline(row), path: row.path as unknown as AreaName[], plan: row.plan as unknown as Plan | null };
}

/** Also what a proposal becomes when it is approved (proposal_detail answers the same row). */
export function toPublication(row: Tables<'publications'>): Publication {
	return {
		id: row.id,
		campaign: row.campaign_id,
		area: row.area_code,
		layer: row.layer_id,
		caption: row.caption,
		quantity: row.quantity === null ? null : Number(row.quantity),
		unit: row.unit as Unit | null,
		beforePicture: row.before_picture,
		afterPicture: row.after_picture,
		beforeOn: row.before_on,
		afterOn: row.after_on,
		position: (row.position as unknown as { coordinates: [number, number] } | null)?.coordinates ?? null,
		isGenerated: row.is_generated
	};
}

function mapped<From, To>(result: Result<From>, change: (value: From) => To): Result<To> {
	return result.ok ? ok(change(result.value)) : result;
}
