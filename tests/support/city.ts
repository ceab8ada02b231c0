import { randomUUID } from 'node:crypto';
import type { PostgrestSingleResponse } from '@supabase/supabase-js';
import type { Client } from '#lib/data/client.ts';
import { chineseCalendar } from '#lib/domain/calendar-cn.ts';
import type { Role } from '#lib/domain/template.ts';
import type { Backend } from '#lib/server/backend/index.ts';
import { CAMPAIGN, square, TEMPLATE } from './world.ts';

/** One compound, and a neighbour of it at every step of the tree. */
export const HOME = '220602003003001';
export const OTHER_GRID = '220602003003002';
export const OTHER_COMMUNITY = '220602003004001';
export const OTHER_SUBDISTRICT = '220602004001001';
export const OTHER_DISTRICT = '220605001001001';
const GRID = '220602003003G01';

const AREAS = [
	{ code: '2206', level: 'city', name: '白山市' },
	{ code: '220602', level: 'district', name: '浑江区' },
	{ code: '220605', level: 'district', name: '江源区' },
	{ code: '220602003', level: 'subdistrict', name: '东兴街道' },
	{ code: '220602004', level: 'subdistrict', name: '红旗街道' },
	{ code: '220605001', level: 'subdistrict', name: '孙家堡子街道' },
	{ code: '220602003003', level: 'community', name: '铁路社区' },
	{ code: '220602003004', level: 'community', name: '站前社区' },
	{ code: '220602004001', level: 'community', name: '红旗社区' },
	{ code: '220605001001', level: 'community', name: '江北社区' },
	{ code: GRID, level: 'grid', name: '第001网格' },
	{ code: HOME, level: 'compound', name: '富安小区', grid_area: GRID, boundary: square(126.43, 41.94, 0.004) },
	{ code: OTHER_GRID, level: 'compound', name: '铁北家属院', boundary: square(126.44, 41.94, 0.004) },
	{ code: OTHER_COMMUNITY, level: 'compound', name: '站前嘉园', boundary: square(126.45, 41.94, 0.004) },
	{ code: OTHER_SUBDISTRICT, level: 'compound', name: '红旗小区', boundary: square(126.46, 41.94, 0.004) },
	{ code: OTHER_DISTRICT, level: 'compound', name: '江源小区', boundary: square(126.58, 42.04, 0.004) }
];

/** Who is what where. Each exists three times: in office, with a post that has ended, and banned. */
export const OFFICES = {
	rider: ['rider', '220602'],
	cadre: ['cadre', '220602003003'],
	grid: ['cadre', GRID],
	dispatcher: ['dispatcher', '220602003'],
	inspector: ['inspector', '220602003003'],
	street: ['leader', '220602003'],
	district: ['leader', '220602'],
	mayor: ['leader', '2206'],
	districtAdministrator: ['administrator', '220602'],
	administrator: ['administrator', '2206']
} as const satisfies Record<string, readonly [Role, string]>;

export type Office = keyof typeof OFFICES;
export type Standing = 'serving' | 'expired' | 'banned';

export interface Citizen {
	personId: string;
	userId: string;
	email: string;
	/** An access token of a session that began while nothing was wrong with the account. */
	token: string;
}

export interface City {
	people: Record<Office, Record<Standing, Citizen>>;
	/** Somebody without any post. */
	idle: Citizen;
	/** An administrator who was disabled after signing in. */
	disabled: Citizen;
	/** An account that nobody bound to a person. */
	nobody: Citizen;
	password: string;
}

/** Builds the city through the API alone, as any backend allows, and signs everybody in once. */
export async function buildCity(backend: Backend, ban: (userId: string) => Promise<void>): Promise<City> {
	const operator = backend.operator();
	const areas = AREAS.map((area) => ({ ...area, parent_code: parentOf(area.code) }));
	must(await operator.rpc('save_areas', { areas: areas as never }));
	must(await operator.rpc('save_calendar', { calendar: chineseCalendar() as never }));
	must(await operator.rpc('save_template', { document: TEMPLATE as never }));
	must(
		await operator.rpc('roll_out', {
			campaign: {
				id: CAMPAIGN,
				name: { 'zh-CN': '三城创建', en: 'Three cities' },
				area_code: '2206',
				template_id: TEMPLATE.id,
				template_version: TEMPLATE.version,
				starts_on: '2026-04-01',
				ends_on: '2026-12-31'
			}
		})
	);
	const password = `p-${randomUUID()}`;
	const move = (name: string): Promise<Citizen> => moveIn(backend, operator, name, password);
	const people = {} as City['people'];
	for (const [office, [role, area]] of Object.entries(OFFICES) as [Office, (typeof OFFICES)[Office]][]) {
		people[office] = {
			serving: await move(`${office} serving`),
			expired: await move(`${office} expired`),
			banned: await move(`${office} banned`)
		};
		for (const citizen of Object.values(people[office])) await givePost(operator, citizen, role, area);
		must(
			await operator
				.from('posts')
				.update({ valid_to: dayFromNow(-1) })
				.eq('person_id', people[office].expired.personId)
		);
		await ban(people[office].banned.userId);
	}
	const idle = await move('idle');
	const disabled = await move('disabled');
	await givePost(operator, disabled, 'administrator', '2206');
	must(await operator.rpc('save_person', { person: { id: disabled.personId, name: 'disabled', disabled: true } }));
	const nobody = await move('nobody');
	must(await operator.from('people').delete().eq('id', nobody.personId));
	return { people, idle, disabled, nobody, password };
}

/** A new account with its person, signed in. */
export async function moveIn(backend: Backend, operator: Client, name: string, password: string): Promise<Citizen> {
	const personId = randomUUID();
	const email = `${personId}@test.invalid`;
	const userId = await backend.createAccount(email, password);
	must(await operator.from('people').insert({ id: personId, user_id: userId, name }));
	const { data, error } = await backend.anonymous().auth.signInWithPassword({ email, password });
	if (error) throw error;
	return { personId, userId, email, token: data.session.access_token };
}

export async function givePost(operator: Client, citizen: Citizen, role: Role, area: string): Promise<void> {
	must(await operator.from('posts').insert({ person_id: citizen.personId, area_code: area, role, title: role, valid_from: '2020-01-01' }));
}

export function dayFromNow(days: number): string {
	return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** The data of an answer that must be good. */
export function must<Data>(answer: PostgrestSingleResponse<Data>): Data {
	if (answer.error) throw new Error(`${answer.status} ${answer.error.code} ${answer.error.message} ${answer.error.details}`);
	return answer.data;
}

function parentOf(code: string): string | null {
	return (
		AREAS.filter((area) => code.startsWith(area.code) && area.code !== code && area.level !== 'grid').sort(
			(a, b) => b.code.length - a.code.length
		)[0]?.code ?? null
	);
}
