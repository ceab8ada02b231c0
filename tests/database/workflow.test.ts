import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chineseCalendar } from '#lib/domain/calendar-cn.ts';
import { WorkCalendar } from '#lib/domain/calendar.ts';
import type { ChangeAnswer } from '#lib/domain/change.ts';
import type { Template } from '#lib/domain/template.ts';
import type { Sql } from '#lib/server/backend/sql.ts';
import { actAsOperator, actAsOwner, openTestDatabase, rolledBack } from '../support/database.ts';
import { aSite, attachPicture, buildWorld, CAMPAIGN, COMPOUND, submitAs, TEMPLATE, type Somebody, type World } from '../support/world.ts';

let sql: Sql;
let world: World;
const calendar = new WorkCalendar(chineseCalendar());

beforeAll(async () => {
	sql = await openTestDatabase();
	world = await buildWorld(sql);
});
afterAll(() => sql.close());

/** The case as it stands. */
async function theCase(taskId: string): Promise<Record<string, unknown> & { version: number }> {
	const [row] = await sql.query<{ task: Record<string, unknown> & { version: number } }>(
		'select to_jsonb(t) as task from public.tasks t where t.id = $1',
		[taskId]
	);
	if (!row) throw new Error('no case');
	return row.task;
}

/** A move at the version that the case has now. */
async function move(who: Somebody, taskId: string, action: string, patch: Record<string, unknown> = {}): Promise<ChangeAnswer> {
	return submitAs(sql, who, `task:${taskId}`, (await theCase(taskId)).version, { action, ...patch });
}

async function moves(taskId: string, ...list: [Somebody, string, Record<string, unknown>?][]): Promise<void> {
	for (const [who, action, patch] of list) {
		const answer = action === 'picture' ? await attachPicture(sql, who, taskId, 'after') : await move(who, taskId, action, patch);
		expect({ action, answer }).toMatchObject({ answer: { status: 'applied' } });
	}
}

/** Filed and in the hands of its owner. */
async function aCaseInProgress(kind = 'piled_rubbish', layer = 'trash_site'): Promise<string> {
	const { taskId } = await aSite(sql, world.cadre, { kind, layer });
	await moves(
		taskId,
		[world.cadre, 'file'],
		[world.dispatcher, 'assign', { owner: world.otherCadre.personId }],
		[world.otherCadre, 'start']
	);
	return taskId;
}

async function aSubmittedCase(): Promise<string> {
	const taskId = await aCaseInProgress();
	await moves(taskId, [world.otherCadre, 'picture'], [world.otherCadre, 'submit', { quantity: 3 }]);
	return taskId;
}

const day = (days: number): string => calendar.localDay(new Date(Date.now() + days * 86_400_000));
const told = (text: unknown): Date => new Date(text as string);
const inside = (name: string, work: () => Promise<void>): void => {
	test(name, () => rolledBack(sql, work));
};

describe('a case goes its way', () => {
	inside('from report to closing, each step by the one whose step it is', async () => {
		const { taskId, answer } = await aSite(sql, world.cadre);
		expect(answer).toMatchObject({ status: 'applied', task: { stage: 'reported', version: 1 } });
		const target = `task:${taskId}`;
		expect(await submitAs(sql, world.cadre, target, 1, { action: 'file' })).toMatchObject({ task: { stage: 'filed', version: 2 } });
		expect(await move(world.dispatcher, taskId, 'assign', { owner: world.otherCadre.personId })).toMatchObject({
			task: { stage: 'assigned' }
		});
		expect(await move(world.otherCadre, taskId, 'start')).toMatchObject({ task: { stage: 'in_progress' } });
		expect(await move(world.otherCadre, taskId, 'submit', { quantity: 3 })).toMatchObject({
			status: 'refused',
			code: 'needs_evidence_after'
		});
		expect(await attachPicture(sql, world.otherCadre, taskId, 'after')).toMatchObject({ status: 'applied' });
		expect(await move(world.otherCadre, taskId, 'submit')).toMatchObject({ status: 'refused', code: 'needs_quantity' });
		expect(await move(world.otherCadre, taskId, 'submit', { quantity: 3 })).toMatchObject({ task: { stage: 'submitted', version: 5 } });
		expect(await move(world.inspector, taskId, 'close')).toMatchObject({ task: { stage: 'closed', quantityDone: 3 } });
		expect(await theCase(taskId)).toMatchObject({ outcome: 'fixed', closed_by: world.inspector.personId, look_again_on: day(15) });
		await actAsOperator(sql);
		expect(await sql.query('select * from public.verify_ledger()')).toEqual([]);
	});

	inside('what was found and fixed on the spot goes straight to inspection, where the kind allows it', async () => {
		const { taskId } = await aSite(sql, world.cadre, { kind: 'exposed_rubbish' });
		await moves(taskId, [world.cadre, 'picture'], [world.cadre, 'self_handle', { quantity: 0.5 }]);
		expect(await theCase(taskId)).toMatchObject({
			stage: 'submitted',
			owner_id: world.cadre.personId,
			handlers: [world.cadre.personId],
			limit_unit: 'working_hours'
		});
		const slow = await aSite(sql, world.cadre, { kind: 'piled_rubbish' });
		await moves(slow.taskId, [world.cadre, 'picture']);
		expect(await move(world.cadre, slow.taskId, 'self_handle', { quantity: 1 })).toMatchObject({ status: 'refused', code: 'illegal_move' });
	});

	inside('fixing a filed case oneself does not start its clock anew', async () => {
		const { taskId } = await aSite(sql, world.cadre, { kind: 'exposed_rubbish' });
		await moves(taskId, [world.cadre, 'file']);
		const filed = await theCase(taskId);
		await moves(taskId, [world.cadre, 'picture'], [world.cadre, 'self_handle', { quantity: 1, kind: 'bin_overflow', urgent: true }]);
		const { due_at, filed_at, code, kind_id, is_urgent } = filed;
		expect(await theCase(taskId)).toMatchObject({ due_at, filed_at, code, kind_id, is_urgent });
	});
});

describe('nobody closes what they handled', () => {
	inside('even who holds both posts', async () => {
		const taskId = await aSubmittedCase();
		await sql.query(
			"insert into public.posts (person_id, area_code, role, title, valid_from) values ($1, $2, 'inspector', '核查', '2020-01-01')",
			[world.otherCadre.personId, COMPOUND]
		);
		expect(await move(world.otherCadre, taskId, 'close')).toMatchObject({ status: 'refused', code: 'handled_by_you' });
		expect(await move(world.otherCadre, taskId, 'rework', { reason: '不合格' })).toMatchObject({
			status: 'refused',
			code: 'handled_by_you'
		});
		expect(await move(world.inspector, taskId, 'close')).toMatchObject({ status: 'applied' });
	});

	inside('nor who took the after-picture, nor who worked on it before it was given to somebody else', async () => {
		const taskId = await aCaseInProgress();
		await moves(
			taskId,
			[world.dispatcher, 'reassign', { owner: world.cadre.personId }],
			[world.cadre, 'start'],
			[world.inspector, 'picture']
		);
		await moves(taskId, [world.cadre, 'submit', { quantity: 1 }]);
		expect((await theCase(taskId)).handlers).toEqual([world.otherCadre.personId, world.cadre.personId, world.inspector.personId]);
		expect(await move(world.inspector, taskId, 'close')).toMatchObject({ code: 'handled_by_you' });
	});

	inside('and no template can switch that off', async () => {
		const lax = structuredClone(TEMPLATE) as Template;
		lax.version = 99;
		for (const one of lax.workflow.transitions) if (one.effect === 'close') one.who.notHandler = false;
		await actAsOperator(sql);
		await expect(sql.query('select public.save_template($1::jsonb)', [JSON.stringify(lax)])).rejects.toThrow('bad_template');
	});
});

describe('clocks', () => {
	inside('a case that is filed takes the limit of its kind; an urgent one the shorter', async () => {
		const { taskId } = await aSite(sql, world.cadre, { kind: 'exposed_rubbish' });
		await moves(taskId, [world.cadre, 'file', { urgent: true }]);
		const task = await theCase(taskId);
		expect(task).toMatchObject({ limit_amount: 2, limit_unit: 'working_hours', is_urgent: true });
		expect(told(task.due_at)).toEqual(calendar.dueAfter(told(task.filed_at), { amount: 2, unit: 'working_hours' }));
	});

	inside('an extension adds to the limit, when asked for and granted', async () => {
		const taskId = await aCaseInProgress();
		const before = await theCase(taskId);
		expect(await move(world.dispatcher, taskId, 'grant_extension')).toMatchObject({ code: 'illegal_move' });
		await moves(taskId, [world.otherCadre, 'ask_extension', { amount: 3, reason: '等车' }]);
		expect(await move(world.otherCadre, taskId, 'ask_deferral', { review_on: day(9), reason: '等' })).toMatchObject({
			code: 'request_open'
		});
		await moves(taskId, [world.dispatcher, 'grant_extension']);
		const after = await theCase(taskId);
		expect(after).toMatchObject({ limit_amount: 5, limit_extended: 3, extension_count: 1, request: null });
		expect(told(after.due_at)).toEqual(calendar.dueAfter(told(before.due_at), { amount: 3, unit: 'working_days' }));
		expect(await move(world.otherCadre, taskId, 'ask_extension', { amount: 0, reason: '等' })).toMatchObject({ code: 'not_a_number' });
	});

	inside('a deferral stops the clock and hands back what was left', async () => {
		const taskId = await aCaseInProgress();
		const before = await theCase(taskId);
		await moves(
			taskId,
			[world.otherCadre, 'ask_deferral', { review_on: day(30), reason: '冬季停工' }],
			[world.dispatcher, 'grant_deferral']
		);
		const deferred = await theCase(taskId);
		expect(deferred).toMatchObject({ stage: 'deferred', outcome: 'deferred', review_on: day(30), due_at: null, warn_at: null });
		const left = calendar.hoursLeft(told(deferred.stage_since), told(before.due_at), 'working_days');
		expect(deferred.hours_left).toBeCloseTo(left, 5);
		await sql.query('update public.tasks set hours_left = 7.5 where id = $1', [taskId]);
		await moves(taskId, [world.dispatcher, 'resume']);
		const resumed = await theCase(taskId);
		expect(resumed).toMatchObject({ stage: 'assigned', outcome: null, hours_left: null, review_on: null });
		expect(told(resumed.due_at)).toEqual(calendar.rulerMoment(calendar.rulerAt(told(resumed.stage_since)) + 7.5));
	});

	inside('a deferral until a day that has gone by is not granted', async () => {
		const taskId = await aCaseInProgress();
		await moves(taskId, [world.otherCadre, 'ask_deferral', { review_on: day(1), reason: '等' }]);
		await sql.query(`update public.tasks set request = request || '{"review_on":"2020-01-01"}' where id = $1`, [taskId]);
		expect(await move(world.dispatcher, taskId, 'grant_deferral')).toMatchObject({ code: 'date_not_ahead', field: 'review_on' });
		await moves(taskId, [world.dispatcher, 'grant_deferral', { review_on: day(5) }]);
	});

	inside('a reopened case runs its own limit again, without what was granted on top and whatever the dictionary says now', async () => {
		const taskId = await aCaseInProgress();
		await moves(taskId, [world.otherCadre, 'ask_extension', { amount: 3, reason: '等车' }], [world.dispatcher, 'grant_extension']);
		await moves(taskId, [world.otherCadre, 'picture'], [world.otherCadre, 'submit', { quantity: 2 }], [world.inspector, 'close']);
		await sql.query("update public.task_kinds set limit_amount = 40 where id = 'piled_rubbish'");
		await moves(taskId, [world.leader, 'reopen', { reason: '反弹' }]);
		const task = await theCase(taskId);
		expect(task).toMatchObject({ stage: 'reopened', outcome: null, closed_by: null, reopen_count: 1, limit_amount: 2, limit_extended: 0 });
		expect(told(task.due_at)).toEqual(calendar.dueAfter(told(task.stage_since), { amount: 2, unit: 'working_days' }));
	});
});

describe('what else happens to cases', () => {
	inside('rework is counted, goes back to the owner, and needs a newer picture', async () => {
		const taskId = await aSubmittedCase();
		expect(await move(world.inspector, taskId, 'rework')).toMatchObject({ code: 'needs_reason' });
		await moves(taskId, [world.inspector, 'rework', { reason: '没清干净' }], [world.otherCadre, 'start']);
		expect(await theCase(taskId)).toMatchObject({ stage: 'in_progress', rework_count: 1, owner_id: world.otherCadre.personId });
		expect(await move(world.otherCadre, taskId, 'submit', { quantity: 3 })).toMatchObject({ code: 'needs_evidence_after' });
		await moves(taskId, [world.otherCadre, 'picture'], [world.otherCadre, 'submit', { quantity: 3 }], [world.inspector, 'close']);
	});

	inside('a returned case waits for another owner', async () => {
		const taskId = await aCaseInProgress();
		await moves(taskId, [world.otherCadre, 'return', { reason: '不归我管' }]);
		expect(await theCase(taskId)).toMatchObject({ stage: 'filed', owner_id: null });
		expect(await move(world.dispatcher, taskId, 'assign', { owner: world.stranger.personId })).toMatchObject({ code: 'owner_not_here' });
	});

	inside('a supervise order is given once, by a leader, and answered', async () => {
		const taskId = await aCaseInProgress();
		expect(await move(world.cadre, taskId, 'supervise', { message: '抓紧', reply_by: day(2) })).toMatchObject({ code: 'not_allowed' });
		await moves(taskId, [world.leader, 'supervise', { message: '抓紧', reply_by: day(2) }]);
		expect(await move(world.leader, taskId, 'supervise', { message: '再催', reply_by: day(2) })).toMatchObject({ code: 'illegal_move' });
		expect(await move(world.otherCadre, taskId, 'reply')).toMatchObject({ code: 'needs_message' });
		await moves(taskId, [world.otherCadre, 'reply', { message: '明天完成' }]);
		expect((await theCase(taskId)).supervision).toBeNull();
	});

	inside('an order or request does not outlive its case', async () => {
		const taskId = await aCaseInProgress();
		await moves(
			taskId,
			[world.leader, 'supervise', { message: '抓紧', reply_by: day(2) }],
			[world.otherCadre, 'ask_extension', { amount: 1, reason: '等' }]
		);
		await moves(taskId, [world.otherCadre, 'picture'], [world.otherCadre, 'submit', { quantity: 1 }]);
		expect((await theCase(taskId)).request).toBeNull();
		await moves(taskId, [world.inspector, 'close']);
		expect((await theCase(taskId)).supervision).toBeNull();
	});

	inside('rejecting needs a reason, a duplicate its original, and neither can be its own', async () => {
		const original = await aSite(sql, world.cadre);
		const copy = await aSite(sql, world.cadre);
		expect(await move(world.cadre, copy.taskId, 'reject')).toMatchObject({ code: 'needs_reason' });
		expect(await move(world.cadre, copy.taskId, 'mark_duplicate', { original: copy.taskId })).toMatchObject({ code: 'unknown_original' });
		await moves(copy.taskId, [world.cadre, 'mark_duplicate', { original: original.taskId }]);
		expect(await theCase(copy.taskId)).toMatchObject({ stage: 'duplicate', outcome: 'duplicate', duplicate_of: original.taskId });
		expect(await move(world.cadre, original.taskId, 'mark_duplicate', { original: copy.taskId })).toMatchObject({
			code: 'unknown_original'
		});
		await moves(original.taskId, [world.cadre, 'reject', { reason: '私人物品' }]);
		expect(await theCase(original.taskId)).toMatchObject({ stage: 'rejected', outcome: 'not_ours' });
	});

	inside('steps of a kind are done once each, by the owner', async () => {
		const taskId = await aCaseInProgress('private_structure', 'illegal_structure');
		await moves(taskId, [world.otherCadre, 'step', { step: 'notice' }]);
		expect(await move(world.otherCadre, taskId, 'step', { step: 'notice' })).toMatchObject({ code: 'step_done' });
		expect(await move(world.otherCadre, taskId, 'step', { step: 'dance' })).toMatchObject({ code: 'unknown_step' });
		expect(await move(world.cadre, taskId, 'step', { step: 'own_removal' })).toMatchObject({ code: 'not_allowed' });
	});
});

describe('a later edition of the dictionary', () => {
	let later: Template;
	beforeEach(() => {
		later = structuredClone(TEMPLATE) as Template;
		later.version = TEMPLATE.version + 1;
	});
	async function rollOut(template: Template): Promise<void> {
		await actAsOperator(sql);
		await sql.query('select public.save_template($1::jsonb)', [JSON.stringify(template)]);
		await sql.query('select public.roll_out($1::jsonb)', [
			JSON.stringify({
				id: CAMPAIGN,
				name: { 'zh-CN': '三城创建', en: 'Three cities' },
				area_code: '2206',
				template_id: template.id,
				template_version: template.version,
				starts_on: '2026-04-01',
				ends_on: '2026-12-31'
			})
		]);
		await actAsOwner(sql);
	}

	inside('does not move a filed case, and rules the next one', async () => {
		const old = await aCaseInProgress();
		const before = await theCase(old);
		const kind = later.kinds.find((one) => one.id === 'piled_rubbish');
		Object.assign(kind ?? {}, { code: '99999', limit: { amount: 9, unit: 'working_days' }, department: '别处' });
		await rollOut(later);
		expect(await theCase(old)).toEqual(before);
		const fresh = await aCaseInProgress();
		expect(await theCase(fresh)).toMatchObject({ code: '99999', limit_amount: 9, department: '别处' });
	});

	inside('cannot take away the stage in which a case stands, move a kind with cases, or make an internal layer public', async () => {
		const taskId = await aCaseInProgress();
		await moves(taskId, [world.otherCadre, 'ask_deferral', { review_on: day(3), reason: '等' }], [world.dispatcher, 'grant_deferral']);
		const without = structuredClone(later);
		without.workflow.stages = without.workflow.stages.filter((stage) => stage.id !== 'deferred');
		without.workflow.transitions = without.workflow.transitions.filter((one) => one.to !== 'deferred' && !one.from.includes('deferred'));
		await sql.exec('savepoint before');
		await expect(rollOut(without)).rejects.toThrow('stage_in_use');
		await sql.exec('rollback to before');
		const moved = structuredClone(later);
		Object.assign(moved.kinds.find((one) => one.id === 'piled_rubbish') ?? {}, { layer: 'green_area' });
		await expect(rollOut(moved)).rejects.toThrow('kind_in_use');
		await sql.exec('rollback to before');
		Object.assign(later.layers.find((one) => one.id === 'camera') ?? {}, { internal: false });
		await expect(rollOut(later)).rejects.toThrow('layer_in_use');
	});
});
