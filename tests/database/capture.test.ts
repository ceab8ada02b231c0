import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NearCase } from '#lib/domain/task.ts';
import type { PlaceHere } from '#lib/domain/area.ts';
import type { Sql } from '#lib/server/backend/sql.ts';
import { actAs, actAsOwner, openTestDatabase, rolledBack } from '../support/database.ts';
import { CAMPAIGN, COMPOUND, SIBLING, aSite, buildWorld, submitAs, type Somebody, type World } from '../support/world.ts';

/** Near Baishan: metres to degrees. */
const EAST_M = 1 / 82_900;
const NORTH_M = 1 / 111_070;
const AT: [number, number] = [126.432, 41.942];

let sql: Sql;
let world: World;
beforeAll(async () => {
	sql = await openTestDatabase();
	world = await buildWorld(sql);
});
afterAll(() => sql.close());

async function ask<Answer>(who: Somebody, question: string, values: unknown[]): Promise<Answer> {
	await actAs(sql, who.userId);
	const [row] = await sql.query<{ answer: Answer }>(`select ${question} as answer`, values);
	await actAsOwner(sql);
	return (row as { answer: Answer }).answer;
}

const placesAt = (who: Somebody, lng: number, lat: number): Promise<PlaceHere[]> => ask(who, 'public.places_at($1, $2)', [lng, lat]);
const casesNear = (who: Somebody, kind: string, at: [number, number], radiusM = 30): Promise<NearCase[]> =>
	ask(who, 'public.cases_near($1, $2, $3, $4, $5)', [CAMPAIGN, kind, ...at, radiusM]);

describe('where a position lies', () => {
	test('in a compound, with the way up to it', () =>
		rolledBack(sql, async () => {
			const [place] = await placesAt(world.cadre, ...AT);
			expect(place).toMatchObject({ code: COMPOUND, level: 'compound', name: '富安小区', distanceM: 0, path: '浑江区 东兴街道 铁路社区' });
		}));

	test('just outside one, which is offered with its distance', () =>
		rolledBack(sql, async () => {
			const [place] = await placesAt(world.cadre, 126.43 - 100 * EAST_M, 41.942);
			expect(place).toMatchObject({ code: COMPOUND });
			expect(place?.distanceM).toBeGreaterThan(95);
			expect(place?.distanceM).toBeLessThan(105);
			expect(await placesAt(world.cadre, 126.43 - 300 * EAST_M, 41.942)).toEqual([]);
		}));

	test('nowhere, when it is no position', () =>
		rolledBack(sql, async () => {
			expect(await placesAt(world.cadre, 326.43, 41.94)).toEqual([]);
		}));
});

describe('what lies open nearby', () => {
	test('is of the same kind, within the radius, nearest first', () =>
		rolledBack(sql, async () => {
			const far = await aSite(sql, world.cadre, { geometry: { type: 'Point', coordinates: [AT[0] + 25 * EAST_M, AT[1]] }, title: '远' });
			const close = await aSite(sql, world.cadre, { geometry: { type: 'Point', coordinates: [AT[0], AT[1] - 8 * NORTH_M] }, title: '近' });
			await aSite(sql, world.cadre, { geometry: { type: 'Point', coordinates: [AT[0] + 40 * EAST_M, AT[1]] }, title: '太远' });
			await aSite(sql, world.cadre, { kind: 'exposed_rubbish', geometry: { type: 'Point', coordinates: AT }, title: '别的类别' });
			const found = await casesNear(world.cadre, 'piled_rubbish', AT);
			expect(found.map((one) => [one.id, one.distanceM])).toEqual([
				[close.taskId, 8],
				[far.taskId, 25]
			]);
			expect(found[0]).toMatchObject({ title: '近', stage: 'reported', siteNumber: expect.any(Number) });
		}));

	test('a case that is over is no reason not to report', () =>
		rolledBack(sql, async () => {
			const { taskId } = await aSite(sql, world.cadre, { geometry: { type: 'Point', coordinates: AT } });
			expect(await casesNear(world.cadre, 'piled_rubbish', AT)).toHaveLength(1);
			await submitAs(sql, world.cadre, `task:${taskId}`, 1, { action: 'reject', reason: '不属管辖' });
			expect(await casesNear(world.cadre, 'piled_rubbish', AT)).toEqual([]);
		}));

	test('is not told to whoever may not see it', () =>
		rolledBack(sql, async () => {
			await aSite(sql, world.stranger, { area: SIBLING });
			const at: [number, number] = [126.582, 42.042];
			expect(await casesNear(world.stranger, 'piled_rubbish', at)).toHaveLength(1);
			expect(await casesNear(world.cadre, 'piled_rubbish', at)).toEqual([]);
		}));
});
