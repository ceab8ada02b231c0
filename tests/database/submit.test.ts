import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChangeAnswer } from '#lib/domain/change.ts';
import type { Sql } from '#lib/server/backend/sql.ts';
import { actAs, actAsOwner, openTestDatabase, rolledBack } from '../support/database.ts';
import {
	aSite,
	attachPicture,
	buildWorld,
	CAMPAIGN,
	COMPOUND,
	SIBLING,
	submitAs,
	TEMPLATE,
	type Somebody,
	type World
} from '../support/world.ts';

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

/** Everything that a change can leave behind, in one number each. */
async function traces(): Promise<unknown> {
	const [row] = await sql.query(`select
		(select count(*) from public.sites)::integer as sites, (select count(*) from public.tasks)::integer as tasks,
		(select count(*) from public.task_events)::integer as events, (select count(*) from public.evidence)::integer as evidence,
		(select count(*) from private.changes)::integer as changes, (select coalesce(sum(last_number), 0) from private.counters)::integer as numbers,
		(select count(*) from public.publication_proposals)::integer as proposals,
		(select coalesce(sum(version), 0) from public.tasks)::integer as task_versions, (select coalesce(sum(version), 0) from public.sites)::integer as site_versions`);
	return row;
}

describe('exactly once', () => {
	inside('a repeated change is answered with its first result and does nothing', async () => {
		const { taskId } = await aSite(sql, world.cadre);
		const id = randomUUID();
		const first = await submitAs(sql, world.cadre, `task:${taskId}`, 1, { action: 'file' }, id);
		expect(first.status).toBe('applied');
		const before = await traces();
		expect(await submitAs(sql, world.cadre, `task:${taskId}`, 1, { action: 'file' }, id)).toEqual({ ...first, repeated: true });
		// Also after the case has moved on.
		await submitAs(sql, world.dispatcher, `task:${taskId}`, 2, { action: 'assign', owner: world.otherCadre.personId });
		expect(await submitAs(sql, world.cadre, `task:${taskId}`, 1, { action: 'file' }, id)).toEqual({ ...first, repeated: true });
		expect(before).toMatchObject({ changes: 2, events: 2 });
		expect(await traces()).toMatchObject({ changes: 3, events: 3 });
	});

	inside(
		'the same id with other content, another target, another version or from somebody else is refused, and the first stands',
		async () => {
			const { taskId } = await aSite(sql, world.cadre);
			const other = await aSite(sql, world.cadre);
			const id = randomUUID();
			await submitAs(sql, world.cadre, `task:${taskId}`, 1, { action: 'file' }, id);
			const before = await traces();
			const refused = { status: 'refused', code: 'change_id_reused' };
			expect(await submitAs(sql, world.cadre, `task:${taskId}`, 1, { action: 'file', urgent: true }, id)).toEqual(refused);
			expect(await submitAs(sql, world.cadre, `task:${other.taskId}`, 1, { action: 'file' }, id)).toEqual(refused);
			expect(await submitAs(sql, world.cadre, `task:${taskId}`, 2, { action: 'file' }, id)).toEqual(refused);
			expect(await submitAs(sql, world.otherCadre, `task:${taskId}`, 1, { action: 'file' }, id)).toEqual(refused);
			expect(await traces()).toEqual(before);
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
		const before = await traces();
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
		expect(await traces()).toEqual(before);
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

	inside('a tick tells the area that something left as well as the one it came to', async () => {
		const { siteId } = await aSite(sql, world.cadre);
		const [before] = await sql.query<{ n: number }>('select last_value::integer as n from private.revision');
		await submitAs(sql, world.administrator, `site:${siteId}`, 1, { action: 'reassign', area_code: SIBLING, geometry: null });
		const [after] = await sql.query<{ n: number }>('select last_value::integer as n from private.revision');
		// Two statements (site and case), two areas each.
		expect((after?.n ?? 0) - (before?.n ?? 0)).toBe(4);
	});
});

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
						const before = await traces();
						const answer = await submitRaw(who, on, base, sent);
						expect(['applied', 'conflict', 'refused']).toContain(answer.status);
						if (answer.status === 'refused') expect(answer.code).toMatch(/^[a-z_]+$/);
						if (answer.status !== 'applied') expect(await traces()).toEqual(before);
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
