import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '#lib/server/backend/sql.ts';
import { actAs, actAsOwner, openTestDatabase, rolledBack } from '../support/database.ts';
import { traces } from '../support/traces.ts';
import { aSite, attachPicture, buildWorld, COMPOUND, SIBLING, submitAs, type World } from '../support/world.ts';

let sql: Sql;
let world: World;

beforeAll(async () => {
	sql = await openTestDatabase();
	world = await buildWorld(sql);
});
afterAll(() => sql.close());

const inside = (name: string, work: () => Promise<void>): void => {
	test(name, () => rolledBack(sql, work));
};

describe('exactly once', () => {
	inside('a repeated change is answered with its first result and does nothing', async () => {
		const { taskId } = await aSite(sql, world.cadre);
		const id = randomUUID();
		const first = await submitAs(sql, world.cadre, `task:${taskId}`, 1, { action: 'file' }, id);
		expect(first.status).toBe('applied');
		const before = await traces(sql);
		expect(await submitAs(sql, world.cadre, `task:${taskId}`, 1, { action: 'file' }, id)).toEqual({ ...first, repeated: true });
		// Also after the case has moved on.
		await submitAs(sql, world.dispatcher, `task:${taskId}`, 2, { action: 'assign', owner: world.otherCadre.personId });
		expect(await submitAs(sql, world.cadre, `task:${taskId}`, 1, { action: 'file' }, id)).toEqual({ ...first, repeated: true });
		expect(before).toMatchObject({ changes: 2, events: 2 });
		expect(await traces(sql)).toMatchObject({ changes: 3, events: 3 });
	});

	inside(
		'the same id with other content, another target, another version or from somebody else is refused, and the first stands',
		async () => {
			const { taskId } = await aSite(sql, world.cadre);
			const other = await aSite(sql, world.cadre);
			const id = randomUUID();
			await submitAs(sql, world.cadre, `task:${taskId}`, 1, { action: 'file' }, id);
			const before = await traces(sql);
			const refused = { status: 'refused', code: 'change_id_reused' };
			expect(await submitAs(sql, world.cadre, `task:${taskId}`, 1, { action: 'file', urgent: true }, id)).toEqual(refused);
			expect(await submitAs(sql, world.cadre, `task:${other.taskId}`, 1, { action: 'file' }, id)).toEqual(refused);
			expect(await submitAs(sql, world.cadre, `task:${taskId}`, 2, { action: 'file' }, id)).toEqual(refused);
			expect(await submitAs(sql, world.otherCadre, `task:${taskId}`, 1, { action: 'file' }, id)).toEqual(refused);
			expect(await traces(sql)).toEqual(before);
		}
	);

	inside('any two different contents under one id: the second is refused', async () => {
		const { taskId } = await aSite(sql, world.cadre);
		let version = 1;
		const title = fc
			.string({ minLength: 1, maxLength: 30, unit: 'grapheme' })
			.filter((text) => text.trim().length > 0 && text.trim().length <= 200);
		await fc.assert(
			fc.asyncProperty(title, title, async (one, two) => {
				fc.pre(one !== two && !one.includes('\0') && !two.includes('\0'));
				const id = randomUUID();
				const first = await submitAs(sql, world.cadre, `task:${taskId}`, version, { action: 'edit', title: one }, id);
				expect(first.status).toBe('applied');
				expect(await submitAs(sql, world.cadre, `task:${taskId}`, version, { action: 'edit', title: two }, id)).toMatchObject({
					code: 'change_id_reused'
				});
				version++;
			}),
			{ numRuns: process.env.FULL ? 1000 : 25 }
		);
	});
});

describe('conflict', () => {
	inside('a stale version is answered with both versions, and nothing is stored', async () => {
		const { taskId, siteId } = await aSite(sql, world.cadre);
		await submitAs(sql, world.cadre, `task:${taskId}`, 1, { action: 'file' });
		await submitAs(sql, world.cadre, `site:${siteId}`, 1, { action: 'edit', title: '新名' });
		const before = await traces(sql);
		const id = randomUUID();
		expect(await submitAs(sql, world.cadre, `task:${taskId}`, 1, { action: 'edit', title: '旧' }, id)).toMatchObject({
			status: 'conflict',
			base: 1,
			task: { id: taskId, version: 3, stage: 'filed', title: '新名' }
		});
		expect(await submitAs(sql, world.cadre, `site:${siteId}`, 1, { action: 'edit', title: '旧' })).toMatchObject({
			status: 'conflict',
			base: 1,
			site: { id: siteId, version: 2, title: '新名' }
		});
		expect(await submitAs(sql, world.cadre, `task:${taskId}`, null, { action: 'edit', title: '旧' })).toMatchObject({
			status: 'conflict',
			base: null
		});
		expect(await traces(sql)).toEqual(before);
		// The same change, made again on what is there now, goes through under its own id.
		expect(await submitAs(sql, world.cadre, `task:${taskId}`, 3, { action: 'edit', title: '旧' }, id)).toMatchObject({ status: 'applied' });
	});

	inside('an edit of what was removed is refused and raises nothing from the dead', async () => {
		const { taskId, siteId } = await aSite(sql, world.cadre);
		await submitAs(sql, world.administrator, `site:${siteId}`, 1, { action: 'remove', reason: '误报' });
		expect(await submitAs(sql, world.cadre, `task:${taskId}`, 1, { action: 'edit', title: '还在' })).toMatchObject({
			code: 'unknown_target'
		});
		expect(await submitAs(sql, world.cadre, `site:${siteId}`, 2, { action: 'edit', title: '还在' })).toMatchObject({
			code: 'unknown_target'
		});
		expect(await attachPicture(sql, world.cadre, taskId, 'after')).toMatchObject({ code: 'unknown_target' });
		expect(await submitAs(sql, world.cadre, `site:${siteId}`, 2, { action: 'restore' })).toMatchObject({ code: 'not_allowed' });
		expect(await submitAs(sql, world.administrator, `site:${siteId}`, 2, { action: 'restore' })).toMatchObject({ status: 'applied' });
		expect(await submitAs(sql, world.administrator, `site:${siteId}`, 3, { action: 'restore' })).toMatchObject({ code: 'illegal_move' });
	});
});

describe('a picture of the work that comes when the case is closed', () => {
	inside('is kept, and makes nobody a handler of what they closed', async () => {
		const { taskId } = await aSite(sql, world.cadre);
		await submitAs(sql, world.dispatcher, `task:${taskId}`, 1, { action: 'reject', reason: '不属实' });
		for (const who of [world.dispatcher, world.cadre]) {
			expect(await attachPicture(sql, who, taskId, 'after')).toMatchObject({ status: 'applied' });
		}
		expect(await sql.query('select closed_by, handlers from public.tasks where id = $1', [taskId])).toEqual([
			{ closed_by: world.dispatcher.personId, handlers: [world.cadre.personId] }
		]);
		expect(await sql.query('select taken_by from public.evidence where task_id = $1', [taskId])).toContainEqual({
			taken_by: world.dispatcher.personId
		});
	});
});

describe('sites', () => {
	inside('a shape outside its area is refused, naming where it lies', async () => {
		const { answer } = await aSite(sql, world.administrator, { geometry: { type: 'Point', coordinates: [126.582, 42.042] } });
		expect(answer).toMatchObject({ status: 'refused', code: 'outside_area', field: 'geometry', info: SIBLING });
	});

	inside('a site given to another area takes a new number there, its cases follow, and its pictures stay in sight', async () => {
		const { siteId, taskId } = await aSite(sql, world.cadre);
		await attachPicture(sql, world.cadre, taskId, 'before');
		expect(await submitAs(sql, world.cadre, `site:${siteId}`, 1, { action: 'reassign', area_code: SIBLING })).toMatchObject({
			code: 'not_allowed'
		});
		const geometry = { type: 'Point', coordinates: [126.582, 42.042] };
		expect(
			await submitAs(sql, world.administrator, `site:${siteId}`, 1, { action: 'reassign', area_code: SIBLING, geometry })
		).toMatchObject({ status: 'applied', site: { number: 1 } });
		expect(await submitAs(sql, world.cadre, `task:${taskId}`, 2, { action: 'edit', title: '我的' })).toMatchObject({
			code: 'unknown_target'
		});
		await actAs(sql, world.stranger.userId);
		expect(await sql.query('select 1 from storage.objects')).toHaveLength(1);
		expect(await sql.query('select 1 from public.evidence')).toHaveLength(1);
		await actAs(sql, world.cadre.userId);
		expect(await sql.query('select 1 from storage.objects')).toHaveLength(0);
	});

	inside('numbers go on past 999', async () => {
		await aSite(sql, world.cadre);
		await sql.exec('update private.counters set last_number = 998');
		for (const number of ['999', '1000', '1001']) {
			const { taskId, answer } = await aSite(sql, world.cadre);
			expect(answer).toMatchObject({ status: 'applied', site: { number: Number(number) } });
			await actAs(sql, world.cadre.userId);
			expect(await sql.query('select number from public.tasks where id = $1', [taskId])).toEqual([{ number: `${COMPOUND}-${number}` }]);
			await actAsOwner(sql);
		}
	});

	inside('a tick tells the area that something left as well as the one it came to', async () => {
		const { siteId } = await aSite(sql, world.cadre);
		const [before] = await sql.query<{ n: number }>('select last_value::integer as n from private.revision');
		await submitAs(sql, world.administrator, `site:${siteId}`, 1, { action: 'reassign', area_code: SIBLING, geometry: null });
		const [after] = await sql.query<{ n: number }>('select last_value::integer as n from private.revision');
		// Two statements (site and case), two areas each.
		expect((after?.n ?? 0) - (before?.n ?? 0)).toBe(4);
	});
});
