import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '#lib/server/backend/sql.ts';
import { actAsOperator, openTestDatabase, rolledBack } from '../support/database.ts';
import { aSite, attachPicture, buildWorld, submitAs, type World } from '../support/world.ts';

let sql: Sql;
let world: World;

beforeAll(async () => {
	sql = await openTestDatabase();
	world = await buildWorld(sql);
});
afterAll(() => sql.close());

describe('a case goes its way', () => {
	test('from report to closing, each step by the one whose step it is', () =>
		rolledBack(sql, async () => {
			const { taskId, answer } = await aSite(sql, world.cadre);
			expect(answer).toMatchObject({ status: 'applied', task: { stage: 'reported', version: 1 } });
			const target = `task:${taskId}`;
			expect(await submitAs(sql, world.cadre, target, 1, { action: 'file' })).toMatchObject({
				status: 'applied',
				task: { stage: 'filed', version: 2 }
			});
			expect(await submitAs(sql, world.dispatcher, target, 2, { action: 'assign', owner: world.otherCadre.personId })).toMatchObject({
				task: { stage: 'assigned' }
			});
			expect(await submitAs(sql, world.otherCadre, target, 3, { action: 'start' })).toMatchObject({ task: { stage: 'in_progress' } });
			expect(await submitAs(sql, world.otherCadre, target, 4, { action: 'submit', quantity: 3 })).toMatchObject({
				status: 'refused',
				code: 'needs_evidence_after'
			});
			expect(await attachPicture(sql, world.otherCadre, taskId, 'after')).toMatchObject({ status: 'applied' });
			expect(await submitAs(sql, world.otherCadre, target, 4, { action: 'submit' })).toMatchObject({
				status: 'refused',
				code: 'needs_quantity'
			});
			expect(await submitAs(sql, world.otherCadre, target, 4, { action: 'submit', quantity: 3 })).toMatchObject({
				task: { stage: 'submitted', version: 5 }
			});
			expect(await submitAs(sql, world.inspector, target, 5, { action: 'close' })).toMatchObject({
				task: { stage: 'closed', quantityDone: 3 }
			});
			await actAsOperator(sql);
			expect(await sql.query('select * from public.verify_ledger()')).toEqual([]);
		}));
});
