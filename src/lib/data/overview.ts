import type { DayFigures, DueDay, Overview } from '#lib/domain/overview.ts';
import type { Result } from '#lib/domain/result.ts';
import { toResult, type Client } from './client.ts';

/** Null when there is no such area or campaign; `not_allowed` outside the caller's scope. */
export async function getOverview(client: Client, campaign: string, area: string): Promise<Result<Overview | null>> {
	return toResult(await client.rpc('area_overview', { campaign, area }));
}

/** What was filed and closed on each day of the campaign on which something happened. */
export async function listDays(client: Client, campaign: string, area: string): Promise<Result<DayFigures[]>> {
	return toResult(await client.rpc('area_days', { campaign, area }));
}

/** How many open cases fall due on each of the coming days, today first. */
export async function listDueDays(client: Client, campaign: string, area: string, days: number): Promise<Result<DueDay[]>> {
	return toResult(await client.rpc('due_days', { campaign, area, days }));
}
