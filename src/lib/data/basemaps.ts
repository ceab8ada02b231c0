import type { BasemapInfo } from '#lib/domain/basemap.ts';
import type { Result } from '#lib/domain/result.ts';
import { toResult, type Client } from './client.ts';
import type { Tables } from './database.types.ts';

/** Where a basemap comes from. For the server alone, which asks for its tiles: holds the key. */
export interface BasemapSource {
	id: string;
	kind: BasemapInfo['kind'];
	/** Tile template, file name or style document, by kind. */
	source: string;
	key: string;
	/** Whether somebody who is not signed in may see it. */
	isPublic: boolean;
	minZoom: number;
	maxZoom: number;
}

/** Reads a basemap that is switched on, with its key; null when there is none. `operator` is the server's own client. */
export async function getBasemapSource(operator: Client, id: string): Promise<Result<BasemapSource | null>> {
	const found = toResult<Pick<Tables<'basemaps'>, 'kind' | 'source' | 'is_public' | 'approval_number' | 'min_zoom' | 'max_zoom'>[]>(
		await operator
			.from('basemaps')
			.select('kind, source, is_public, approval_number, min_zoom, max_zoom')
			.eq('id', id)
			.eq('is_enabled', true)
			.limit(1)
	);
	if (!found.ok) return found;
	const [row] = found.value;
	if (!row?.source) return { ok: true, value: null };
	const keys = toResult<{ key: string }[]>(await operator.from('basemap_keys').select('key').eq('basemap_id', id).limit(1));
	if (!keys.ok) return keys;
	return {
		ok: true,
		value: {
			id,
			kind: row.kind as BasemapInfo['kind'],
			source: row.source,
			key: keys.value[0]?.key ?? '',
			isPublic: row.is_public && Boolean(row.approval_number),
			minZoom: row.min_zoom,
			maxZoom: row.max_zoom
		}
	};
}
