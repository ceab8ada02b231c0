import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChangeAnswer } from '#lib/domain/change.ts';
import type { Sql } from '#lib/server/backend/sql.ts';
import { actAs, actAsOwner, openTestDatabase, rolledBack } from '../support/database.ts';
import { traces } from '../support/traces.ts';
import { aSite, attachPicture, buildWorld, CAMPAIGN, COMPOUND, TEMPLATE, type Somebody, type World } from '../support/world.ts';

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

describe('whatever is sent', () => {
	const odd = fc.oneof(
		{ weight: 6, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
		fc.constantFrom<unknown>(
			'infinity',
			'-infinity',
			'now',
			'NaN',
			'2026-02-30',
			'2026-13-01T00:00:00Z',
			'99999-01-01',
			-1,
			1e300,
			1e-300,
			1e15,
			'',
			'  ',
			null,
			[],
			{}
		),
		fc.constantFrom<unknown>(
			randomUUID(),
			'x'.repeat(5000),
			{ type: 'Point', coordinates: ['a', 'b'] },
			{ type: 'Point', coordinates: [1e400, 0] },
			{ type: 'Polygon', coordinates: [[[0, 0]]] }
		),
		fc.constantFrom<unknown>(
			{ type: 'Point' },
			{ type: 'Point', coordinates: [126.432, 41.942] },
			{ type: 'Point', coordinates: [] },
			{ type: 'GeometryCollection', geometries: [] },
			[126, 41],
			[126],
			['x', 'y']
		)
	);
	const FIELDS = [
		'reason',
		'message',
		'quantity',
		'amount',
		'review_on',
		'reply_by',
		'owner',
		'original',
		'step',
		'kind',
		'department',
		'urgent',
		'title',
		'description',
		'domain',
		'quantity_target',
		'site_id',
		'area_code',
		'campaign',
		'layer',
		'geometry',
		'attributes',
		'source',
		'task',
		'relapse_of',
		'device_at',
		'evidence_id',
		'phase',
		'sha256',
		'bytes',
		'width',
		'height',
		'taken_at',
		'position',
		'accuracy_m',
		'heading',
		'is_generated',
		'task_id',
		'caption',
		'before_evidence',
		'after_evidence',
		'before_path',
		'after_path',
		'boxes'
	];
	const ACTIONS = [
		'create',
		'attach',
		'edit',
		'reshape',
		'reassign',
		'remove',
		'restore',
		'propose',
		'approve',
		'reject',
		'withdraw',
		'dance',
		...TEMPLATE.workflow.transitions.map((move) => move.action)
	];
	const sensible: Record<string, unknown> = {
		campaign: CAMPAIGN,
		area_code: COMPOUND,
		layer: 'trash_site',
		kind: 'piled_rubbish',
		title: '点',
		reason: '原因',
		message: '内容',
		task: { id: randomUUID(), kind: 'piled_rubbish' }
	};
	const patch = fc
		.tuple(fc.constantFrom(...ACTIONS), fc.dictionary(fc.constantFrom(...FIELDS), odd, { maxKeys: 6 }), fc.subarray(Object.keys(sensible)))
		.map(([action, fields, kept]) => ({ ...Object.fromEntries(kept.map((key) => [key, sensible[key]])), ...fields, action }));

	test('is answered with a status and a code, never with an error, and a refusal leaves nothing behind', () =>
		rolledBack(sql, async () => {
			const { taskId, siteId } = await aSite(sql, world.cadre);
			await attachPicture(sql, world.cadre, taskId, 'before');
			const somebody = fc.constantFrom<Somebody>(
				world.cadre,
				world.dispatcher,
				world.inspector,
				world.leader,
				world.administrator,
				world.rider
			);
			const target = fc.oneof(
				fc.constantFrom(`task:${taskId}`, `site:${siteId}`),
				fc.constantFrom('task', 'site', 'publication').map((type) => `${type}:${randomUUID()}`),
				fc.constantFrom('', 'task:', 'person:1', `task:${taskId.toUpperCase()}x`, `area:${COMPOUND}`)
			);
			await fc.assert(
				fc.asyncProperty(
					somebody,
					target,
					fc.option(fc.integer({ min: -3, max: 4 })),
					fc.oneof({ weight: 9, arbitrary: patch }, fc.jsonValue()),
					async (who, on, base, sent) => {
						await sql.exec('savepoint one');
						const before = await traces(sql);
						const answer = await submitRaw(who, on, base, sent);
						expect(['applied', 'conflict', 'refused']).toContain(answer.status);
						if (answer.status === 'refused') expect(answer.code).toMatch(/^[a-z_]+$/);
						if (answer.status !== 'applied') expect(await traces(sql)).toEqual(before);
						await sql.exec('rollback to one; release one');
					}
				),
				{ numRuns: process.env.FULL ? 20_000 : 250, endOnFailure: false }
			);
		}));

	inside('a missing id, target or patch is refused as well', async () => {
		expect(await submitRaw(world.cadre, null, null, { action: 'create' })).toMatchObject({ status: 'refused', code: 'unknown_target' });
		expect(await submitRaw(world.cadre, `task:${randomUUID()}`, null, undefined)).toMatchObject({ status: 'refused', code: 'bad_patch' });
		expect(await submitRaw(world.cadre, `task:${randomUUID()}`, null, { action: 'create' }, null)).toMatchObject({
			status: 'refused',
			code: 'bad_patch',
			field: 'change_id'
		});
		expect(await submitRaw(null, `task:${randomUUID()}`, null, { action: 'create' })).toMatchObject({
			status: 'refused',
			code: 'signed_out'
		});
	});

	inside('nobody calls their own work generated', async () => {
		const { taskId, siteId } = await aSite(sql, world.cadre);
		const other = randomUUID();
		expect(
			await submitRaw(world.cadre, `site:${other}`, null, {
				action: 'create',
				campaign: CAMPAIGN,
				layer: 'trash_site',
				area_code: COMPOUND,
				title: '点',
				is_generated: true,
				task: { id: randomUUID(), kind: 'piled_rubbish', is_generated: true }
			})
		).toMatchObject({ status: 'applied' });
		expect(await sql.query('select 1 from public.sites s where s.is_generated')).toEqual([]);
		expect(await sql.query('select 1 from public.tasks t where t.is_generated')).toEqual([]);
		expect([taskId, siteId]).toHaveLength(2);
	});

	async function submitRaw(
		who: Somebody | null,
		target: string | null,
		base: number | null,
		sent: unknown,
		changeId: string | null = randomUUID()
	): Promise<ChangeAnswer> {
		if (who) await actAs(sql, who.userId);
		else await actAs(sql, randomUUID());
		const [row] = await sql.query<{ answer: ChangeAnswer }>('select public.submit_change($1::uuid, $2, $3::integer, $4::jsonb) as answer', [
			changeId,
			target,
			base,
			sent === undefined ? null : JSON.stringify(sent)
		]);
		await actAsOwner(sql);
		if (!row) throw new Error('no answer');
		return row.answer;
	}
});
