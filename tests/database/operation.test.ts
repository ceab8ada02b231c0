import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '#lib/server/backend/sql.ts';
import { actAs, actAsOperator, actAsOwner, openTestDatabase, rolledBack } from '../support/database.ts';
import { addSomebody, aSite, attachPicture, buildWorld, COMPOUND, submitAs, type World } from '../support/world.ts';

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

async function one<Value>(text: string, params: unknown[] = []): Promise<Value> {
	const [row] = await sql.query<{ value: Value }>(`select ${text} as value`, params);
	return row?.value as Value;
}

describe('the ledger is checked in slices', () => {
	interface Slice {
		next: string | null;
		tasks: number;
		entries: number;
		broken: { task: string; seq: number; problem: string }[];
	}

	async function sliceBySlice(size: number): Promise<Slice & { slices: number }> {
		const all = { next: null, tasks: 0, entries: 0, broken: [] as Slice['broken'], slices: 0 };
		let after: string | null = null;
		do {
			const slice: Slice = await one<Slice>('public.verify_ledger_slice($1::uuid, $2)', [after, size]);
			all.tasks += Number(slice.tasks);
			all.entries += Number(slice.entries);
			all.broken.push(...slice.broken);
			all.slices++;
			after = slice.next;
		} while (after);
		return all;
	}

	inside('which together find what the whole check finds, whatever their size', async () => {
		const cases: string[] = [];
		for (let n = 0; n < 7; n++) {
			const { taskId } = await aSite(sql, world.cadre);
			await submitAs(sql, world.cadre, `task:${taskId}`, 1, { action: 'file' });
			cases.push(taskId);
		}
		await sql.exec('set constraints all immediate');
		await sql.exec("set local session_replication_role = 'replica'");
		await sql.query(`update public.task_events set payload = '{}' where task_id = $1 and seq = 1`, [cases[1]]);
		await sql.query('delete from public.task_events where task_id = $1', [cases[3]]);
		await sql.query('delete from private.ledger_heads where task_id = $1', [cases[5]]);
		await sql.exec("set local session_replication_role = 'origin'");
		await actAsOperator(sql);
		const whole = await sql.query<{ task: string; seq: number; problem: string }>(
			'select task_id as task, seq, problem from public.verify_ledger()'
		);
		expect(whole).toHaveLength(3);
		const inOrder = (broken: Slice['broken']): unknown => broken.toSorted((a, b) => a.task.localeCompare(b.task));
		for (const size of [1, 2, 3, 100]) {
			const sliced = await sliceBySlice(size);
			expect(inOrder(sliced.broken)).toEqual(inOrder(whole));
			expect(sliced.tasks).toBe(6);
		}
	});

	inside('a history rewritten as a whole, hashes and all, is found by what a backup remembers', async () => {
		const { taskId } = await aSite(sql, world.cadre);
		await submitAs(sql, world.cadre, `task:${taskId}`, 1, { action: 'file' });
		await sql.exec('set constraints all immediate');
		await actAsOwner(sql);
		const ends = JSON.stringify(await sql.query('select task_id as task, length, hash from private.ledger_heads'));
		await submitAs(sql, world.dispatcher, `task:${taskId}`, 2, { action: 'assign', owner: world.otherCadre.personId });
		await actAsOperator(sql);
		expect(await sql.query('select * from public.compare_ledger_ends($1::jsonb)', [ends])).toEqual([]);
		await actAsOwner(sql);
		await sql.exec("set local session_replication_role = 'replica'");
		// What somebody does who has the database in hand and knows how it is hashed.
		await sql.query(
			`with recursive again as (
				select e.task_id, e.seq, row (e.task_id, e.seq, e.change_id, e.at, e.device_at, e.actor_id, e.action, e.from_stage, e.to_stage, '{"x":1}'::jsonb, '', '')::public.task_events as entry, ''::text as previous
				from public.task_events e where e.task_id = $1 and e.seq = 1
				union all
				select e.task_id, e.seq, row (e.task_id, e.seq, e.change_id, e.at, e.device_at, e.actor_id, e.action, e.from_stage, e.to_stage, e.payload, private.event_hash(a.entry), '')::public.task_events, private.event_hash(a.entry)
				from again a join public.task_events e on e.task_id = a.task_id and e.seq = a.seq + 1
			)
			update public.task_events e set payload = (a.entry).payload, previous_hash = a.previous, hash = private.event_hash(a.entry)
			from again a where a.task_id = e.task_id and a.seq = e.seq`,
			[taskId]
		);
		await sql.query(
			`update private.ledger_heads h set hash = e.hash from public.task_events e where e.task_id = h.task_id and e.seq = h.length and h.task_id = $1`,
			[taskId]
		);
		await sql.exec("set local session_replication_role = 'origin'");
		await actAsOperator(sql);
		expect(await sql.query('select * from public.verify_ledger()')).toEqual([]);
		expect(await sql.query('select compare_ledger_ends as task from public.compare_ledger_ends($1::jsonb)', [ends])).toEqual([
			{ task: taskId }
		]);
	});

	inside('administrators of the whole may check, others may not, and only the server compares', async () => {
		await actAs(sql, world.administrator.userId);
		expect(await one('public.verify_ledger_slice() is not null')).toBe(true);
		await sql.exec('savepoint asked');
		await expect(sql.query(`select public.compare_ledger_ends('[]')`)).rejects.toThrow();
		await sql.exec('rollback to asked');
		await actAs(sql, world.leader.userId);
		await expect(one('public.verify_ledger_slice()')).rejects.toThrow('not_allowed');
	});
});

describe('originals go when their time is over', () => {
	/** A closed case with a picture, closed so many days ago. */
	async function aClosedCase(days: number): Promise<{ taskId: string; path: string }> {
		const { taskId } = await aSite(sql, world.cadre);
		await attachPicture(sql, world.cadre, taskId, 'before');
		await sql.query(`update public.tasks set stage = 'closed', closed_at = now() - make_interval(days => $2) where id = $1`, [
			taskId,
			days
		]);
		const [picture] = await sql.query<{ path: string }>('select object_path as path from public.evidence where task_id = $1', [taskId]);
		return { taskId, path: picture?.path ?? '' };
	}

	inside('of cases closed long enough ago, and of no others; the row stays and lets go first', async () => {
		const old = await aClosedCase(1_096);
		const young = await aClosedCase(1_094);
		await actAsOperator(sql);
		expect(await one('public.retire_pictures()')).toEqual([old.path]);
		// Until the server says that the file is gone, it is told again.
		expect(await one('public.retire_pictures()')).toEqual([old.path]);
		await sql.query('select public.forget_files($1)', [[old.path]]);
		expect(await one('public.retire_pictures()')).toEqual([]);
		await actAsOwner(sql);
		const rows = await sql.query(
			`select task_id, object_path, retired_at is not null as retired, phase from public.evidence where task_id in ($1, $2) order by retired_at is null`,
			[old.taskId, young.taskId]
		);
		expect(rows).toEqual([
			{ task_id: old.taskId, object_path: null, retired: true, phase: 'before' },
			{ task_id: young.taskId, object_path: young.path, retired: false, phase: 'before' }
		]);
	});

	inside('after the days that the installation sets; a period that is none is refused', async () => {
		const { path } = await aClosedCase(8);
		await sql.query(`insert into public.settings (key, value) values ('retention', '{"pictures": 7}')`);
		await actAsOperator(sql);
		expect(await one('public.retire_pictures()')).toEqual([path]);
		await actAsOwner(sql);
		for (const value of ['{"pictures": 0}', '{"people": 1.5}', '{"sessions": "30"}', '[]']) {
			await sql.exec('savepoint slip');
			await expect(sql.query(`update public.settings set value = $1::jsonb where key = 'retention'`, [value])).rejects.toThrow(
				/not_a_number|bad_patch/
			);
			await sql.exec('rollback to slip');
		}
	});
});

describe('a person is erased', () => {
	const CANARY = '金丝雀';

	async function aCanary(): Promise<{ personId: string; userId: string; taskId: string }> {
		const canary = await addSomebody(sql, CANARY, 'cadre', '220602003003');
		await sql.query(`update public.people set organisation = '金丝雀物业' where id = $1`, [canary.personId]);
		await sql.query(`insert into public.contacts (person_id, phone) values ($1, '13899990000')`, [canary.personId]);
		await sql.query(`insert into public.answerables (area_code, level, person_id, title) values ($1, 'building', $2, '金丝雀楼长')`, [
			COMPOUND,
			canary.personId
		]);
		await sql.query(`insert into private.second_factors (person_id, secret) values ($1, '金丝雀' || repeat('x', 20))`, [canary.personId]);
		await sql.query(`insert into private.session_states (session_id, person_id, device) values (gen_random_uuid(), $1, '金丝雀手机')`, [
			canary.personId
		]);
		const { taskId } = await aSite(sql, canary);
		await attachPicture(sql, canary, taskId, 'before');
		return { personId: canary.personId, userId: canary.userId, taskId };
	}

	/** Every row of every table as text, to look for a name in. */
	async function hits(word: string): Promise<string[]> {
		const tables = await sql.query<{ name: string }>(
			`select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
			where c.relkind in ('r', 'm') and n.nspname in ('public', 'private')`
		);
		const found: string[] = [];
		for (const { name } of tables) {
			const rows = await sql.query(`select 1 from ${name} t where t::text like '%' || $1 || '%' limit 1`, [word]);
			if (rows.length > 0) found.push(name);
		}
		return found;
	}

	inside('after being disabled, by an administrator: no table knows the name any more, and the ledger is whole', async () => {
		const canary = await aCanary();
		expect(await hits(CANARY)).toEqual(expect.arrayContaining(['public.people', 'public.answerables']));
		await sql.query('update public.people set disabled_at = now() where id = $1', [canary.personId]);
		await actAs(sql, world.administrator.userId);
		await sql.query('select public.erase_person($1)', [canary.personId]);
		await actAsOwner(sql);
		await sql.exec('set constraints all immediate');
		expect(await hits(CANARY)).toEqual([]);
		expect(await hits('13899990000')).toEqual([]);
		const entries = await sql.query('select actor_id from public.task_events where task_id = $1', [canary.taskId]);
		expect(entries).toEqual([{ actor_id: canary.personId }, { actor_id: canary.personId }]);
		const [person] = await sql.query<{ name: string; user_id: string | null }>('select name, user_id from public.people where id = $1', [
			canary.personId
		]);
		expect(person).toMatchObject({ name: expect.stringMatching(/^#[0-9a-f]{8}$/), user_id: null });
		await actAsOperator(sql);
		expect(await sql.query('select * from public.verify_ledger()')).toEqual([]);
		expect(await one('array(select public.list_retired_accounts())')).toEqual([canary.userId]);
		await sql.query('select public.forget_accounts($1)', [[canary.userId]]);
		expect(await one('array(select public.list_retired_accounts())')).toEqual([]);
	});

	inside('not while in office, not while holding a case, not by somebody of another area, not oneself', async () => {
		const canary = await aCanary();
		await actAs(sql, world.administrator.userId);
		const refused = async (person: string, code: string): Promise<void> => {
			await sql.exec('savepoint asked');
			await expect(sql.query('select public.erase_person($1)', [person])).rejects.toThrow(code);
			await sql.exec('rollback to asked');
		};
		await refused(canary.personId, 'not_disabled');
		await refused(world.administrator.personId, 'not_yourself');
		await actAsOwner(sql);
		await sql.query('update public.people set disabled_at = now() where id = $1', [canary.personId]);
		await sql.query(`update public.tasks set owner_id = $1, stage = 'assigned' where id = $2`, [canary.personId, canary.taskId]);
		await actAs(sql, world.administrator.userId);
		await refused(canary.personId, 'has_open_tasks');
		await actAs(sql, world.leader.userId);
		await refused(canary.personId, 'not_allowed');
	});

	inside('by itself when disabled for long enough', async () => {
		const canary = await aCanary();
		await sql.query(`update public.people set disabled_at = now() - interval '731 days' where id = $1`, [canary.personId]);
		await sql.query(`update public.people set disabled_at = now() - interval '729 days' where id = $1`, [world.former.personId]);
		await actAsOperator(sql);
		expect(await one('public.erase_due_people()')).toBe(1);
		expect(await one('public.erase_due_people()')).toBe(0);
		await actAsOwner(sql);
		expect(await hits(CANARY)).toEqual([]);
		expect(await one('(select name from public.people where id = $1)', [world.former.personId])).toBe('王建国');
	});
});

describe('figures of the operation page', () => {
	inside('are for administrators of the whole and the server', async () => {
		await actAs(sql, world.administrator.userId);
		expect(await one('public.operation_facts()')).toMatchObject({ retention: { pictures: 1095, people: 730, sessions: 30 } });
		await sql.exec('savepoint asked');
		await actAs(sql, world.leader.userId);
		await expect(one('public.operation_facts()')).rejects.toThrow('not_allowed');
		await sql.exec('rollback to asked');
		await actAs(sql, null);
		await expect(one('public.operation_facts()')).rejects.toThrow();
	});
});
