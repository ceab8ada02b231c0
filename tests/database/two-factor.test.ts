import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '#lib/server/backend/sql.ts';
import { actAs, actAsOperator, actAsOwner, openTestDatabase, rolledBack } from '../support/database.ts';
import { aSession, asPerson, asServer, eventsOf, personIn, setRule } from '../support/sessions.ts';
import { addSomebody, buildWorld, type Somebody, type World } from '../support/world.ts';

let sql: Sql;
let world: World;
beforeAll(async () => {
	sql = await openTestDatabase();
	world = await buildWorld(sql);
});
afterAll(() => sql.close());

const SEALED = 'v1.sealed-by-a-key-that-the-database-does-not-hold';
const HASHES = ['a'.repeat(64), 'b'.repeat(64)];
type Tried = { secret?: string; lastStep?: number; lockedUntil?: string } | null;

async function enrol(who: Somebody, session: string, step = 100): Promise<void> {
	await asServer(sql, 'begin_second_factor', [who.personId, SEALED]);
	await asServer(sql, 'confirm_second_factor', [who.personId, session, step, HASHES]);
}

describe('who has to show a second factor', () => {
	test('whoever has one, in every session but the one that confirmed it', () =>
		rolledBack(sql, async () => {
			const [here, phone] = [await aSession(sql, world.cadre), await aSession(sql, world.cadre)];
			await asServer(sql, 'begin_second_factor', [world.cadre.personId, SEALED]);
			expect(await personIn(sql, world.cadre, phone)).toBe('open');
			await asServer(sql, 'confirm_second_factor', [world.cadre.personId, here, 100, HASHES]);
			expect(await personIn(sql, world.cadre, here)).toBe('open');
			expect(await personIn(sql, world.cadre, phone)).toBe('code');
			expect(await personIn(sql, world.cadre, await aSession(sql, world.cadre))).toBe('code');
			expect(await eventsOf(sql, world.cadre.personId)).toEqual(['factor_confirmed']);
		}));

	test('where it is required, all staff: they see nothing until they have one; riders need none', () =>
		rolledBack(sql, async () => {
			await setRule(sql, 'two_factor', 'required');
			for (const who of [world.cadre, world.leader, world.administrator]) {
				const session = await aSession(sql, who);
				expect(await personIn(sql, who, session)).toBe('enrol');
				await enrol(who, session);
				expect(await personIn(sql, who, session)).toBe('open');
			}
			expect(await personIn(sql, world.rider, await aSession(sql, world.rider))).toBe('open');
			expect(await personIn(sql, world.former, await aSession(sql, world.former))).toBe('open');
		}));

	test('where it is off, nobody', () =>
		rolledBack(sql, async () => {
			await enrol(world.cadre, await aSession(sql, world.cadre));
			await setRule(sql, 'two_factor', 'off');
			expect(await personIn(sql, world.cadre, await aSession(sql, world.cadre))).toBe('open');
		}));

	test('before it is shown not a row is to be had, by whatever table or function', () =>
		rolledBack(sql, async () => {
			await enrol(world.administrator, await aSession(sql, world.administrator));
			const session = await aSession(sql, world.administrator);
			const tables = await sql.query<{ name: string }>(
				"select object as name from private.grants where kind = 'table' and grantee = 'authenticated' and privileges like '%select%' and object not like '%published%'"
			);
			expect(tables.length).toBeGreaterThan(15);
			const seen: string[] = [];
			const filled: string[] = [];
			for (const { name } of tables) {
				await actAs(sql, world.administrator.userId, session);
				if ((await sql.query(`select 1 from ${name} limit 1`)).length) seen.push(name);
				await actAsOwner(sql);
				if ((await sql.query(`select 1 from ${name} limit 1`)).length) filled.push(name);
			}
			expect(filled.length).toBeGreaterThan(5);
			expect(seen).toEqual([]);
			await expect(asPerson(sql, world.administrator, session, 'list_people')).rejects.toThrow('not_allowed');
			await expect(asPerson(sql, world.administrator, session, 'end_my_sessions')).rejects.toThrow('signed_out');
			await expect(asPerson(sql, world.administrator, session, 'reset_second_factor', [world.cadre.personId])).rejects.toThrow(
				'not_allowed'
			);
			await asServer(sql, 'pass_second_factor', [world.administrator.personId, session, 101]);
			await expect(asPerson(sql, world.administrator, session, 'list_people')).resolves.toBeTruthy();
		}));
});

describe('a code', () => {
	test('passes once, and none older than the last', () =>
		rolledBack(sql, async () => {
			await enrol(world.cadre, await aSession(sql, world.cadre), 100);
			const session = await aSession(sql, world.cadre);
			for (const old of [99, 100])
				await expect(asServer(sql, 'pass_second_factor', [world.cadre.personId, session, old])).rejects.toThrow('code_used');
			await asServer(sql, 'pass_second_factor', [world.cadre.personId, session, 101]);
			expect(await personIn(sql, world.cadre, session)).toBe('open');
			await expect(asServer(sql, 'pass_second_factor', [world.cadre.personId, session, 101])).rejects.toThrow('code_used');
		}));

	test('opens only a session of its own person', () =>
		rolledBack(sql, async () => {
			await enrol(world.cadre, await aSession(sql, world.cadre));
			const foreign = await aSession(sql, world.leader);
			await expect(asServer(sql, 'pass_second_factor', [world.cadre.personId, foreign, 101])).rejects.toThrow('signed_out');
			await expect(asServer(sql, 'pass_recovery_code', [world.cadre.personId, foreign, HASHES[0]])).rejects.toThrow('signed_out');
		}));

	test('is tried five times; then the factor is locked, longer each time, and a right one ends it', () =>
		rolledBack(sql, async () => {
			await enrol(world.cadre, await aSession(sql, world.cadre));
			const session = await aSession(sql, world.cadre);
			const attempt = () => asServer<Tried>(sql, 'try_second_factor', [world.cadre.personId]);
			const minutes = (until?: string) => Math.round((Date.parse(until ?? '') - Date.now()) / 60_000);
			const unlock = () => sql.query("update private.second_factors set locked_until = now() - interval '1 second'");
			for (let nth = 0; nth < 5; nth++) expect((await attempt())?.secret).toBe(SEALED);
			const locked = await attempt();
			expect(locked?.secret).toBeUndefined();
			expect(minutes(locked?.lockedUntil)).toBe(15);
			for (const expected of [30, 60, 120, 240, 480, 960, 1440, 1440]) {
				await unlock();
				for (let nth = 0; nth < 5; nth++) expect((await attempt())?.secret).toBe(SEALED);
				expect(minutes((await attempt())?.lockedUntil)).toBe(expected);
			}
			await unlock();
			await attempt();
			await asServer(sql, 'pass_second_factor', [world.cadre.personId, session, 101]);
			for (let nth = 0; nth < 5; nth++) expect((await attempt())?.secret).toBe(SEALED);
		}));

	test('of recovery passes once, and says how many are left', () =>
		rolledBack(sql, async () => {
			await enrol(world.cadre, await aSession(sql, world.cadre));
			const session = await aSession(sql, world.cadre);
			const pass = (hash: string) => asServer(sql, 'pass_recovery_code', [world.cadre.personId, session, hash]);
			await expect(pass('c'.repeat(64))).rejects.toThrow('wrong_code');
			expect(await personIn(sql, world.cadre, session)).toBe('code');
			expect(await pass('a'.repeat(64))).toBe(1);
			expect(await personIn(sql, world.cadre, session)).toBe('open');
			await expect(pass('a'.repeat(64))).rejects.toThrow('wrong_code');
			await asServer(sql, 'renew_recovery_codes', [world.cadre.personId, 101, ['d'.repeat(64)]]);
			await expect(pass('b'.repeat(64))).rejects.toThrow('wrong_code');
			expect(await pass('d'.repeat(64))).toBe(0);
		}));
});

describe('the factor', () => {
	test('is never replaced by whoever has only the password', () =>
		rolledBack(sql, async () => {
			await enrol(world.cadre, await aSession(sql, world.cadre));
			await expect(asServer(sql, 'begin_second_factor', [world.cadre.personId, `${SEALED}2`])).rejects.toThrow('factor_exists');
			const session = await aSession(sql, world.cadre);
			await expect(asServer(sql, 'confirm_second_factor', [world.cadre.personId, session, 200, HASHES])).rejects.toThrow('factor_exists');
		}));

	test('is turned off with a right code only, and where it is required must be set up again', () =>
		rolledBack(sql, async () => {
			const session = await aSession(sql, world.cadre);
			await enrol(world.cadre, session, 100);
			await expect(asServer(sql, 'remove_second_factor', [world.cadre.personId, 100])).rejects.toThrow('code_used');
			await asServer(sql, 'remove_second_factor', [world.cadre.personId, 101]);
			expect(await personIn(sql, world.cadre, session)).toBe('open');
			await setRule(sql, 'two_factor', 'required');
			expect(await personIn(sql, world.cadre, session)).toBe('enrol');
			expect(await eventsOf(sql, world.cadre.personId)).toEqual(['factor_confirmed', 'factor_removed']);
		}));

	test('is turned off with a recovery code too, when the telephone is gone', () =>
		rolledBack(sql, async () => {
			await enrol(world.cadre, await aSession(sql, world.cadre));
			const remove = (hash: string) => asServer(sql, 'remove_second_factor', [world.cadre.personId, null, hash]);
			await expect(remove('c'.repeat(64))).rejects.toThrow('wrong_code');
			await remove('b'.repeat(64));
			expect(await personIn(sql, world.cadre, await aSession(sql, world.cadre))).toBe('open');
		}));

	test('is reset by an administrator of all the person’s posts, never for oneself; their sessions end and it is written down', () =>
		rolledBack(sql, async () => {
			const district = await addSomebody(sql, '于海', 'administrator', '220602');
			const [mine, theirs] = [await aSession(sql, world.cadre), await aSession(sql, district)];
			await enrol(world.cadre, mine);
			await enrol(world.stranger, await aSession(sql, world.stranger));
			await enrol(district, theirs);
			const reset = (who: Somebody, session: string, person: Somebody) =>
				asPerson(sql, who, session, 'reset_second_factor', [person.personId]);
			await expect(reset(district, theirs, district)).rejects.toThrow('not_yourself');
			await expect(reset(district, theirs, world.stranger)).rejects.toThrow('not_allowed');
			await expect(reset(world.leader, await aSession(sql, world.leader), world.cadre)).rejects.toThrow('not_allowed');
			await expect(reset(district, theirs, world.otherCadre)).rejects.toThrow('no_factor');
			await reset(district, theirs, world.cadre);
			expect(await personIn(sql, world.cadre, mine)).toBe('ended');
			expect(await personIn(sql, world.cadre, await aSession(sql, world.cadre))).toBe('open');
			const [event] = await sql.query("select person_id, actor_id from private.security_events where event = 'factor_reset'");
			expect(event).toEqual({ person_id: world.cadre.personId, actor_id: district.personId });
		}));

	test('is in no table and no function that any role of the API reads, but the server’s own', () =>
		rolledBack(sql, async () => {
			const session = await aSession(sql, world.administrator);
			await enrol(world.administrator, session);
			for (const table of ['second_factors', 'recovery_codes', 'session_states', 'sign_in_tries', 'security_events']) {
				for (const become of [() => actAs(sql, null), () => actAs(sql, world.administrator.userId, session), () => actAsOperator(sql)]) {
					await sql.exec('savepoint reading');
					await become();
					await expect(sql.query(`select * from private.${table}`), table).rejects.toThrow('permission denied');
					await sql.exec('rollback to savepoint reading');
					await actAsOwner(sql);
				}
			}
			for (const [name, values] of [
				['second_factor', [world.administrator.personId]],
				['try_second_factor', [world.administrator.personId]],
				['begin_second_factor', [world.administrator.personId, SEALED]],
				['confirm_second_factor', [world.administrator.personId, session, 1, HASHES]],
				['pass_second_factor', [world.administrator.personId, session, 101]],
				['pass_recovery_code', [world.administrator.personId, session, HASHES[0]]],
				['renew_recovery_codes', [world.administrator.personId, 101, HASHES]],
				['remove_second_factor', [world.administrator.personId, 101]]
			] as const)
				await expect(asPerson(sql, world.administrator, session, name, [...values]), name).rejects.toThrow('permission denied');
			expect(await asServer<{ secret: string }>(sql, 'second_factor', [world.administrator.personId])).toMatchObject({
				secret: SEALED,
				codesLeft: 2
			});
		}));
});
