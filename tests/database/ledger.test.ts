import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '#lib/server/backend/sql.ts';
import { actAs, actAsOperator, actAsOwner, openTestDatabase, rolledBack } from '../support/database.ts';
import { aSite, buildWorld, submitAs, type World } from '../support/world.ts';

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

/** A case with four entries, and a sound neighbour. */
async function aHistory(): Promise<string> {
	await aSite(sql, world.cadre);
	const { taskId } = await aSite(sql, world.cadre);
	await submitAs(sql, world.cadre, `task:${taskId}`, 1, { action: 'file' });
	await submitAs(sql, world.dispatcher, `task:${taskId}`, 2, { action: 'assign', owner: world.otherCadre.personId });
	await submitAs(sql, world.otherCadre, `task:${taskId}`, 3, { action: 'start' });
	await sql.exec('set constraints all immediate');
	expect(await verify()).toEqual([]);
	return taskId;
}

async function verify(): Promise<{ task_id: string; seq: number; problem: string }[]> {
	await actAsOperator(sql);
	const found = await sql.query<{ task_id: string; seq: number; problem: string }>('select * from public.verify_ledger()');
	await actAsOwner(sql);
	return found;
}

/** What only a superuser can do, and only on purpose: past triggers and foreign keys. */
async function tamper(text: string, taskId: string): Promise<void> {
	await sql.exec("set local session_replication_role = 'replica'");
	await sql.query(text, [taskId]);
	await sql.exec("set local session_replication_role = 'origin'");
}

describe('the ledger is append-only', () => {
	test.each([
		['changed', "update public.task_events set payload = '{}'"],
		['changed where nothing matches', "update public.task_events set payload = '{}' where false"],
		['shortened', 'delete from public.task_events'],
		['emptied', 'truncate public.task_events'],
		['emptied together with the cases', 'truncate public.tasks cascade']
	])('it cannot be %s, not even by its owner', (_name, text) =>
		rolledBack(sql, async () => {
			await aHistory();
			await expect(sql.exec(text)).rejects.toThrow('append_only');
		})
	);

	inside('a case with entries cannot be deleted', async () => {
		const taskId = await aHistory();
		await expect(sql.query('delete from public.tasks where id = $1', [taskId])).rejects.toThrow(/foreign key/);
	});

	inside('entries carry who, when, what and the hash of the one before', async () => {
		const taskId = await aHistory();
		const entries = await sql.query<{ actor_id: string; action: string; previous_hash: string; hash: string; to_stage: string }>(
			'select actor_id, action, previous_hash, hash, to_stage from public.task_events where task_id = $1 order by seq',
			[taskId]
		);
		expect(entries.map(({ action, actor_id, to_stage }) => [action, actor_id, to_stage])).toEqual([
			['report', world.cadre.personId, 'reported'],
			['file', world.cadre.personId, 'filed'],
			['assign', world.dispatcher.personId, 'assigned'],
			['start', world.otherCadre.personId, 'in_progress']
		]);
		expect(entries.map(({ previous_hash }) => previous_hash)).toEqual(['', ...entries.slice(0, -1).map(({ hash }) => hash)]);
	});
});

describe('tampering with triggers switched off is found, and the first broken link is named', () => {
	test.each<[string, string, number, string]>([
		['an entry edited', `update public.task_events set payload = '{"reason":"别的"}' where task_id = $1 and seq = 2`, 2, 'changed_entry'],
		['another actor put in', `update public.task_events set actor_id = null where task_id = $1 and seq = 3`, 3, 'changed_entry'],
		['a time moved', `update public.task_events set at = at - interval '1 day' where task_id = $1 and seq = 1`, 1, 'changed_entry'],
		[
			'an entry edited and its hash made to fit',
			`update public.task_events e set payload = '{"reason":"别的"}', hash = private.event_hash(row (e.task_id, e.seq, e.change_id, e.at, e.device_at, e.actor_id, e.action, e.from_stage, e.to_stage, '{"reason":"别的"}', e.previous_hash, '')::public.task_events)
			where task_id = $1 and seq = 2`,
			3,
			'broken_link'
		],
		[
			'the last entry edited and its hash made to fit',
			`update public.task_events e set payload = '{"x":1}', hash = private.event_hash(row (e.task_id, e.seq, e.change_id, e.at, e.device_at, e.actor_id, e.action, e.from_stage, e.to_stage, '{"x":1}', e.previous_hash, '')::public.task_events)
			where task_id = $1 and seq = 4`,
			4,
			'changed_entry'
		],
		['an entry deleted in the middle', 'delete from public.task_events where task_id = $1 and seq = 2', 2, 'missing_entry'],
		['the first entry deleted', 'delete from public.task_events where task_id = $1 and seq = 1', 1, 'missing_entry'],
		['the tail cut off', 'delete from public.task_events where task_id = $1 and seq >= 3', 3, 'missing_entry'],
		['every entry of a case deleted', 'delete from public.task_events where task_id = $1', 1, 'missing_entry'],
		['the end of the chain forgotten', 'delete from private.ledger_heads where task_id = $1', 1, 'missing_entry'],
		[
			'an entry added past the end',
			`insert into public.task_events select task_id, 5, change_id, at, device_at, actor_id, 'close', from_stage, 'closed', payload, hash, 'x' from public.task_events where task_id = $1 and seq = 4`,
			5,
			'changed_entry'
		],
		['the case moved without an entry', `update public.tasks set stage = 'closed' where id = $1`, 4, 'changed_case'],
		['the case deleted', 'delete from public.tasks where id = $1', 0, 'missing_task']
	])('%s', (_name, text, seq, problem) =>
		rolledBack(sql, async () => {
			const taskId = await aHistory();
			await tamper(text, taskId);
			expect(await verify()).toEqual([{ task_id: taskId, seq, problem }]);
		})
	);

	inside('everything of a case deleted, the ends of other chains still say so', async () => {
		const taskId = await aHistory();
		await tamper('delete from public.task_events where task_id = $1', taskId);
		await tamper('delete from public.tasks where id = $1', taskId);
		expect(await verify()).toEqual([{ task_id: taskId, seq: 0, problem: 'missing_task' }]);
	});

	inside('only administrators of the whole are told; others are refused, not told that all is well', async () => {
		await aHistory();
		await actAs(sql, world.administrator.userId);
		expect(await sql.query('select * from public.verify_ledger()')).toEqual([]);
		await actAs(sql, world.leader.userId);
		await expect(sql.query('select * from public.verify_ledger()')).rejects.toThrow('not_allowed');
	});
});
