import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChangeAnswer } from '#lib/domain/change.ts';
import { PLAN_KINDS } from '#lib/domain/plan.ts';
import type { Sql } from '#lib/server/backend/sql.ts';
import { actAs, actAsOperator, actAsOwner, openTestDatabase, rolledBack } from '../support/database.ts';
import { aClosedCase, aRedactedFile, picture, type Pair } from '../support/pairs.ts';
import { CAMPAIGN, COMPOUND, SIBLING, addSomebody, aSite, buildWorld, submitAs, type Somebody, type World } from '../support/world.ts';

let sql: Sql;
let world: World;
/** Leader of the subdistrict, the lowest who approves. */
let approver: Somebody;

beforeAll(async () => {
	sql = await openTestDatabase();
	world = await buildWorld(sql);
	approver = await addSomebody(sql, '赵国强', 'leader', '220602003');
});
afterAll(() => sql.close());

async function propose(who: Somebody, pair: Pair, over: Record<string, unknown> = {}): Promise<{ id: string; answer: ChangeAnswer }> {
	const id = randomUUID();
	const answer = await submitAs(sql, who, `publication:${id}`, null, {
		action: 'propose',
		task_id: pair.taskId,
		before_evidence: pair.before,
		after_evidence: pair.after,
		before_path: await aRedactedFile(sql),
		after_path: await aRedactedFile(sql),
		boxes: { before: [[0.1, 0.1, 0.2, 0.2]], after: [] },
		caption: '拆除彩钢棚，恢复绿地',
		...over
	});
	return { id, answer };
}

const decide = (who: Somebody, id: string, version: number, action: string, reason?: string): Promise<ChangeAnswer> =>
	submitAs(sql, who, `publication:${id}`, version, { action, ...(reason ? { reason } : {}) });

/** What somebody who is not signed in reads. */
async function asPublic<Row>(query: string): Promise<Row[]> {
	await actAs(sql, null);
	const rows = await sql.query<Row>(query);
	await actAsOwner(sql);
	return rows;
}

describe('a before/after pair becomes public', () => {
	test('when a second person approves what somebody proposed, at once and without task, person or exact place', () =>
		rolledBack(sql, async () => {
			const pair = await aClosedCase(sql, world);
			const { id, answer } = await propose(world.cadre, pair);
			expect(answer).toMatchObject({ status: 'applied', publication: { state: 'proposed', version: 1 } });
			expect(await asPublic('select * from public.publications')).toEqual([]);

			expect(await decide(approver, id, 1, 'approve')).toMatchObject({ status: 'applied', publication: { state: 'approved', version: 2 } });
			const [published] = await asPublic<Record<string, unknown>>('select * from public.publications');
			expect(published).toMatchObject({
				id,
				area_code: COMPOUND,
				layer_id: 'illegal_structure',
				caption: '拆除彩钢棚，恢复绿地',
				quantity: expect.anything()
			});
			const text = JSON.stringify(published);
			for (const secret of [pair.taskId, pair.before, pair.after, world.cadre.personId, approver.personId])
				expect(text).not.toContain(secret);
			// The site is at [126.432, 41.942]; the grid is 0.0002 degrees.
			const [lng = 0, lat = 0] = (published?.position as { coordinates: number[] }).coordinates;
			expect(Math.abs(lng / 0.0002 - Math.round(lng / 0.0002))).toBeLessThan(1e-6);
			expect(Math.abs(lat / 0.0002 - Math.round(lat / 0.0002))).toBeLessThan(1e-6);

			expect(await asPublic("select name, pairs from public.published_areas where level = 'compound'")).toEqual([
				{ name: '富安小区', pairs: 1 }
			]);
			expect(await asPublic('select id from public.published_campaigns')).toEqual([{ id: CAMPAIGN }]);
			await actAsOperator(sql);
			expect(await sql.query('select * from public.verify_ledger()')).toEqual([]);
			await actAsOwner(sql);
		}));

	test('and is gone at once when it is withdrawn, with its file', () =>
		rolledBack(sql, async () => {
			const { id } = await propose(world.cadre, await aClosedCase(sql, world));
			await decide(approver, id, 1, 'approve');
			const files = "select name from storage.objects where bucket_id = 'publications'";
			expect(await asPublic(files)).toHaveLength(2);
			expect(await decide(approver, id, 2, 'withdraw', '有车牌')).toMatchObject({ status: 'refused', code: 'not_allowed' });
			expect(await decide(world.leader, id, 2, 'withdraw', '有车牌')).toMatchObject({
				status: 'applied',
				publication: { state: 'withdrawn' }
			});
			expect(await asPublic('select * from public.publications')).toEqual([]);
			expect(await asPublic(files)).toEqual([]);
			expect(await asPublic("select pairs from public.published_areas where level = 'compound'")).toEqual([{ pairs: 0 }]);
		}));

	test('never by the one who proposed it', () =>
		rolledBack(sql, async () => {
			const { id } = await propose(world.administrator, await aClosedCase(sql, world));
			expect(await decide(world.administrator, id, 1, 'approve')).toMatchObject({ status: 'refused', code: 'proposed_by_you' });
			expect(await decide(world.administrator, id, 1, 'reject', '不清楚')).toMatchObject({ status: 'refused', code: 'proposed_by_you' });
			expect(await decide(approver, id, 1, 'approve')).toMatchObject({ status: 'applied' });
		}));

	test('never by somebody whose post does not approve, or not here', () =>
		rolledBack(sql, async () => {
			const { id } = await propose(world.cadre, await aClosedCase(sql, world));
			for (const who of [world.otherCadre, world.dispatcher, world.inspector])
				expect(await decide(who, id, 1, 'approve')).toMatchObject({ status: 'refused', code: 'not_allowed' });
			for (const who of [world.stranger, world.former, world.rider])
				expect(await decide(who, id, 1, 'approve'), who.role).toMatchObject({ status: 'refused' });
			expect(await asPublic('select * from public.publications')).toEqual([]);
			expect(await decide(world.leader, id, 1, 'approve')).toMatchObject({ status: 'applied' });
		}));

	test('never with a telephone number in its caption, nor before its case is closed', () =>
		rolledBack(sql, async () => {
			const pair = await aClosedCase(sql, world);
			expect((await propose(world.cadre, pair, { caption: '联系 13812345678 老王' })).answer).toMatchObject({ code: 'caption_has_phone' });
			const { taskId } = await aSite(sql, world.cadre, { title: '未完' });
			expect((await propose(world.cadre, { ...pair, taskId })).answer).toMatchObject({ code: 'not_closed' });
			expect((await propose(world.cadre, pair, { after_evidence: pair.before })).answer).toMatchObject({ code: 'picture_missing' });
			expect((await propose(world.stranger, pair)).answer).toMatchObject({ status: 'refused' });
			expect((await propose(world.cadre, pair)).answer).toMatchObject({ status: 'applied' });
		}));

	test('never of a camera, whoever asks', () =>
		rolledBack(sql, async () => {
			const { taskId, answer } = await aSite(sql, world.administrator, { layer: 'camera', kind: 'camera_install', title: '东门摄像头' });
			expect(answer.status).toBe('applied');
			const ids = {
				before: await picture(sql, taskId, world.cadre, 'before'),
				after: await picture(sql, taskId, world.cadre, 'after')
			};
			expect((await propose(world.administrator, { taskId, ...ids })).answer).toMatchObject({ code: 'layer_is_internal' });
		}));
});

describe('a proposal', () => {
	test('is taken back by its proposer while nobody has decided', () =>
		rolledBack(sql, async () => {
			const pair = await aClosedCase(sql, world);
			const { id } = await propose(world.cadre, pair);
			expect(await decide(world.otherCadre, id, 1, 'withdraw', '不是我的')).toMatchObject({ code: 'not_allowed' });
			expect(await decide(world.cadre, id, 1, 'withdraw', '人脸没盖住')).toMatchObject({ publication: { state: 'withdrawn' } });
			expect(await asPublic('select * from public.published_areas')).toEqual([]);
			expect((await propose(world.cadre, pair)).answer).toMatchObject({ status: 'applied' });
		}));

	test('never brings back a file of another proposal', () =>
		rolledBack(sql, async () => {
			const pair = await aClosedCase(sql, world);
			const [before_path, after_path] = [await aRedactedFile(sql), await aRedactedFile(sql)];
			const { id } = await propose(world.cadre, pair, { before_path, after_path });
			await decide(approver, id, 1, 'reject', '车牌没盖住');
			expect((await propose(world.cadre, pair, { after_path })).answer).toMatchObject({ code: 'picture_used' });
			expect((await propose(world.cadre, pair, { before_path: after_path })).answer).toMatchObject({ code: 'picture_used' });
		}));

	test('is listed to those of the area with what each may do, and shows what the public would get', () =>
		rolledBack(sql, async () => {
			const { id } = await propose(world.cadre, await aClosedCase(sql, world));
			const seen = async (who: Somebody): Promise<Record<string, unknown>[]> => {
				await actAs(sql, who.userId);
				const [row] = await sql.query<{ answer: { rows: Record<string, unknown>[] } }>(
					"select public.list_proposals('proposed') as answer"
				);
				await actAsOwner(sql);
				return row?.answer.rows ?? [];
			};
			expect(await seen(world.cadre)).toMatchObject([{ id, isMine: true, mayDecide: false, proposedBy: '刘洋' }]);
			expect(await seen(approver)).toMatchObject([{ id, isMine: false, mayDecide: true }]);
			expect(await seen(world.otherCadre)).toMatchObject([{ id, isMine: false, mayDecide: false }]);
			for (const who of [world.stranger, world.former, world.rider]) expect(await seen(who), who.role).toEqual([]);

			await actAs(sql, approver.userId);
			const [row] = await sql.query<{ detail: { asPublished: { publication: Record<string, unknown>; area: Record<string, unknown> } } }>(
				'select public.proposal_detail($1) as detail',
				[id]
			);
			await actAsOwner(sql);
			await decide(approver, id, 1, 'approve');
			const [published] = await asPublic<Record<string, unknown>>('select * from public.publications');
			const promised = row?.detail.asPublished.publication;
			expect(promised).toMatchObject({
				id,
				caption: published?.caption,
				position: published?.position,
				before_picture: published?.before_picture
			});
			expect(row?.detail.asPublished.area).toMatchObject({ code: COMPOUND, name: '富安小区' });
		}));
});

describe('the public', () => {
	test('gets of a plan only what was reviewed for it', () =>
		rolledBack(sql, async () => {
			const feature = (properties: Record<string, unknown>): object => ({
				type: 'Feature',
				geometry: { type: 'Point', coordinates: [126.431, 41.941] },
				properties
			});
			await sql.query('insert into public.plans (area_code, content) values ($1, $2::jsonb)', [
				COMPOUND,
				JSON.stringify({
					type: 'FeatureCollection',
					features: [
						...PLAN_KINDS.map((kind) => feature({ kind, name: '1号楼', owner: '张三' })),
						feature({ kind: 'camera', name: '探头' })
					]
				})
			]);
			const { id } = await propose(world.cadre, await aClosedCase(sql, world));
			await decide(approver, id, 1, 'approve');
			const [area] = await asPublic<{ plan: { features: { properties: unknown }[] }; boundary: { type: string } }>(
				`select plan, boundary from public.published_areas where code = '${COMPOUND}'`
			);
			expect(area?.boundary.type).toBe('MultiPolygon');
			expect(area?.plan.features.map((one) => one.properties)).toEqual(PLAN_KINDS.map((kind) => ({ kind, name: '1号楼' })));
		}));

	test('reads figures of published areas, in which no camera is counted and no small count stands', () =>
		rolledBack(sql, async () => {
			for (let index = 0; index < 6; index++)
				await aSite(sql, world.administrator, { layer: 'camera', kind: 'camera_install', title: '摄像头' });
			const { id } = await propose(world.cadre, await aClosedCase(sql, world));
			await decide(approver, id, 1, 'approve');
			const figures = await asPublic<{ measure: string; area_code: string; value: string }>('select * from public.published_figures');
			const of = (measure: string): object =>
				Object.fromEntries(figures.filter((one) => one.measure === measure).map((one) => [one.area_code, Number(one.value)]));
			// One closed case is in the compound and everything above it, so it is printed nowhere; cameras are open cases of nobody.
			expect(of('closed')).toEqual({ '220605': 0 });
			expect(of('open')).toEqual({ '2206': 0, '220602': 0, '220605': 0, '220602003': 0, '220602003003': 0, [COMPOUND]: 0 });
			const [kept] = await sql.query<{ n: number }>("select sum(tasks)::integer as n from private.progress where layer_id = 'camera'");
			expect(kept?.n).toBe(6);
			const [campaign] = await asPublic<{ layers: { id: string }[]; targets: { id: string }[] }>(
				'select layers, targets from public.published_campaigns'
			);
			expect(campaign?.layers.map((layer) => layer.id)).not.toContain('camera');
			expect(campaign?.targets.map((target) => target.id)).toContain('structures');
		}));

	test('reads a case of a whole community once, in the community and in everything above it', () =>
		rolledBack(sql, async () => {
			const { id } = await propose(world.cadre, await aClosedCase(sql, world));
			await decide(approver, id, 1, 'approve');
			const open = async (): Promise<number[]> =>
				(
					await sql.query<{ value: number }>(
						`select value::integer as value from private.public_cells($1) where measure = 'open' and starts_with($2, code) order by length(code)`,
						[CAMPAIGN, COMPOUND]
					)
				).map((row) => row.value);
			const before = await open();
			const target = `task:${randomUUID()}`;
			await submitAs(sql, world.cadre, target, null, {
				action: 'create',
				campaign: CAMPAIGN,
				area_code: '220602003003',
				title: '铁路社区小广告集中清理',
				kind: 'small_ad'
			});
			expect(await submitAs(sql, world.cadre, target, 1, { action: 'file' })).toMatchObject({ status: 'applied' });
			// City, district, subdistrict, community; the compound has nothing to do with it.
			expect((await open()).map((count, index) => count - (before[index] ?? 0))).toEqual([1, 1, 1, 1, 0]);
		}));

	test('sees figures move with the hourly refresh, of published campaigns only', () =>
		rolledBack(sql, async () => {
			const refresh = async (): Promise<number> => {
				await actAsOperator(sql);
				const [row] = await sql.query<{ n: number }>('select public.refresh_public_figures() as n');
				await actAsOwner(sql);
				return row?.n ?? -1;
			};
			expect(await refresh()).toBe(0);
			expect(await asPublic('select * from public.published_figures')).toEqual([]);
			const { id } = await propose(world.cadre, await aClosedCase(sql, world));
			await decide(approver, id, 1, 'approve');
			for (let index = 0; index < 4; index++) await aClosedCase(sql, world);
			expect(await refresh()).toBe(1);
			const figures = await asPublic(
				"select value::integer as value from public.published_figures where measure = 'closed' and area_code = '2206'"
			);
			expect(figures).toEqual([{ value: 5 }]);
		}));

	test('reads the settings that are meant for it, and no others', () =>
		rolledBack(sql, async () => {
			await sql.query(
				`insert into public.settings (key, value) values ('complaint_contact', '"0439-12345"'), ('internal_note', '"不公开"')`
			);
			await sql.query(`update public.settings set value = '"0439-54321"' where key = 'complaint_contact'`);
			expect(await asPublic('select key, value from public.published_settings')).toEqual([
				{ key: 'complaint_contact', value: '0439-54321' }
			]);
			await sql.query(`delete from public.settings where key = 'complaint_contact'`);
			expect(await asPublic('select key from public.published_settings')).toEqual([]);
		}));

	test('does not learn of a sibling compound that nobody published', () =>
		rolledBack(sql, async () => {
			const { id } = await propose(world.cadre, await aClosedCase(sql, world));
			await decide(approver, id, 1, 'approve');
			expect(await asPublic(`select code from public.published_areas where code = '${SIBLING}'`)).toEqual([]);
			expect(await sql.query(`select code from public.areas where code = '${SIBLING}'`)).toHaveLength(1);
		}));
});
