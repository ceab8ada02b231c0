import type { CaseFilter } from '#lib/domain/paths.ts';
import { ok, type Result } from '#lib/domain/result.ts';
import type { CaseRow, InboxRow, NearCase, TaskDetail } from '#lib/domain/task.ts';
import type { Unit } from '#lib/domain/template.ts';
import { toResult, type Client } from './client.ts';
import type { Json } from './database.types.ts';

/** Null when there is no such case, or none that the caller may see. */
export async function getTask(client: Client, task: string): Promise<Result<TaskDetail | null>> {
	const found = toResult<TaskDetail | null>(await client.rpc('task_detail', { task }));
	return !found.ok && found.error.code === 'not_found' ? ok(null) : found;
}

/** `stuck`: longest in its stage first. */
export const CASE_SORTS = ['due', 'updated', 'closed', 'stuck', 'number'] as const;
export type CaseSort = (typeof CASE_SORTS)[number];

export interface CaseList {
	asOf: string;
	total: number;
	/** What was done in all of them, by unit. */
	quantities: Partial<Record<Unit, number>>;
	rows: CaseRow[];
}

/** The rows behind a number, a page at a time (pages count from 0). */
export async function listCases(
	client: Client,
	campaign: string,
	area: string,
	filter: CaseFilter,
	options: { sort?: CaseSort; page?: number; pageSize?: number } = {}
): Promise<Result<CaseList>> {
	return toResult(
		await client.rpc('list_cases', {
			campaign,
			area,
			filter: filter as Json,
			sort: options.sort ?? 'due',
			page: options.page ?? 0,
			page_size: options.pageSize ?? 50
		})
	);
}

/** Cases that wait for the caller, soonest due first. */
export async function getInbox(client: Client, campaign: string): Promise<Result<{ asOf: string; total: number; rows: InboxRow[] }>> {
	return toResult(await client.rpc('my_inbox', { campaign }));
}

/** Open cases of a kind within some metres of a position (WGS-84), nearest first. */
export async function listCasesNear(
	client: Client,
	campaign: string,
	kind: string,
	[lng, lat]: [number, number],
	radiusM: number
): Promise<Result<NearCase[]>> {
	return toResult(await client.rpc('cases_near', { campaign, kind, lng, lat, radius_m: radiusM }));
}
