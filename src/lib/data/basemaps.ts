import type { BasemapInfo } from '#lib/domain/basemap.ts';
import type { Result } from '#lib/domain/result.ts';
import type { Label } from '#lib/domain/template.ts';
import { toResult, type Client } from './client.ts';
import type { Tables } from './database.types.ts';

type Row = Pick<Tables<'basemaps'>, 'id' | 'name' | 'kind' | 'crs' | 'attribution' | 'approval_number' | 'min_zoom' | 'max_zoom'>;

/** Basemaps that the caller may see, without where they come from: that is the server's business. */
export async function listBasemaps(client: Client): Promise<Result<BasemapInfo[]>> {
	const found = toResult<Row[]>(
		await client
			.from('basemaps')
			.select('id, name, kind, crs, attribution, approval_number, min_zoom, max_zoom')
			.eq('is_enabled', true)
			.neq('kind', 'plan')
			.order('position')
			.order('id')
			.limit(100)
	);
	return found.ok ? { ok: true, value: found.value.map(toBasemap) } : found;
}

function toBasemap(row: Row): BasemapInfo {
	return {
		id: row.id,
		name: row.name as Label,
		kind: row.kind as BasemapInfo['kind'],
		crs: row.crs as BasemapInfo['crs'],
		attribution: row.attribution,
		approvalNumber: row.approval_number,
		minZoom: row.min_zoom,
		maxZoom: row.max_zoom
	};
}
