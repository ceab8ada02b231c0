import type { DayFigures, DueCalendar, Outline, Overview, StuckCase } from '#lib/domain/overview.ts';
import type { Result } from '#lib/domain/result.ts';
import { toResult, type Client } from './client.ts';

/** Null when there is no such area or campaign; `not_allowed` outside the caller's scope. */
export async function getOverview(client: Client, campaign: string, area: string, domain?: string): Promise<Result<Overview | null>> {
	return toResult(await client.rpc('area_overview', { campaign, area, domain }));
}

/** What was filed and closed on each day of the campaign on which something happened. */
export async function listDays(client: Client, campaign: string, area: string, domain?: string): Promise<Result<DayFigures[]>> {
	return toResult(await client.rpc('area_days', { campaign, area, domain }));
}

/** How many open cases fall due on each of the coming days, today first. */
export async function getDueCalendar(
	client: Client,
	campaign: string,
	area: string,
	days: number,
	domain?: string
): Promise<Result<DueCalendar>> {
	return toResult(await client.rpc('due_days', { campaign, area, days, domain }));
}

/** Open cases by the limit that ran out first (`due`), or by the time without a move (`still`). */
export async function listStuck(
	client: Client,
	campaign: string,
	area: string,
	by: 'due' | 'still',
	count: number,
	domain?: string
): Promise<Result<StuckCase[]>> {
	return toResult(await client.rpc('stuck_cases', { campaign, area, by, domain, max_rows: count }));
}

/** Outlines of the areas below, simplified for a small map. */
export async function listOutlines(client: Client, area: string): Promise<Result<Outline[]>> {
	return toResult(await client.rpc('area_outlines', { area }));
}
