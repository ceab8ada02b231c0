import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '#lib/server/backend/sql.ts';
import { actAs, actAsOwner, actWith, openTestDatabase, rolledBack } from '../support/database.ts';
import { aSession, asPerson, asServer, eventsOf, personIn, setRule } from '../support/sessions.ts';
import { buildWorld, type World } from '../support/world.ts';

let sql: Sql;
let world: World;
beforeAll(async () => {
	sql = await openTestDatabase();
	world = await buildWorld(sql);
});
afterAll(() => sql.close());

type Begun = { answer: 'check' | 'locked' | 'slow_down'; seconds?: number; isKnown?: boolean };
const begin = (account: string, address: string, email = 'a@test.invalid') =>
	asServer<Begun>(sql, 'begin_sign_in', [account, address, email]);
const later = (minutes: number) => sql.query('update private.sign_in_tries set at = at - make_interval(mins => $1::integer)', [minutes]);

describe('passwords', () => {
	test('of one account are checked five times in fifteen minutes, from wherever', () =>
		rolledBack(sql, async () => {
			for (let nth = 0; nth < 5; nth++) expect((await begin('account', `address ${nth}`)).answer).toBe('check');
			for (let nth = 5; nth < 50; nth++) expect(await begin('account', `address ${nth}`)).toEqual({ answer: 'locked' });
			expect((await begin('another', 'address 1')).answer).toBe('check');
			await later(14);
			expect((await begin('account', 'address 60')).answer).toBe('locked');
			await later(2);
			expect((await begin('account', 'address 61')).answer).toBe('check');
			expect(await eventsOf(sql, 'account')).toEqual(['sign_in_locked']);
		}));

	test('of many accounts are checked forty times for one address', () =>
		rolledBack(sql, async () => {
			for (let nth = 0; nth < 40; nth++) expect((await begin(`account ${nth}`, 'office')).answer).toBe('check');
			const refused = await begin('account 41', 'office');
			expect(refused.answer).toBe('slow_down');
			expect(refused.seconds).toBeGreaterThan(800);
			expect((await begin('account 41', 'another office')).answer).toBe('check');
		}));

	test('an account that is there is asked for in any case, and one that is not is locked alike', () =>
		rolledBack(sql, async () => {
			await sql.query("update auth.users set email = 'liu@test.invalid' where id = $1", [world.cadre.userId]);
			expect(await begin('one', 'x', 'LIU@test.invalid')).toEqual({ answer: 'check', isKnown: true, isShut: false });
			expect(await begin('two', 'x', 'nobody@test.invalid')).toEqual({ answer: 'check', isKnown: false, isShut: false });
			for (let nth = 0; nth < 4; nth++) await begin('two', 'x', 'nobody@test.invalid');
			expect(await begin('two', 'x', 'nobody@test.invalid')).toEqual({ answer: 'locked' });
		}));

	test('a right one forgets the wrong ones before it', () =>
		rolledBack(sql, async () => {
			for (let nth = 0; nth < 4; nth++) await begin('account', 'x');
			const session = await aSession(sql, world.cadre);
			expect(await asServer(sql, 'open_session', [session, 'account', 'Firefox · Linux'])).toEqual({
				personId: world.cadre.personId,
				standing: 'open'
			});
			for (let nth = 0; nth < 5; nth++) expect((await begin('account', 'x')).answer).toBe('check');
			expect(await eventsOf(sql, world.cadre.personId)).toEqual(['signed_in']);
		}));

	test('nobody but the server counts them', () =>
		rolledBack(sql, async () => {
			const session = await aSession(sql, world.administrator);
			for (const [name, values] of [
				['begin_sign_in', ['a', 'b', 'c']],
				['open_session', [session, 'a', 'b']],
				['touch_session', [session]],
				['note_security_event', ['signed_in', null, null, null]]
			] as const) {
				await expect(asPerson(sql, world.administrator, session, name, [...values]), name).rejects.toThrow(/permission denied/);
			}
		}));
});

describe('a session', () => {
	const open = async (who = world.cadre, hoursAgo = 0) => {
		const session = await aSession(sql, who, hoursAgo);
		await asServer(sql, 'open_session', [session, 'account', 'Firefox · Linux']);
		return session;
	};

	test('of a banned or disabled person, or of an account without one, is over before it began', () =>
		rolledBack(sql, async () => {
			await sql.query("update auth.users set banned_until = now() + interval '1 day' where id = $1", [world.cadre.userId]);
			await sql.query('update public.people set disabled_at = now() where id = $1', [world.inspector.personId]);
			await sql.query('update public.people set user_id = null where id = $1', [world.leader.personId]);
			for (const who of [world.cadre, world.inspector, world.leader]) {
				const session = await aSession(sql, who);
				expect(await asServer(sql, 'open_session', [session, 'hash', 'x'])).toBeNull();
				expect(await personIn(sql, who, session)).toBeNull();
			}
			expect(await eventsOf(sql, 'hash')).toEqual(['sign_in_refused', 'sign_in_refused', 'sign_in_refused']);
		}));

	test('gives no rights to another account’s token', () =>
		rolledBack(sql, async () => {
			const session = await open(world.leader);
			expect(await personIn(sql, world.leader, session)).toBe('open');
			expect(await personIn(sql, world.cadre, session)).toBe('ended');
			expect(await personIn(sql, world.cadre, randomUUID())).toBe('ended');
		}));

	test('a token without one is a command’s or nobody’s', () =>
		rolledBack(sql, async () => {
			const who = async (claims: object): Promise<unknown> => {
				await actWith(sql, { role: 'authenticated', sub: world.cadre.userId, ...claims });
				const [row] = await sql.query('select public.my_session() is not null as is_somebody');
				await actAsOwner(sql);
				return row;
			};
			expect(await who({ made_by: 'command' })).toEqual({ is_somebody: true });
			expect(await who({})).toEqual({ is_somebody: false });
			expect(await who({ session_id: '' })).toEqual({ is_somebody: false });
		}));

	test('that rested too long does not come back, not even by being used again', () =>
		rolledBack(sql, async () => {
			const session = await open();
			const rest = (minutes: number) =>
				sql.query('update private.session_states set seen_at = now() - make_interval(mins => $2::integer) where session_id = $1', [
					session,
					minutes
				]);
			await rest(719);
			expect(await personIn(sql, world.cadre, session)).toBe('open');
			await asServer(sql, 'touch_session', [session]);
			await rest(721);
			expect(await personIn(sql, world.cadre, session)).toBe('ended');
			await asServer(sql, 'touch_session', [session]);
			expect(await personIn(sql, world.cadre, session)).toBe('ended');
			await setRule(sql, 'session_idle_minutes', 800);
			expect(await personIn(sql, world.cadre, session)).toBe('open');
		}));

	test('ends after its lifetime however much it is used', () =>
		rolledBack(sql, async () => {
			const session = await open(world.cadre, 167);
			expect(await personIn(sql, world.cadre, session)).toBe('open');
			await setRule(sql, 'session_hours', 100);
			await asServer(sql, 'touch_session', [session]);
			expect(await personIn(sql, world.cadre, session)).toBe('ended');
		}));

	test('made by an API client begins to rest at once', () =>
		rolledBack(sql, async () => {
			expect(await personIn(sql, world.cadre, await aSession(sql, world.cadre, 11))).toBe('open');
			const old = await aSession(sql, world.cadre, 13);
			expect(await personIn(sql, world.cadre, old)).toBe('ended');
			await asServer(sql, 'touch_session', [old]);
			expect(await personIn(sql, world.cadre, old)).toBe('ended');
		}));

	test('is ended by an administrator of its person, by nobody else', () =>
		rolledBack(sql, async () => {
			const [theirs, mine] = [await open(), await open(world.administrator)];
			const end = (who: typeof world.cadre, session: string, person: string) => asPerson(sql, who, session, 'end_sessions_of', [person]);
			await expect(end(world.leader, await open(world.leader), world.cadre.personId)).rejects.toThrow('not_allowed');
			await expect(end(world.administrator, mine, world.administrator.personId)).rejects.toThrow('not_yourself');
			expect(await personIn(sql, world.cadre, theirs)).toBe('open');
			await end(world.administrator, mine, world.cadre.personId);
			expect(await personIn(sql, world.cadre, theirs)).toBe('ended');
		}));

	test('is one of a list of one’s own, and is ended from there at once, one or all others', () =>
		rolledBack(sql, async () => {
			const here = await open();
			const phone = await open();
			const desk = await open();
			const foreign = await open(world.leader);
			const list = () => asPerson<{ id: string; isThis: boolean; device: string }[]>(sql, world.cadre, here, 'my_sessions');
			expect((await list()).map(({ id }) => id).sort()).toEqual([here, phone, desk].sort());
			expect((await list())[0]).toMatchObject({ id: here, isThis: true, device: 'Firefox · Linux' });
			expect(await asPerson(sql, world.cadre, here, 'end_my_sessions', [foreign])).toBe(0);
			expect(await personIn(sql, world.leader, foreign)).toBe('open');
			expect(await asPerson(sql, world.cadre, here, 'end_my_sessions', [phone])).toBe(1);
			expect(await personIn(sql, world.cadre, phone)).toBe('ended');
			expect(await asPerson(sql, world.cadre, here, 'end_my_sessions')).toBe(1);
			expect((await list()).map(({ id }) => id)).toEqual([here]);
			await expect(asPerson(sql, world.cadre, desk, 'end_my_sessions')).rejects.toThrow('signed_out');
			expect(await eventsOf(sql, world.cadre.personId)).toContain('sessions_ended');
		}));
});

describe('what is written down', () => {
	test('is never changed, nor removed within a year, not even by the owner', () =>
		rolledBack(sql, async () => {
			await asServer(sql, 'note_security_event', ['sign_in_failed', null, 'hash', null]);
			for (const statement of [
				"update private.security_events set event = 'signed_in'",
				'delete from private.security_events',
				'truncate private.security_events'
			]) {
				await sql.exec('savepoint change');
				await expect(sql.exec(statement), statement).rejects.toThrow('append_only');
				await sql.exec('rollback to savepoint change');
			}
			await sql.query("insert into private.security_events (event, at) values ('old', now() - interval '13 months')");
			expect(await sql.query("delete from private.security_events where event = 'old' returning event")).toHaveLength(1);
		}));

	test('is read by administrators of the installation, by others only of people in their area, and never says who worked when', () =>
		rolledBack(sql, async () => {
			for (const who of [world.cadre, world.stranger]) {
				await asServer(sql, 'note_security_event', ['factor_failed', who.personId, null, null]);
				await asServer(sql, 'note_security_event', ['signed_in', who.personId, null, null]);
			}
			await asServer(sql, 'note_security_event', ['sign_in_failed', null, 'hash', null]);
			await sql.query("insert into public.posts (person_id, area_code, role, title) values ($1, '220602', 'administrator', 'x')", [
				world.otherCadre.personId
			]);
			const read = async (userId: string) => {
				await actAs(sql, userId);
				const [row] = await sql.query<{ list: { event: string; personId: string | null }[] }>(
					'select public.list_security_events() as list'
				);
				await actAsOwner(sql);
				return row?.list.map(({ event, personId }) => [event, personId]);
			};
			expect(await read(world.administrator.userId)).toEqual([
				['sign_in_failed', null],
				['factor_failed', world.stranger.personId],
				['factor_failed', world.cadre.personId]
			]);
			expect(await read(world.otherCadre.userId)).toEqual([['factor_failed', world.cadre.personId]]);
			for (const who of [world.leader, world.cadre]) {
				await sql.exec('savepoint reading');
				await expect(read(who.userId)).rejects.toThrow('not_allowed');
				await sql.exec('rollback to savepoint reading');
			}
		}));

	test('settings are saved all or none, by administrators of the installation', () =>
		rolledBack(sql, async () => {
			const save = (who: typeof world.cadre, settings: object) =>
				aSession(sql, who).then((session) => asPerson(sql, who, session, 'save_settings', [JSON.stringify(settings)]));
			await save(world.administrator, { timezone: 'Asia/Urumqi', complaint_contact: '0439-1234567' });
			const read = () => sql.query("select key, value from public.settings where key in ('timezone', 'complaint_contact') order by key");
			const saved = [
				{ key: 'complaint_contact', value: '0439-1234567' },
				{ key: 'timezone', value: 'Asia/Urumqi' }
			];
			expect(await read()).toEqual(saved);
			await expect(save(world.administrator, { complaint_contact: 'x', timezone: 'Mars/Olympus' })).rejects.toThrow('unknown_timezone');
			for (const who of [world.leader, world.cadre]) await expect(save(who, { complaint_contact: 'x' })).rejects.toThrow('not_allowed');
			expect(await read()).toEqual(saved);
		}));

	test('the rules of signing in are words and numbers that make sense, and who changes them is known', () =>
		rolledBack(sql, async () => {
			const session = await aSession(sql, world.administrator);
			const change = async (key: string, value: unknown) => {
				await sql.exec('savepoint rule');
				try {
					await actAs(sql, world.administrator.userId, session);
					await setRule(sql, key, value);
				} catch (error) {
					await sql.exec('rollback to savepoint rule');
					throw error;
				} finally {
					await actAsOwner(sql);
				}
			};
			for (const [key, value] of [
				['two_factor', 'sometimes'],
				['session_idle_minutes', 0],
				['session_idle_minutes', '720'],
				['session_idle_minutes', 20_000],
				['session_hours', 1.5]
			] as const)
				await expect(change(key, value), `${key} ${value}`).rejects.toThrow(/bad_value|outside_range/);
			await change('session_hours', 12);
			await change('session_hours', 12);
			expect(await sql.query('select event, actor_id, info from private.security_events')).toEqual([
				{ event: 'setting_changed', actor_id: world.administrator.personId, info: { key: 'session_hours', value: 12 } }
			]);
		}));
});
