import { randomUUID } from 'node:crypto';
import type { Sql } from '#lib/server/backend/sql.ts';
import { CAMPAIGN, COMPOUND } from './world.ts';

export type Row = Record<string, unknown>;

/** A row in the words of `import_stage`. */
export const aRow = (row: number, over: Row = {}): Row => ({
	row,
	ref: `R-${row}`,
	layer: 'trash_site',
	kind: 'piled_rubbish',
	title: `第 ${row} 处`,
	area: COMPOUND,
	geometry: { type: 'Point', coordinates: [126.432, 41.942] },
	stage: 'filed',
	reported_at: '2026-05-06T01:00:00Z',
	attributes: { volume_m3: 3 },
	raw: { 编号: `R-${row}` },
	crs: 'GCJ02',
	...over
});

/** The ledger's functions as whoever acts on the session calls them. */
export class Batches {
	readonly #sql: Sql;

	constructor(sql: Sql) {
		this.#sql = sql;
	}

	async call<Answer>(text: string, ...params: unknown[]): Promise<Answer> {
		const [row] = await this.#sql.query<{ answer: Answer }>(`select ${text} as answer`, params);
		return (row as { answer: Answer }).answer;
	}

	async countOf(what: string): Promise<number> {
		return Number(await this.call<string>(`(select count(*) from ${what})`));
	}

	async begin(over: Row = {}): Promise<string> {
		const id = randomUUID();
		await this.call(
			'public.import_begin($1::jsonb)',
			JSON.stringify({ id, campaign_id: CAMPAIGN, file_name: '台账.csv', encoding: 'GBK', crs: 'GCJ02', source: 'office', ...over })
		);
		return id;
	}

	/** An open batch with these rows. */
	async staged(rows: Row[], over: Row = {}): Promise<string> {
		const id = await this.begin(over);
		await this.call('public.import_stage($1, $2::jsonb)', id, JSON.stringify(rows));
		return id;
	}

	check(batch: string): Promise<{ row: number; field: string; value: string; code: string }[]> {
		return this.call('public.import_check($1)', batch);
	}

	commit(batch: string, summary: Row = {}): Promise<{ imported: number }> {
		return this.call('public.import_commit($1, $2::jsonb)', batch, JSON.stringify(summary));
	}
}
