import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '#lib/server/backend/sql.ts';
import { aRow, Batches, type Row } from '../support/batches.ts';
import { actAs, actAsOperator, openTestDatabase, rolledBack } from '../support/database.ts';
import { buildWorld, CAMPAIGN, SIBLING, type World } from '../support/world.ts';

let sql: Sql;
let batches: Batches;
let world: World;

beforeAll(async () => {
	sql = await openTestDatabase();
	batches = new Batches(sql);
	world = await buildWorld(sql);
});
afterAll(() => sql.close());

const inside = (name: string, work: () => Promise<void>): void => {
	test(name, () => rolledBack(sql, work));
};

describe('an export', () => {
	const begun = (over: Row = {}) =>
		batches.call<string>('public.export_begin($1::jsonb)', JSON.stringify({ campaign: CAMPAIGN, area: '2206', format: 'csv', ...over }));
	const page = (id: string, after = '', size = 1000) =>
		batches.call<{ number: string; layer: string; ref: string }[]>('public.export_cases($1, $2, $3)', id, after, size);

	async function someCases(): Promise<void> {
		await actAsOperator(sql);
		await batches.commit(
			await batches.staged([aRow(1), aRow(2), aRow(3, { area: SIBLING }), aRow(4, { layer: 'camera', kind: 'camera_fault', ref: 'CAM' })])
		);
	}

	inside('holds what the caller may see, page by page, and the log counts the rows that left', async () => {
		await someCases();
		await actAs(sql, world.leader.userId);
		const id = await begun();
		const first = await page(id, '', 1);
		const second = await page(id, first[0]?.number, 1);
		const third = await page(id, second[0]?.number, 1);
		expect([...first, ...second].map(({ ref }) => ref)).toEqual(['R-1', 'R-2']);
		expect(third).toEqual([]);
		await actAs(sql, world.administrator.userId);
		const [logged] = await sql.query<Row>(
			'select person_id, campaign_id, area_code, layer_id, format, rows, is_complete from public.exports where id = $1',
			[id]
		);
		expect(logged).toEqual({
			person_id: world.leader.personId,
			campaign_id: CAMPAIGN,
			area_code: '2206',
			layer_id: null,
			format: 'csv',
			rows: 2,
			is_complete: true
		});
	});

	inside('leaves cameras out unless somebody who may see them asks for them by name', async () => {
		await someCases();
		await actAs(sql, world.leader.userId);
		expect((await page(await begun())).map(({ layer }) => layer)).not.toContain('camera');
		expect((await page(await begun({ layer: 'camera' }))).map(({ ref }) => ref)).toEqual(['CAM']);
		await actAs(sql, world.stranger.userId);
		expect(await page(await begun({ layer: 'camera' }))).toEqual([]);
	});

	inside("is nobody else's to go on with, and nobody's who has no post", async () => {
		await someCases();
		await actAs(sql, world.leader.userId);
		const id = await begun();
		await actAs(sql, world.cadre.userId);
		await sql.exec('savepoint before');
		await expect(page(id)).rejects.toMatchObject({ message: 'unknown_export' });
		await sql.exec('rollback to savepoint before');
		expect(await batches.countOf('public.exports')).toBe(0);
		for (const who of [world.rider, world.former]) {
			await actAs(sql, who.userId);
			await sql.exec('savepoint before');
			await expect(begun(), who.role).rejects.toMatchObject({ message: 'not_allowed' });
			await sql.exec('rollback to savepoint before');
		}
	});

	inside('of what does not exist is refused by code', async () => {
		await actAsOperator(sql);
		for (const [over, code] of [
			[{ campaign: 'none' }, 'unknown_campaign'],
			[{ area: '99' }, 'unknown_area'],
			[{ layer: 'none' }, 'unknown_layer'],
			[{ format: 'xlsx' }, 'unknown_format']
		] as const) {
			await sql.exec('savepoint before');
			await expect(begun(over)).rejects.toMatchObject({ message: code });
			await sql.exec('rollback to savepoint before');
		}
	});
});
