import type { Result } from '#lib/domain/result.ts';
import type { Outcome, Stage } from '#lib/domain/stage.ts';
import type { Phase } from '#lib/domain/task.ts';
import type { LimitUnit, Unit } from '#lib/domain/template.ts';
import { toResult, type Client } from './client.ts';

/** A case as it leaves. Moments are ISO 8601 with microseconds, geometry is WGS-84. */
export interface ExportedCase {
	number: string;
	title: string;
	description: string | null;
	layer: string;
	kind: string;
	area: string;
	/** Names from the city down. */
	areaName: string;
	stage: Stage;
	outcome: Outcome | null;
	code: string | null;
	standardRef: string | null;
	department: string | null;
	ownerName: string | null;
	limitAmount: number | null;
	limitUnit: LimitUnit | null;
	reportedAt: string;
	filedAt: string | null;
	dueAt: string | null;
	closedAt: string | null;
	reworkCount: number;
	quantityTarget: number | null;
	quantityDone: number | null;
	unit: Unit | null;
	attributes: Record<string, unknown>;
	geometry: GeoJSON.Geometry | null;
	source: string | null;
	ref: string;
	photos: { phase: Phase; url: string }[];
}

export interface ExportRequest {
	campaign: string;
	area: string;
	/** All but internal ones when left out. */
	layer?: string;
	format: 'csv' | 'geojson';
}

/** Opens an export in the log; its pages are asked for by the id. */
export async function beginExport(client: Client, request: ExportRequest): Promise<Result<string>> {
	return toResult(await client.rpc('export_begin', { request: { ...request } }));
}

/** Cases with a number after the given one, as the caller may see them; the log counts them. */
export async function exportPage(client: Client, id: string, after: string, pageSize: number): Promise<Result<ExportedCase[]>> {
	return toResult(await client.rpc('export_cases', { export: id, after, page_size: pageSize }));
}
