import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '#lib/server/backend/sql.ts';
import { aRow, Batches, type Row } from '../support/batches.ts';
import { actAs, actAsOperator, actAsOwner, openTestDatabase, rolledBack } from '../support/database.ts';
import { addSomebody, buildWorld, COMPOUND, SIBLING, square, submitAs, type Somebody, type World } from '../support/world.ts';

let sql: Sql;
let batches: Batches;
let world: World;
/** Administers one district only. */
let districtAdministrator: Somebody;

beforeAll(async () => {
	sql = await openTestDatabase();
	batches = new Batches(sql);
	world = await buildWorld(sql);
	districtAdministrator = await addSomebody(sql, '区管理员', 'administrator', '220602');
});
afterAll(() => sql.close());

const inside = (name: string, work: () => Promise<void>): void => {
	test(name, () => rolledBack(sql, work));
};

describe('a batch', () => {
	inside('becomes sites, cases, links to pictures and ledger entries at once', async () => {
		await actAs(sql, world.administrator.userId);
		const batch = await batches.staged([
			aRow(2, {
				photos: [
					{ phase: 'before', url: 'https://example.com/a.jpg' },
					{ phase: 'after', url: 'javascript:alert(1)' }
				]
			}),
			aRow(3, { geometry: null, stage: 'closed', outcome: 'fixed', closed_at: '2026-05-07T01:00:00Z', due_at: '2026-05-08T01:00:00Z' }),
			aRow(4, { area: SIBLING, stage: 'reported' })
		]);
		expect(await batches.check(batch)).toEqual([]);
		expect(await batches.commit(batch, { read: 4, rejected: 1, notes: { missing_position: 1 } })).toEqual({ imported: 3 });
		await actAsOwner(sql);
		const tasks = await sql.query<Row>(
			`select t.number, t.stage, t.outcome, t.limit_amount::float8 as amount, t.limit_unit, t.due_at is not null as is_limited, s.source_ref, s.source_crs,
				extensions.st_asgeojson(s.geometry)::json -> 'coordinates' as at, s.current_task_id = t.id as is_current, s.raw, e.action, h.length
			from public.tasks t join public.sites s on s.id = t.site_id join public.task_events e on e.task_id = t.id
			join private.ledger_heads h on h.task_id = t.id where t.batch_id = $1 order by s.source_ref`,
			[batch]
		);
		expect(tasks).toMatchObject([
			{
				stage: 'filed',
				amount: 2,
				limit_unit: 'working_days',
				is_limited: true,
				source_ref: 'R-2',
				source_crs: 'GCJ02',
				at: [126.432, 41.942],
				is_current: true,
				raw: { 编号: 'R-2' },
				action: 'import',
				length: 1
			},
			{ stage: 'closed', outcome: 'fixed', amount: 48, limit_unit: 'hours', is_limited: true, source_ref: 'R-3', at: null },
			{ stage: 'reported', is_limited: false, source_ref: 'R-4' }
		]);
		expect(tasks[0]?.number).toMatch(/^220602003003001-\d{3}$/);
		expect(await batches.countOf(`public.evidence v join public.tasks t on t.id = v.task_id where t.batch_id = '${batch}'`)).toBe(1);
		expect(await batches.countOf('private.import_rows')).toBe(0);
		await actAsOperator(sql);
		expect(await sql.query('select * from public.verify_ledger()')).toEqual([]);
	});

	inside('is numbered without gaps and goes on where the last number was, however it is cut into slices', async () => {
		await actAsOperator(sql);
		await batches.commit(await batches.staged([aRow(1), aRow(2)]));
		await batches.commit(await batches.staged([aRow(3, { area: SIBLING }), aRow(4), aRow(5)], { source: 'second' }));
		const numbers = await sql.query<{ area_code: string; numbers: number[] }>(
			'select area_code, array_agg(number order by number) as numbers from public.sites where batch_id is not null group by 1 order by 1'
		);
		const [home, sibling] = numbers;
		const first = home?.numbers[0] ?? 0;
		expect(home?.numbers).toEqual([first, first + 1, first + 2, first + 3]);
		expect(sibling?.numbers).toHaveLength(1);
	});

	inside('keeps the aggregates equal to a recount', async () => {
		await actAsOperator(sql);
		const rows = Array.from({ length: 300 }, (_, index) =>
			aRow(index + 1, {
				area: index % 3 ? COMPOUND : SIBLING,
				stage: index % 2 ? 'closed' : 'filed',
				closed_at: index % 2 ? '2026-06-01T01:00:00Z' : null,
				quantity_done: index % 5
			})
		);
		await batches.commit(await batches.staged(rows));
		await actAsOwner(sql);
		expect(
			await batches.countOf(
				'((table private.progress except select * from private.recount_progress()) union all (select * from private.recount_progress() except table private.progress)) d'
			)
		).toBe(0);
	});

	inside('of a source without limits leaves open cases without one', async () => {
		await actAsOperator(sql);
		await batches.commit(await batches.staged([aRow(1, { clock: false })]));
		const [task] = await sql.query<Row>('select limit_amount, limit_unit, due_at, warn_at from public.tasks where batch_id is not null');
		expect(task).toEqual({ limit_amount: null, limit_unit: null, due_at: null, warn_at: null });
	});

	inside('is refused whole when one row is wrong, and says which and why', async () => {
		await actAs(sql, world.administrator.userId);
		await batches.commit(await batches.staged([aRow(1)]));
		const batch = await batches.staged([
			aRow(1),
			aRow(2, { area: '220602999' }),
			aRow(3, { layer: 'nowhere' }),
			aRow(4, { kind: 'camera_fault' }),
			aRow(5, { stage: 'lost' }),
			aRow(6, { ref: 'R-X' }),
			aRow(7, { ref: 'R-X' }),
			aRow(8, { layer: 'camera', kind: 'camera_fault', geometry: square(126.43, 41.94, 0.001) }),
			aRow(9, {
				geometry: {
					type: 'Polygon',
					coordinates: [
						[
							[126.43, 41.94],
							[126.431, 41.941],
							[126.431, 41.94],
							[126.43, 41.941],
							[126.43, 41.94]
						]
					]
				}
			}),
			aRow(10, { title: '' }),
			aRow(11)
		]);
		const found = await batches.check(batch);
		expect(found.map(({ row, field, code }) => [row, field, code])).toEqual([
			[1, 'ref', 'already_imported'],
			[2, 'area', 'unknown_area'],
			[3, 'kind', 'unknown_kind'],
			[3, 'layer', 'unknown_layer'],
			[4, 'kind', 'unknown_kind'],
			[5, 'stage', 'unknown_stage'],
			[7, 'ref', 'repeated_ref'],
			[8, 'geometry', 'wrong_geometry'],
			[9, 'geometry', 'crossing_geometry'],
			[10, 'title', 'bad_row']
		]);
		const before = await batches.countOf('public.tasks');
		await sql.exec('savepoint before');
		await expect(batches.commit(batch)).rejects.toMatchObject({ message: 'rows_refused' });
		await sql.exec('rollback to savepoint before');
		expect(await batches.countOf('public.tasks')).toBe(before);
		await batches.call(
			'public.import_discard($1, $2)',
			batch,
			found.map(({ row }) => row)
		);
		expect(await batches.commit(batch)).toEqual({ imported: 2 });
	});

	inside('takes a repeated call once', async () => {
		await actAsOperator(sql);
		const batch = await batches.begin();
		const rows = JSON.stringify([aRow(1), aRow(2)]);
		expect(await batches.call('public.import_stage($1, $2::jsonb)', batch, rows)).toBe(2);
		expect(await batches.call('public.import_stage($1, $2::jsonb)', batch, rows)).toBe(0);
		expect(await batches.commit(batch)).toEqual({ imported: 2 });
	});

	inside('of rows that are no rows is refused by code', async () => {
		await actAsOperator(sql);
		const batch = await batches.begin();
		for (const bad of [{ ...aRow(1), reported_at: 'some day' }, { ...aRow(1), geometry: { type: 'Nothing' } }, { title: 'x' }]) {
			await sql.exec('savepoint before');
			await expect(batches.call('public.import_stage($1, $2::jsonb)', batch, JSON.stringify([bad]))).rejects.toMatchObject({
				message: 'bad_rows'
			});
			await sql.exec('rollback to savepoint before');
		}
	});

	inside('of a file that was imported before is refused until that one is undone', async () => {
		await actAsOperator(sql);
		const digest = 'a'.repeat(64);
		const first = await batches.staged([aRow(1)], { file_digest: digest });
		await batches.commit(first);
		await sql.exec('savepoint before');
		await expect(batches.begin({ file_digest: digest })).rejects.toMatchObject({ message: 'file_imported' });
		await sql.exec('rollback to savepoint before');
		await batches.call('public.import_undo($1)', first);
		expect(await batches.begin({ file_digest: digest })).toBeTruthy();
	});

	inside('can be undone, and its rows imported again', async () => {
		await actAs(sql, world.administrator.userId);
		const batch = await batches.staged([aRow(1), aRow(2)]);
		await batches.commit(batch);
		expect(await batches.call('public.import_undo($1)', batch)).toEqual({ undone: 2 });
		expect(await batches.countOf('public.tasks')).toBe(0);
		expect(await batches.commit(await batches.staged([aRow(1)]))).toEqual({ imported: 1 });
		await actAsOperator(sql);
		expect(await sql.query('select * from public.verify_ledger()')).toEqual([]);
	});

	inside('cannot be undone once somebody has worked on it', async () => {
		await actAs(sql, world.administrator.userId);
		const batch = await batches.staged([aRow(1)]);
		await batches.commit(batch);
		await actAsOwner(sql);
		const [task] = await sql.query<{ id: string; version: number }>('select id, version from public.tasks where batch_id = $1', [batch]);
		await submitAs(sql, world.dispatcher, `task:${task?.id}`, task?.version ?? 0, { action: 'assign', owner: world.cadre.personId });
		await actAs(sql, world.administrator.userId);
		await expect(batches.call('public.import_undo($1)', batch)).rejects.toMatchObject({ message: 'batch_worked_on' });
	});
});

describe('who may import', () => {
	inside('nobody but administrators', async () => {
		for (const who of [world.cadre, world.dispatcher, world.inspector, world.leader, world.rider, world.former]) {
			await actAs(sql, who.userId);
			await sql.exec('savepoint before');
			await expect(batches.begin(), who.role).rejects.toMatchObject({ message: 'not_allowed' });
			await sql.exec('rollback to savepoint before');
			expect(await batches.countOf('public.import_batches'), who.role).toBe(0);
		}
		await actAs(sql, world.administrator.userId);
		expect(await batches.begin()).toBeTruthy();
	});

	inside('an administrator of a district puts nothing into another', async () => {
		await actAs(sql, districtAdministrator.userId);
		const batch = await batches.staged([aRow(1), aRow(2, { area: SIBLING })]);
		expect(await batches.check(batch)).toMatchObject([{ row: 2, field: 'area', code: 'unknown_area' }]);
	});

	inside("a batch is its beginner's: another administrator neither adds to it nor stores it", async () => {
		await actAs(sql, world.administrator.userId);
		const batch = await batches.staged([aRow(1)]);
		await actAs(sql, districtAdministrator.userId);
		await expect(batches.commit(batch)).rejects.toMatchObject({ message: 'unknown_batch' });
	});
});
