import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Template } from '#lib/domain/template.ts';
import type { Sql } from '#lib/server/backend/sql.ts';
import { actAs, actAsOwner, openTestDatabase, rolledBack } from '../support/database.ts';
import { CAMPAIGN, TEMPLATE, aSite, addSomebody, buildWorld, type Somebody, type World } from '../support/world.ts';

let sql: Sql;
let world: World;
/** Administers one district of the city. */
let districtAdministrator: Somebody;

beforeAll(async () => {
	sql = await openTestDatabase();
	world = await buildWorld(sql);
	districtAdministrator = await addSomebody(sql, '于海', 'administrator', '220602');
});
afterAll(() => sql.close());

interface PeopleList {
	total: number;
	rows: {
		id: string;
		name: string;
		phone: string | null;
		isYou: boolean;
		mayChange: boolean;
		isDisabled: boolean;
		posts: { areaCode: string; mayChange: boolean }[];
	}[];
}

async function listPeople(who: Somebody, query = ''): Promise<PeopleList> {
	await actAs(sql, who.userId);
	const [row] = await sql.query<{ answer: PeopleList }>('select public.list_people($1) as answer', [query]);
	await actAsOwner(sql);
	return (row as { answer: PeopleList }).answer;
}

async function savePerson(who: Somebody, person: Record<string, unknown>): Promise<void> {
	await sql.exec('savepoint person');
	try {
		await actAs(sql, who.userId);
		await sql.query('select public.save_person($1::jsonb)', [JSON.stringify(person)]);
	} catch (error) {
		await sql.exec('rollback to savepoint person');
		throw error;
	} finally {
		await actAsOwner(sql);
	}
}

describe('people', () => {
	test('are found by name, title and area, telephone numbers masked', () =>
		rolledBack(sql, async () => {
			await savePerson(world.administrator, { id: world.cadre.personId, name: '刘洋', phone: '13812345678' });
			const [found] = (await listPeople(world.administrator, '刘洋')).rows;
			expect(found).toMatchObject({ id: world.cadre.personId, phone: '138****5678', isDisabled: false });
			expect((await listPeople(world.administrator, '铁路社区')).total).toBeGreaterThan(2);
			expect(JSON.stringify(await listPeople(world.administrator))).not.toContain('13812345678');
			expect(await sql.query('select phone from public.contacts')).toEqual([{ phone: '13812345678' }]);
		}));

	test('keep what a change leaves out: a disabled person does not come back by a new telephone number', () =>
		rolledBack(sql, async () => {
			await savePerson(world.administrator, { id: world.cadre.personId, name: '刘洋', phone: '13812345678', disabled: true });
			await savePerson(world.administrator, { id: world.cadre.personId, name: '刘洋', organisation: '铁路社区' });
			const [found] = (await listPeople(world.administrator, '刘洋')).rows;
			expect(found).toMatchObject({ isDisabled: true, phone: '138****5678' });
		}));

	test('are changed only by who administers all their posts', () =>
		rolledBack(sql, async () => {
			const seen = await listPeople(districtAdministrator);
			expect(seen.rows.map((row) => row.id)).toContain(world.cadre.personId);
			expect(seen.rows.map((row) => row.id)).not.toContain(world.stranger.personId);
			await savePerson(districtAdministrator, { id: world.cadre.personId, name: '刘 洋' });
			for (const beyond of [world.stranger, world.administrator]) {
				await expect(savePerson(districtAdministrator, { id: beyond.personId, name: '不行', disabled: true })).rejects.toThrow(
					'not_allowed'
				);
			}
			await savePerson(world.administrator, { id: world.stranger.personId, name: '可以' });
		}));

	test('nobody disables themselves, and nobody but an administrator lists or saves people', () =>
		rolledBack(sql, async () => {
			await expect(savePerson(world.administrator, { id: world.administrator.personId, name: '李明', disabled: true })).rejects.toThrow(
				'not_yourself'
			);
			for (const who of [world.cadre, world.leader, world.rider]) {
				await expect(savePerson(who, { id: randomUUID(), name: '新人' })).rejects.toThrow('not_allowed');
				await sql.exec('savepoint listing');
				await expect(listPeople(who)).rejects.toThrow('not_allowed');
				await sql.exec('rollback to savepoint listing');
				await actAsOwner(sql);
			}
			await savePerson(world.administrator, { id: randomUUID(), name: '新人' });
			expect((await listPeople(world.administrator, '新人')).total).toBe(1);
		}));
});

describe('posts', () => {
	const ADD = 'insert into public.posts (person_id, area_code, role, title) values ($1, $2, $3, $4) returning id';

	async function addPost(who: Somebody, person: Somebody, area: string): Promise<unknown[]> {
		await sql.exec('savepoint post');
		try {
			await actAs(sql, who.userId);
			return await sql.query(ADD, [person.personId, area, 'cadre', '网格长']);
		} catch (error) {
			await sql.exec('rollback to savepoint post');
			throw error;
		} finally {
			await actAsOwner(sql);
		}
	}

	test('are given inside one’s own area, never to oneself', () =>
		rolledBack(sql, async () => {
			await expect(addPost(world.administrator, world.administrator, '220602')).rejects.toThrow(/row-level security/);
			await expect(addPost(districtAdministrator, world.cadre, '220605')).rejects.toThrow(/row-level security/);
			await expect(addPost(world.leader, world.cadre, '220602003003')).rejects.toThrow(/row-level security/);
			expect(await addPost(districtAdministrator, world.cadre, '220602003003')).toHaveLength(1);
			expect(await addPost(districtAdministrator, world.administrator, '220602003003')).toHaveLength(1);
		}));

	test('one’s own cannot be prolonged or ended; another administrator can', () =>
		rolledBack(sql, async () => {
			const END = "update public.posts set valid_to = current_date where person_id = $1 and role = 'administrator' returning id";
			await actAs(sql, districtAdministrator.userId);
			expect(await sql.query(END, [districtAdministrator.personId])).toEqual([]);
			await actAsOwner(sql);
			await actAs(sql, world.administrator.userId);
			expect(await sql.query(END, [districtAdministrator.personId])).toHaveLength(1);
			await actAsOwner(sql);
		}));
});

describe('campaigns', () => {
	async function asSomebody(who: Somebody, statement: string, values: unknown[]): Promise<unknown[]> {
		await sql.exec('savepoint campaign');
		try {
			await actAs(sql, who.userId);
			return await sql.query(statement, values);
		} catch (error) {
			await sql.exec('rollback to savepoint campaign');
			throw error;
		} finally {
			await actAsOwner(sql);
		}
	}
	const rollOut = (who: Somebody, over: Record<string, unknown>): Promise<unknown[]> =>
		asSomebody(who, 'select public.roll_out($1::jsonb)', [
			JSON.stringify({
				name: { 'zh-CN': '试点', en: 'Pilot' },
				template_id: TEMPLATE.id,
				template_version: TEMPLATE.version,
				starts_on: '2026-04-01',
				ends_on: '2026-12-31',
				...over
			})
		]);

	test('a district’s administrator starts one there, and does not take over the city’s', () =>
		rolledBack(sql, async () => {
			await rollOut(districtAdministrator, { id: 'pilot', area_code: '220602' });
			await expect(rollOut(districtAdministrator, { id: CAMPAIGN, area_code: '220602' })).rejects.toThrow('not_allowed');
			await rollOut(world.administrator, { id: CAMPAIGN, area_code: '2206' });
		}));

	test('leave out kinds and layers on which nothing stands when they move on, and no others', () =>
		rolledBack(sql, async () => {
			await aSite(sql, world.cadre, { kind: 'piled_rubbish', layer: 'trash_site' });
			const moveOnWithout = async (kind: string): Promise<unknown> => {
				const later = structuredClone(TEMPLATE) as Template;
				later.version = TEMPLATE.version + 1;
				later.kinds = later.kinds.filter(({ id }) => id !== kind);
				later.targets = later.targets.filter((target) => !target.kinds.includes(kind));
				later.layers = later.layers.filter(({ id }) => later.kinds.some(({ layer }) => layer === id));
				await asSomebody(world.administrator, 'select public.save_template($1::jsonb)', [JSON.stringify(later)]);
				return rollOut(world.administrator, { id: CAMPAIGN, area_code: '2206', template_version: later.version });
			};
			await expect(moveOnWithout('piled_rubbish')).rejects.toThrow('kind_in_use');
			await moveOnWithout('small_ad');
			const kept = async (table: string): Promise<string[]> =>
				(await sql.query<{ id: string }>(`select id from public.${table} where campaign_id = $1`, [CAMPAIGN])).map(({ id }) => id);
			expect(await kept('task_kinds')).not.toContain('small_ad');
			expect(await kept('layers')).not.toContain('small_ad');
			expect(await kept('layers')).toContain('trash_site');
		}));

	test('targets are broken down and taken back by who administers the campaign', () =>
		rolledBack(sql, async () => {
			const save = (who: Somebody, amount: number | null, area = '220602'): Promise<unknown[]> =>
				asSomebody(who, 'select public.save_area_targets($1, $2::jsonb)', [
					CAMPAIGN,
					JSON.stringify([{ target_id: 'rubbish', area_code: area, amount }])
				]);
			await expect(save(districtAdministrator, 61000)).rejects.toThrow('not_allowed');
			await save(world.administrator, 61000);
			expect(await sql.query('select amount::integer from public.area_targets')).toEqual([{ amount: 61000 }]);
			await save(world.administrator, null);
			expect(await sql.query('select amount from public.area_targets')).toEqual([]);
			await expect(save(world.administrator, 5, '220699')).rejects.toThrow('unknown_area');
		}));
});

describe('areas', () => {
	test('are found by name with the path above them, because names repeat, and by code', () =>
		rolledBack(sql, async () => {
			await actAs(sql, world.administrator.userId);
			const [byName] = await sql.query<{ answer: unknown[] }>("select public.find_areas('江北') as answer");
			const [byCode] = await sql.query<{ answer: unknown[] }>("select public.find_areas('220605') as answer");
			await actAsOwner(sql);
			expect(byName?.answer).toMatchObject([{ code: '220605001001', name: '江北社区', path: '白山市 江源区 孙家堡子街道' }]);
			expect(byCode?.answer[0]).toMatchObject({ code: '220605', name: '江源区' });
		}));
});

describe('settings', () => {
	const save = async (who: Somebody, settings: Record<string, unknown>): Promise<void> => {
		await sql.exec('savepoint settings');
		try {
			await actAs(sql, who.userId);
			await sql.query('select public.save_settings($1::jsonb)', [JSON.stringify(settings)]);
		} catch (error) {
			await sql.exec('rollback to savepoint settings');
			throw error;
		} finally {
			await actAsOwner(sql);
		}
	};

	test('are the whole city’s business, and what is left out stays', () =>
		rolledBack(sql, async () => {
			await save(world.administrator, { complaint_contact: '12345', map_approval: '' });
			await save(world.administrator, { map_approval: '吉S(2026)001号' });
			await expect(save(districtAdministrator, { complaint_contact: '别处' })).rejects.toThrow('not_allowed');
			await expect(save(world.administrator, { timezone: 'Asia/Baishan' })).rejects.toThrow('unknown_timezone');
			const [kept] = await sql.query<{ settings: Record<string, string> }>(
				'select jsonb_object_agg(key, value) as settings from public.settings'
			);
			expect(kept?.settings).toMatchObject({ complaint_contact: '12345', map_approval: '吉S(2026)001号', timezone: 'Asia/Shanghai' });
		}));
});
