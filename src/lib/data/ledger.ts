import type { AreaCode, Level } from '#lib/domain/area.ts';
import type { Result } from '#lib/domain/result.ts';
import { toResult, type Client } from './client.ts';
import type { Json, TablesInsert } from './database.types.ts';

export interface PlaceRow {
	code: AreaCode;
	level: Level;
	name: string;
	nameEn: string | null;
	boundary: GeoJSON.MultiPolygon | null;
}

/** The areas that rows of a file may name, with their boundaries. */
export async function getPlaces(client: Client, campaign: string): Promise<Result<PlaceRow[]>> {
	return toResult(await client.rpc('import_places', { campaign }));
}

export async function beginImport(client: Client, batch: Record<string, string>): Promise<Result<null>> {
	return toResult(await client.rpc('import_begin', { batch }));
}

/** Rows in the words of `import_stage`; a repeated call stores a row once. */
export async function stageRows(client: Client, batch: string, rows: unknown[]): Promise<Result<number>> {
	return toResult(await client.rpc('import_stage', { batch, rows: rows as Json }));
}

export interface StagedIssue {
	row: number;
	field: string;
	value: string;
	code: string;
}

/** What the database would refuse, in the order of the rows. */
export async function checkRows(client: Client, batch: string): Promise<Result<StagedIssue[]>> {
	return toResult(await client.rpc('import_check', { batch, most: 5000 }));
}

/** Drops rows of an open batch, or with null the batch. */
export async function discardRows(client: Client, batch: string, rows: number[] | null): Promise<Result<number>> {
	return toResult(await client.rpc('import_discard', rows ? { batch, rows } : { batch }));
}

export async function commitImport(
	client: Client,
	batch: string,
	summary: { read: number; rejected: number; notes: Record<string, number | undefined> }
): Promise<Result<{ imported: number }>> {
	return toResult(await client.rpc('import_commit', { batch, summary: summary as Json }));
}

/** Takes a batch back; `batch_worked_on` once somebody has worked on one of its cases. */
export async function undoImport(client: Client, batch: string): Promise<Result<{ undone: number }>> {
	return toResult(await client.rpc('import_undo', { batch }));
}

export interface ImportRecord {
	id: string;
	campaign: string;
	campaignName: { 'zh-CN': string; en: string };
	area: AreaCode;
	fileName: string;
	profile: string | null;
	encoding: string | null;
	crs: string | null;
	source: string;
	state: 'imported' | 'undone';
	rowsRead: number;
	rowsImported: number;
	rowsRejected: number;
	/** Known faults by name. */
	notes: Record<string, number>;
	importedAt: string;
	importedBy: string | null;
	undoneAt: string | null;
	undoneBy: string | null;
}

/** Batches, newest first; pages count from 0. */
export async function listImports(
	client: Client,
	page: number,
	pageSize: number
): Promise<Result<{ total: number; rows: ImportRecord[] }>> {
	return toResult(await client.rpc('list_imports', { page, page_size: pageSize }));
}

/** Remembered profiles by name; the documents are checked by whoever reads them. */
export async function listProfiles(client: Client): Promise<Result<{ id: string; document: unknown }[]>> {
	return toResult(await client.from('import_profiles').select('id, document').order('id').limit(200));
}

export async function saveProfile(client: Client, id: string, document: Record<string, unknown>): Promise<Result<null>> {
	const row: TablesInsert<'import_profiles'> = { id, document: document as { [key: string]: Json }, updated_at: new Date().toISOString() };
	return toResult(await client.from('import_profiles').upsert(row));
}

/** Adds or changes areas, named like the columns of the table; boundary and center are GeoJSON in WGS-84. */
export async function saveAreas(client: Client, areas: Record<string, unknown>[]): Promise<Result<number>> {
	return toResult(await client.rpc('save_areas', { areas: areas as Json }));
}
