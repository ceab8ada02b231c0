import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PlaceFound } from '#lib/domain/place.ts';
import type { Sql } from '#lib/server/backend/sql.ts';
import { actAs, actAsOwner, openTestDatabase, rolledBack } from '../support/database.ts';
import { CAMPAIGN, COMPOUND, SIBLING, aSite, buildWorld, type Somebody, type World } from '../support/world.ts';

let sql: Sql;
let world: World;

beforeAll(async () => {
	sql = await openTestDatabase();
	world = await buildWorld(sql);
	for (const [at, compound] of [COMPOUND, SIBLING].entries()) {
		await sql.query(
			`insert into public.areas (code, parent_code, level, name, center)
			values ($1, $2, 'building', '5号楼', extensions.st_setsrid(extensions.st_makepoint($3, $4), 4326))`,
			[`${compound}005`, compound, 126.431 + at * 0.15, 41.941 + at * 0.1]
		);
	}
});
afterAll(() => sql.close());

async function search(who: Somebody, query: string): Promise<PlaceFound[]> {
	await actAs(sql, who.userId);
	const [row] = await sql.query<{ found: PlaceFound[] }>('select public.search_places($1, $2) as found', [CAMPAIGN, query]);
	await actAsOwner(sql);
	return row?.found ?? [];
}

test('areas, buildings and cases each have their rows, areas first', () =>
	rolledBack(sql, async () => {
		for (let at = 0; at < 12; at++) await aSite(sql, world.cadre, { title: `5号楼第${at}处杂物` });
		const found = await search(world.cadre, '5号楼');
		expect(found.filter((one) => one.type === 'task')).toHaveLength(8);
		expect(found.filter((one) => one.type === 'building').map(({ id }) => id)).toEqual([`${COMPOUND}005`, `${SIBLING}005`]);
		expect(found.findIndex((one) => one.type === 'task')).toBe(2);
		expect(found[0]).toMatchObject({ area: COMPOUND, position: [126.431, 41.941], path: '浑江区 东兴街道 铁路社区 富安小区' });
	}));

test('words before the last say in which area', () =>
	rolledBack(sql, async () => {
		expect((await search(world.cadre, '富安 5号楼')).map(({ id }) => id)).toEqual([`${COMPOUND}005`]);
		expect((await search(world.cadre, '江源  5号楼')).map(({ id }) => id)).toEqual([`${SIBLING}005`]);
		expect(await search(world.cadre, '临江 5号楼')).toEqual([]);
	}));

test('a case is found by its number and by its title, by whoever may read it', () =>
	rolledBack(sql, async () => {
		const { taskId } = await aSite(sql, world.cadre, { title: '东墙根渣土' });
		expect((await search(world.cadre, '墙根')).map(({ id }) => id)).toEqual([taskId]);
		expect((await search(world.cadre, `${COMPOUND}-001`)).map(({ id, detail }) => [id, detail])).toEqual([[taskId, `${COMPOUND}-001`]]);
		expect(await search(world.stranger, '墙根')).toEqual([]);
	}));

test('signs that mean something to a pattern are searched for as they are', () =>
	rolledBack(sql, async () => {
		await aSite(sql, world.cadre, { title: '100%清运' });
		expect(await search(world.cadre, '100%清')).toHaveLength(1);
		expect(await search(world.cadre, '1_0')).toEqual([]);
		expect(await search(world.cadre, '%')).toHaveLength(1);
		expect(await search(world.cadre, '  ')).toEqual([]);
	}));

test('a list of cases is planned for its own filters where there are many, and once for all in a community', () =>
	rolledBack(sql, async () => {
		await actAs(sql, world.leader.userId);
		const modes: unknown[] = [];
		for (const area of ['2206', COMPOUND, '220602', COMPOUND.slice(0, 12)]) {
			await sql.query('select public.list_cases($1, $2)', [CAMPAIGN, area]);
			modes.push((await sql.query<{ mode: string }>("select current_setting('plan_cache_mode') as mode"))[0]?.mode);
		}
		expect(modes).toEqual(['force_custom_plan', 'auto', 'force_custom_plan', 'auto']);
	}));
