import type { Result } from '#lib/domain/result.ts';
import type { SiteColumns } from '#lib/domain/site.ts';
import { toResult, type Client } from './client.ts';

/** What one answer carries at most; `isComplete` is false when there are more. */
export const MOST_SITES = 20_000;

/** Sites of an area that the caller may see, each with the task that its pin shows. */
export async function listMapSites(client: Client, campaign: string, area: string, mostRows = MOST_SITES): Promise<Result<SiteColumns>> {
	return toResult(await client.rpc('map_sites', { campaign, area, max_rows: mostRows }));
}
