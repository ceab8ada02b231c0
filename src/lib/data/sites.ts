import type { Result } from '#lib/domain/result.ts';
import type { MapSites } from '#lib/domain/site.ts';
import { toResult, type Client } from './client.ts';

/** Every site of an area that the caller may see, each with the task that its pin shows. */
export async function listMapSites(client: Client, campaign: string, area: string): Promise<Result<MapSites>> {
	return toResult(await client.rpc('map_sites', { campaign, area }));
}
