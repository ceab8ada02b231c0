import type { BasemapInput } from '#lib/domain/basemap.ts';
import { failed, ok, type Result } from '#lib/domain/result.ts';
import type { Label } from '#lib/domain/template.ts';
import { toResult, type Client } from './client.ts';
import type { Json, Tables } from './database.types.ts';

type Row = Tables<'basemaps'>;
const MOST = 200;

/** Every stored basemap in its order, those that are switched off included. For administrators. */
export async function listBasemapRecords(client: Client): Promise<Result<BasemapInput[]>> {
	const found = toResult<Row[]>(await client.from('basemaps').select('*').neq('kind', 'plan').order('position').order('id').limit(MOST));
	return found.ok ? ok(found.value.map(toInput)) : found;
}

export async function getBasemapRecord(client: Client, id: string): Promise<Result<BasemapInput>> {
	const found = toResult<Row[]>(await client.from('basemaps').select('*').eq('id', id).limit(1));
	if (!found.ok) return found;
	return found.value[0] ? ok(toInput(found.value[0])) : failed('not_found');
}

/** Ids of the basemaps for which a key is stored; the keys stay where they are. For the server's own client. */
export async function listKeyed(operator: Client): Promise<Result<string[]>> {
	const found = toResult<{ basemap_id: string }[]>(await operator.from('basemap_keys').select('basemap_id').limit(MOST));
	return found.ok ? ok(found.value.map(({ basemap_id }) => basemap_id)) : found;
}

/** `already_there` for an id that is taken. */
export async function addBasemap(client: Client, basemap: BasemapInput): Promise<Result<null>> {
	return toResult(await client.from('basemaps').insert(toRow(basemap)));
}

export async function changeBasemap(client: Client, id: string, basemap: Partial<BasemapInput>): Promise<Result<null>> {
	const changed = toResult<{ id: string }[]>(await client.from('basemaps').update(toRow(basemap)).eq('id', id).select('id'));
	if (!changed.ok) return changed;
	// A row that a policy hides from an update is no error there.
	return changed.value.length ? ok(null) : failed('not_found');
}

export async function removeBasemap(client: Client, id: string): Promise<Result<null>> {
	return toResult(await client.from('basemaps').delete().eq('id', id));
}

/** An empty key removes the stored one. */
export async function saveBasemapKey(client: Client, basemap: string, key: string): Promise<Result<null>> {
	return toResult(await client.rpc('save_basemap_key', { basemap, key }));
}

function toInput(row: Row): BasemapInput {
	return {
		id: row.id,
		name: row.name as Label,
		kind: row.kind as BasemapInput['kind'],
		crs: row.crs as BasemapInput['crs'],
		source: row.source ?? '',
		attribution: row.attribution,
		approvalNumber: row.approval_number,
		minZoom: Number(row.min_zoom),
		maxZoom: Number(row.max_zoom),
		isPublic: row.is_public,
		isEnabled: row.is_enabled,
		position: row.position
	};
}

function toRow(basemap: BasemapInput): Row;
function toRow(basemap: Partial<BasemapInput>): Partial<Row>;
function toRow({ approvalNumber, minZoom, maxZoom, isPublic, isEnabled, name, ...same }: Partial<BasemapInput>): Partial<Row> {
	const row = {
		...same,
		name: name as Json | undefined,
		approval_number: approvalNumber,
		min_zoom: minZoom,
		max_zoom: maxZoom,
		is_public: isPublic,
		is_enabled: isEnabled
	};
	return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
}
