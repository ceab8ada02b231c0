import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findPostgres } from '#lib/server/backend/cluster.ts';
import { SHORT_STATEMENTS } from '#lib/server/backend/sql-postgres.ts';
import { addSomebody, type Somebody } from '../tests/support/world.ts';
import { median, type Bench } from './bench.ts';
import { addCases, layOutProgress, openCity, type City } from './city.ts';

const CASES = 20_000;
const CLIENTS = 4;
const SECONDS = 15;
const ROUNDS = 3;

/** Dispatches a filed case to oneself, or returns a dispatched one: either is a move with all that hangs on it. */
const MOVE = (who: Somebody): string => `\\set n random(1, ${CASES})
select t.id, t.version, t.stage = 'filed' as is_filed from bench.cases c join public.tasks t on t.id = c.id where c.n = :n \\gset
begin;
select set_config('role', 'authenticated', true), set_config('request.jwt.claim.sub', '${who.userId}', true),
	set_config('request.jwt.claim.role', 'authenticated', true), set_config('request.jwt.claims', '${JSON.stringify({ sub: who.userId, role: 'authenticated', made_by: 'command' })}', true);
\\if :is_filed
select public.submit_change(gen_random_uuid(), 'task:' || ':id', :version, '{"action": "assign", "owner": "${who.personId}"}');
\\else
select public.submit_change(gen_random_uuid(), 'task:' || ':id', :version, '{"action": "return", "reason": "暂不处理"}');
\\endif
commit;
`;

/** The same rows written with nothing asked: no rights, no rules, no hash, no trigger. */
const ROWS = (who: Somebody): string => `\\set n random(1, ${CASES})
select t.id, t.version, t.stage as old_stage, case when t.stage = 'filed' then 'assigned' else 'filed' end as new_stage, t.area_code, t.layer_id, t.kind_id
from bench.cases c join bench.tasks t on t.id = c.id where c.n = :n \\gset
begin;
update bench.tasks set stage = ':new_stage', owner_id = '${who.personId}', handlers = array['${who.personId}'::uuid], stage_since = now(), assigned_at = now(),
	updated_at = now(), version = :version + 1 where id = ':id';
insert into bench.progress as p (campaign_id, area_code, layer_id, kind_id, domain_id, stage, tasks)
values ('sancheng', ':area_code', ':layer_id', ':kind_id', 'community', ':new_stage', 1), ('sancheng', ':area_code', ':layer_id', ':kind_id', 'community', ':old_stage', -1)
on conflict (campaign_id, area_code, layer_id, kind_id, domain_id, stage) do update set tasks = p.tasks + excluded.tasks;
insert into bench.place_progress as p (campaign_id, place, layer_id, kind_id, domain_id, stage, shard, tasks)
select 'sancheng', left(':area_code', d), ':layer_id', ':kind_id', 'community', s.stage, pg_backend_pid() % 8, s.change
from unnest('{4,6,9,12,15}'::integer[]) d cross join (values (':new_stage', 1), (':old_stage', -1)) s (stage, change) order by 2, 6
on conflict (campaign_id, place, layer_id, kind_id, domain_id, stage, shard) do update set tasks = p.tasks + excluded.tasks;
insert into bench.task_events (task_id, seq, change_id, at, actor_id, action, from_stage, to_stage, payload, previous_hash, hash)
values (':id', :version, gen_random_uuid(), now(), '${who.personId}', 'assign', ':old_stage', ':new_stage', '{"owner": "${who.personId}"}', repeat('0', 64), repeat('1', 64)) on conflict do nothing;
insert into bench.ledger_heads values (':id', 1, repeat('1', 64)) on conflict (task_id) do update set length = excluded.length, hash = excluded.hash;
insert into bench.changes (change_id, person_id, digest, result)
values (gen_random_uuid(), '${who.personId}', repeat('2', 64), jsonb_build_object('status', 'applied', 'receipt', repeat('1', 64), 'task', jsonb_build_object('id', ':id', 'version', :version)));
commit;
`;

/** Cases that wait for a dispatcher, and copies of every table that a move writes, with the same indexes. */
async function prepare(city: City): Promise<Somebody> {
	const { sql } = city;
	const who = await addSomebody(sql, '赵文博', 'dispatcher', '2206');
	await addCases(city, 1, CASES, CASES);
	await sql.exec(`set session_replication_role = replica;
		update public.tasks set stage = 'filed', owner_id = null, limit_amount = 15, limit_unit = 'working_day';
		create schema bench;
		create table bench.cases as select row_number() over (order by number)::integer as n, id from public.tasks;
		create unique index on bench.cases (n);`);
	await layOutProgress(sql);
	for (const table of [
		'public.tasks',
		'public.task_events',
		'private.ledger_heads',
		'private.changes',
		'private.progress',
		'private.place_progress'
	]) {
		const copy = `bench.${table.split('.')[1]}`;
		await sql.exec(`create table ${copy} (like ${table} including all); insert into ${copy} select * from ${table}`);
	}
	await sql.exec('set session_replication_role = default');
	await sql.exec('vacuum (analyze)');
	return who;
}

async function pgbench(url: string, script: string): Promise<{ perSecond: number; done: number }> {
	// Both as the application connects.
	const settings = Object.entries(SHORT_STATEMENTS).map(([name, value]) => `-c ${name}=${value}`);
	const { stdout } = await promisify(execFile)(
		join(findPostgres() ?? '', 'pgbench'),
		['--no-vacuum', '--client', String(CLIENTS), '--jobs', '2', '--time', String(SECONDS), '--file', script, url],
		{ env: { ...process.env, PGOPTIONS: settings.join(' ') } }
	);
	if (!/number of failed transactions: 0 /.test(stdout)) throw new Error(stdout);
	return { perSecond: Number(/tps = ([\d.]+)/.exec(stdout)?.[1]), done: Number(/actually processed: (\d+)/.exec(stdout)?.[1]) };
}

export const bench: Bench = {
	name: 'writes',
	about: `PostgreSQL: a move through submit_change against pgbench writing the same rows past all rules, ${CLIENTS} clients, in turns`,
	async run(say) {
		const city = await openCity();
		const folder = mkdtempSync(join(tmpdir(), 'zhantu-bench-writes-'));
		try {
			const who = await prepare(city);
			const [moveScript, rowsScript] = [join(folder, 'move.sql'), join(folder, 'rows.sql')];
			writeFileSync(moveScript, MOVE(who));
			writeFileSync(rowsScript, ROWS(who));
			const moves: number[] = [];
			const rows: number[] = [];
			let done = 0;
			for (let round = 0; round < ROUNDS; round++) {
				const moved = await pgbench(city.url, moveScript);
				const written = await pgbench(city.url, rowsScript);
				done += moved.done;
				moves.push(moved.perSecond);
				rows.push(written.perSecond);
				say(`round ${round + 1}: ${moved.perSecond.toFixed(0)} moves, ${written.perSecond.toFixed(0)} times the bare rows in a second`);
			}
			const [applied] = await city.sql.query<{ moves: number }>('select count(*)::integer as moves from private.changes');
			// Two clients may meet on one case: the later is told of the conflict, which writes nothing.
			if ((applied?.moves ?? 0) < done * 0.99) throw new Error(`of ${done} moves only ${applied?.moves} were applied`);
			const [move, row] = [median(moves.sort((a, b) => a - b)), median(rows.sort((a, b) => a - b))];
			return [
				{ what: 'moves through submit_change', value: move, unit: 'rows/s' },
				{ what: 'the same rows past all rules', value: row, unit: 'rows/s' },
				{ what: 'submit_change against the bare rows', value: move / row, unit: 'ratio' }
			];
		} finally {
			rmSync(folder, { recursive: true, force: true });
			await city.close();
		}
	}
};
