import type { CampaignRecord } from '#lib/domain/campaign-record.ts';
import type { AreaName, Level } from '#lib/domain/area.ts';
import { failed, ok, type Result } from '#lib/domain/result.ts';
import type { Label, TargetDefinition, Template } from '#lib/domain/template.ts';
import { toResult, type Client } from './client.ts';
import type { Json, Tables } from './database.types.ts';

type Row = Omit<Tables<'campaigns'>, 'created_at' | 'document'>;

const COLUMNS = 'id, name, area_code, template_id, template_version, calendar_id, starts_on, ends_on, is_generated';
const MOST = 500;

/** Campaigns, newest first, with the names of their areas. */
export async function listCampaignRecords(client: Client): Promise<Result<CampaignRecord[]>> {
	const found = toResult<Row[]>(
		await client.from('campaigns').select(COLUMNS).order('starts_on', { ascending: false }).order('id').limit(MOST)
	);
	return found.ok ? withAreas(client, found.value) : found;
}

/** The campaign and the document that it runs on; `not_found` when there is none. */
export async function getCampaignRecord(client: Client, id: string): Promise<Result<{ campaign: CampaignRecord; template: Template }>> {
	const found = toResult<(Row & { document: unknown })[]>(
		await client.from('campaigns').select(`${COLUMNS}, document`).eq('id', id).limit(1)
	);
	if (!found.ok) return found;
	const [row] = found.value;
	if (!row) return failed('not_found');
	const named = await withAreas(client, [row]);
	return named.ok ? ok({ campaign: named.value[0] as CampaignRecord, template: row.document as Template }) : named;
}

async function withAreas(client: Client, rows: Row[]): Promise<Result<CampaignRecord[]>> {
	const areas = toResult<{ code: string; name: string }[]>(
		await client
			.from('areas')
			.select('code, name')
			.in(
				'code',
				rows.map((row) => row.area_code)
			)
	);
	if (!areas.ok) return areas;
	const names = new Map(areas.value.map(({ code, name }) => [code, name]));
	return ok(
		rows.map((row) => ({
			id: row.id,
			name: row.name as Label,
			areaCode: row.area_code,
			areaName: names.get(row.area_code) ?? row.area_code,
			templateId: row.template_id,
			templateVersion: row.template_version,
			calendarId: row.calendar_id,
			startsOn: row.starts_on,
			endsOn: row.ends_on,
			isGenerated: row.is_generated
		}))
	);
}

/**
 * Starts a campaign, changes its name, dates or calendar, or moves it to another version. Refused with
 * `kind_in_use`, `layer_in_use` or `stage_in_use` when cases stand on what the version lacks.
 */
export async function rollOut(client: Client, campaign: Omit<CampaignRecord, 'areaName' | 'isGenerated'>): Promise<Result<null>> {
	return toResult(
		await client.rpc('roll_out', {
			campaign: {
				id: campaign.id,
				name: campaign.name,
				area_code: campaign.areaCode,
				template_id: campaign.templateId,
				template_version: campaign.templateVersion,
				calendar_id: campaign.calendarId,
				starts_on: campaign.startsOn,
				ends_on: campaign.endsOn
			}
		})
	);
}

/** What each area is to reach, and what is left to name: amounts by target, then by area. */
export interface TargetTable {
	targets: TargetDefinition[];
	areas: AreaName[];
	amounts: Record<string, Record<string, number>>;
}

/** Targets of a campaign for an area and those below it, grids aside: they cut across compounds. */
export async function getTargetTable(client: Client, campaign: string, area: string): Promise<Result<TargetTable>> {
	const [targets, children] = await Promise.all([
		client.from('targets').select('document').eq('campaign_id', campaign).order('position'),
		client
			.from('areas')
			.select('code, level, name, name_en')
			.eq('parent_code', area)
			.in('level', ['district', 'subdistrict', 'community', 'compound'])
			.order('position')
			.order('code')
			.limit(MOST)
	]);
	const definitions = toResult<{ document: unknown }[]>(targets);
	if (!definitions.ok) return definitions;
	const areas = toResult<{ code: string; level: Level; name: string; name_en: string | null }[]>(children);
	if (!areas.ok) return areas;
	const codes = [area, ...areas.value.map(({ code }) => code)];
	const kept = toResult<{ target_id: string; area_code: string; amount: number }[]>(
		await client.from('area_targets').select('target_id, area_code, amount').eq('campaign_id', campaign).in('area_code', codes)
	);
	if (!kept.ok) return kept;
	const amounts: TargetTable['amounts'] = {};
	for (const { target_id, area_code, amount } of kept.value) (amounts[target_id] ??= {})[area_code] = Number(amount);
	return ok({
		targets: definitions.value.map(({ document }) => document as TargetDefinition),
		areas: areas.value.map(({ code, level, name, name_en }) => ({ code, level, name, nameEn: name_en })),
		amounts
	});
}

/** Amounts of null take the break-down of that area away. */
export async function saveAreaTargets(
	client: Client,
	campaign: string,
	targets: { targetId: string; areaCode: string; amount: number | null }[]
): Promise<Result<null>> {
	const rows = targets.map(({ targetId, areaCode, amount }) => ({ target_id: targetId, area_code: areaCode, amount }));
	return toResult(await client.rpc('save_area_targets', { campaign, targets: rows as Json }));
}
