import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chineseCalendar } from '#lib/domain/calendar-cn.ts';
import type { ChangeAnswer } from '#lib/domain/change.ts';
import type { Role, Template } from '#lib/domain/template.ts';
import type { Sql } from '#lib/server/backend/sql.ts';
import { actAs, actAsOwner } from './database.ts';

export const CAMPAIGN = 'sancheng';
/** A compound, its community, subdistrict, district and city, and a sibling compound in another district. */
export const COMPOUND = '220602003003001';
export const SIBLING = '220605001001001';

export const TEMPLATE = JSON.parse(
	readFileSync(join(import.meta.dirname, '../../supabase/seed/templates/sancheng.json'), 'utf8')
) as Template;

export interface Somebody {
	personId: string;
	userId: string;
	role: Role;
	areaCode: string;
}

/** A small city with one campaign and somebody in every role. Positions are WGS-84 at Baishan. */
export interface World {
	cadre: Somebody;
	otherCadre: Somebody;
	dispatcher: Somebody;
	inspector: Somebody;
	leader: Somebody;
	administrator: Somebody;
	rider: Somebody;
	/** Cadre of the sibling compound's community. */
	stranger: Somebody;
	/** Had a post until yesterday. */
	former: Somebody;
}

const AREAS = [
	{ code: '2206', level: 'city', name: '白山市' },
	{ code: '220602', level: 'district', name: '浑江区' },
	{ code: '220605', level: 'district', name: '江源区' },
	{ code: '220602003', level: 'subdistrict', name: '东兴街道' },
	{ code: '220605001', level: 'subdistrict', name: '孙家堡子街道' },
	{ code: '220602003003', level: 'community', name: '铁路社区' },
	{ code: '220605001001', level: 'community', name: '江北社区' },
	{ code: COMPOUND, level: 'compound', name: '富安小区', boundary: square(126.43, 41.94, 0.004) },
	{ code: SIBLING, level: 'compound', name: '江源小区', boundary: square(126.58, 42.04, 0.004) }
];

/** A square of the given size in degrees with its south-west corner at [lng, lat]. */
export function square(lng: number, lat: number, size: number): GeoJSON.Polygon {
	return {
		type: 'Polygon',
		coordinates: [
			[
				[lng, lat],
				[lng + size, lat],
				[lng + size, lat + size],
				[lng, lat + size],
				[lng, lat]
			]
		]
	};
}

/** Builds the world as the owner of the database. */
export async function buildWorld(sql: Sql): Promise<World> {
	await sql.query(
		`select set_config('request.jwt.claim.role', 'service_role', false), set_config('request.jwt.claims', '{"role":"service_role"}', false)`
	);
	await sql.query('select public.save_areas($1::jsonb)', [
		JSON.stringify(AREAS.map((area) => ({ ...area, parent_code: parentOf(area.code) })))
	]);
	await sql.query('select public.save_calendar($1::jsonb)', [JSON.stringify(chineseCalendar())]);
	await sql.query('select public.save_template($1::jsonb)', [JSON.stringify(TEMPLATE)]);
	await sql.query('select public.roll_out($1::jsonb)', [
		JSON.stringify({
			id: CAMPAIGN,
			name: { 'zh-CN': '三城创建', en: 'Three cities' },
			area_code: '2206',
			template_id: TEMPLATE.id,
			template_version: TEMPLATE.version,
			starts_on: '2026-04-01',
			ends_on: '2026-12-31'
		})
	]);
	const community = '220602003003';
	const world: World = {
		cadre: await addSomebody(sql, '刘洋', 'cadre', community),
		otherCadre: await addSomebody(sql, '宋春梅', 'cadre', community),
		dispatcher: await addSomebody(sql, '周海涛', 'dispatcher', '220602003'),
		inspector: await addSomebody(sql, '陈静', 'inspector', community),
		leader: await addSomebody(sql, '孙玉梅', 'leader', '220602'),
		administrator: await addSomebody(sql, '李明', 'administrator', '2206'),
		rider: await addSomebody(sql, '骑手', 'rider', '220602'),
		stranger: await addSomebody(sql, '韩雪', 'cadre', '220605001001'),
		former: await addSomebody(sql, '王建国', 'cadre', community)
	};
	await sql.query("update public.posts set valid_from = '2020-01-01', valid_to = current_date - 1 where person_id = $1", [
		world.former.personId
	]);
	await sql.query(`select set_config('request.jwt.claim.role', '', false), set_config('request.jwt.claims', '', false)`);
	return world;
}

export async function addSomebody(sql: Sql, name: string, role: Role, areaCode: string): Promise<Somebody> {
	const personId = randomUUID();
	const userId = randomUUID();
	await sql.query('insert into auth.users (id, email) values ($1, $2)', [userId, `${userId}@test.invalid`]);
	await sql.query('insert into public.people (id, user_id, name) values ($1, $2, $3)', [personId, userId, name]);
	await sql.query("insert into public.posts (person_id, area_code, role, title, valid_from) values ($1, $2, $3, $4, '2020-01-01')", [
		personId,
		areaCode,
		role,
		role
	]);
	return { personId, userId, role, areaCode };
}

function parentOf(code: string): string | null {
	return (
		AREAS.filter((area) => code.startsWith(area.code) && area.code !== code).sort((a, b) => b.code.length - a.code.length)[0]?.code ?? null
	);
}

/** Sends a change as somebody, inside the current transaction, and becomes the owner again. */
export async function submitAs(
	sql: Sql,
	who: Somebody,
	target: string,
	baseVersion: number | null,
	patch: Record<string, unknown>,
	changeId: string = randomUUID()
): Promise<ChangeAnswer> {
	await actAs(sql, who.userId);
	const [row] = await sql.query<{ answer: ChangeAnswer }>('select public.submit_change($1::uuid, $2, $3::integer, $4::jsonb) as answer', [
		changeId,
		target,
		baseVersion,
		JSON.stringify(patch)
	]);
	await actAsOwner(sql);
	if (!row) throw new Error('submit_change answered nothing');
	return row.answer;
}

/** A new site with its task, reported by somebody. */
export async function aSite(
	sql: Sql,
	who: Somebody,
	over: { layer?: string; kind?: string; area?: string; title?: string; geometry?: GeoJSON.Geometry | null } = {}
): Promise<{ siteId: string; taskId: string; answer: ChangeAnswer }> {
	const siteId = randomUUID();
	const taskId = randomUUID();
	const area = over.area ?? COMPOUND;
	const answer = await submitAs(sql, who, `site:${siteId}`, null, {
		action: 'create',
		campaign: CAMPAIGN,
		layer: over.layer ?? 'trash_site',
		area_code: area,
		title: over.title ?? '3号楼北侧垃圾',
		geometry:
			over.geometry === undefined
				? { type: 'Point', coordinates: area === SIBLING ? [126.582, 42.042] : [126.432, 41.942] }
				: over.geometry,
		attributes: {},
		task: { id: taskId, kind: over.kind ?? 'piled_rubbish' }
	});
	return { siteId, taskId, answer };
}

/** A stored picture of a case, as the upload endpoint leaves it. */
export async function attachPicture(sql: Sql, who: Somebody, taskId: string, phase: string, area = COMPOUND): Promise<ChangeAnswer> {
	const evidenceId = randomUUID();
	await sql.query("insert into storage.objects (id, bucket_id, name, version) values ($1, 'evidence', $2, '1')", [
		randomUUID(),
		`${area}/${taskId}/${evidenceId}.jpg`
	]);
	return submitAs(sql, who, `task:${taskId}`, null, {
		action: 'attach',
		evidence_id: evidenceId,
		phase,
		bytes: 1000,
		width: 100,
		height: 100
	});
}
