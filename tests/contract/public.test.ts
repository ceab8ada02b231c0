import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ChangeAnswer } from '#lib/domain/change.ts';
import { RIGHTS_IN_AREAS, RIGHTS_WITHOUT_AREA } from '../rights.ts';
import { HOME, must } from '../support/city.ts';
import { ask, contract, report, submit, theBackend } from '../support/contract.ts';
import { readRights } from '../support/rights-table.ts';
import { CAMPAIGN } from '../support/world.ts';

const backend = await theBackend();
const { people, idle } = contract.city;
const operator = backend.operator();
const as = (office: keyof typeof people) => backend.as(people[office].serving.token);
const JPEG = Uint8Array.from([0xff, 0xd8, 0xff, 0xd9]).buffer;

/** Strings that stand for what must stay inside: a camera, its place, a person, their telephone, a case. */
const CANARIES = ['金丝雀摄像头', '126.4317', '41.9419', '金丝雀人', '13912345678', '金丝雀案件', 'canary-source'];
const rights = [...readRights(RIGHTS_IN_AREAS, true), ...readRights(RIGHTS_WITHOUT_AREA, false)];
const tables = [...new Set(rights.filter(({ verb }) => verb === 'read').map(({ thing }) => thing))].filter((thing) => thing !== 'cameras');
const open = rights.filter((right) => right.verb === 'read' && right.public === '*').map(({ thing }) => thing);
/** Beside the published copies: the basemaps that are marked as public. */
const READABLE = [...open, 'basemaps'];

const applied = (answer: ChangeAnswer): Extract<ChangeAnswer, { status: 'applied' }> => {
	if (answer.status !== 'applied') throw new Error(JSON.stringify(answer));
	return answer;
};

async function attach(office: keyof typeof people, taskId: string, phase: string): Promise<string> {
	const id = randomUUID();
	const { error } = await as(office).storage.from('evidence').upload(`${HOME}/${taskId}/${id}.jpg`, JPEG, { contentType: 'image/jpeg' });
	if (error) throw error;
	applied(await submit(as(office), `task:${taskId}`, null, { action: 'attach', evidence_id: id, phase, position: [126.4317, 41.9419] }));
	return id;
}

/** A case that went all its way and became public, in an area with cameras and named people. */
beforeAll(async () => {
	must(await operator.from('people').update({ name: '金丝雀人' }).eq('id', people.grid.serving.personId));
	must(await operator.from('contacts').upsert({ person_id: people.grid.serving.personId, phone: '13912345678' }));
	const point: GeoJSON.Point = { type: 'Point', coordinates: [126.4317, 41.9419] };
	applied((await report(as('administrator'), { layer: 'camera', kind: 'camera_fault', title: '金丝雀摄像头', geometry: point })).answer);
	must(
		await operator
			.from('basemaps')
			.upsert({ id: 'inside', name: {}, kind: 'raster', crs: 'WGS84', source: 'canary-source', is_public: false })
	);
	const { taskId } = await report(as('cadre'), { title: '金丝雀案件', geometry: point });
	const before = await attach('cadre', taskId, 'before');
	const move = async (office: keyof typeof people, version: number, patch: Record<string, unknown>): Promise<void> => {
		applied(await submit(as(office), `task:${taskId}`, version, patch));
	};
	await move('cadre', 1, { action: 'file' });
	await move('dispatcher', 2, { action: 'assign', owner: people.grid.serving.personId });
	await move('grid', 3, { action: 'start' });
	const after = await attach('grid', taskId, 'after');
	const { version } = must(await operator.from('tasks').select('version').eq('id', taskId).single());
	await move('grid', version, { action: 'submit', quantity: 2 });
	await move('inspector', version + 1, { action: 'close' });
	const paths = [`${HOME}/${randomUUID()}.jpg`, `${HOME}/${randomUUID()}.jpg`];
	for (const path of paths) {
		const { error } = await as('cadre').storage.from('publications').upload(path, JPEG, { contentType: 'image/jpeg' });
		if (error) throw error;
	}
	const proposal = `publication:${randomUUID()}`;
	const [before_path, after_path] = paths;
	const pair = {
		task_id: taskId,
		before_evidence: before,
		after_evidence: after,
		before_path,
		after_path,
		caption: '北侧垃圾已清理',
		boxes: {}
	};
	applied(await submit(as('cadre'), proposal, null, { action: 'propose', ...pair }));
	applied(await submit(as('street'), proposal, 1, { action: 'approve' }));
	must(await operator.rpc('refresh_public_figures'));
});

const WITHOUT_RIGHTS = [
	{ who: 'nobody', token: undefined },
	{ who: 'somebody without a post', token: idle.token }
];

async function rowsOf(path: string, token: string | undefined): Promise<{ status: number; text: string; rows: unknown[] }> {
	const answered = await ask(backend, 'GET', `/rest/v1/${path}`, { token });
	const text = await answered.text();
	return { status: answered.status, text, rows: answered.ok ? (JSON.parse(text) as unknown[]) : [] };
}

const leaks = (text: string): string[] => CANARIES.filter((canary) => text.includes(canary));

describe.each(WITHOUT_RIGHTS)('$who', ({ token }) => {
	test('reads the published copies and nothing else', async () => {
		const found: string[] = [];
		for (const table of tables) if ((await rowsOf(`${table}?select=*`, token)).rows.length > 0) found.push(table);
		const own = token ? ['people'] : [];
		expect(found.filter((table) => !READABLE.includes(table) && !own.includes(table))).toEqual([]);
		expect(found).toEqual(expect.arrayContaining(['publications', 'published_areas', 'published_campaigns', 'published_figures']));
	});

	test('finds no camera, person, telephone number, case or exact place in them', async () => {
		for (const table of READABLE) expect(leaks((await rowsOf(`${table}?select=*`, token)).text), table).toEqual([]);
		const inside = await ask(backend, 'GET', '/rest/v1/sites?select=*', { token: people.administrator.serving.token });
		expect(leaks(await inside.text())).toContain('金丝雀摄像头');
	});

	test('finds it by no embedding either, whatever table leads to whatever other', async () => {
		const brought: string[] = [];
		for (const table of READABLE) {
			for (const other of tables) {
				for (const select of [`*,${other}(*)`, `*,${other}!inner(*)`]) {
					const { text, rows } = await rowsOf(`${table}?select=${select}`, token);
					if (leaks(text).length > 0 || (rows.length > 0 && other !== table && !READABLE.includes(other)))
						brought.push(`${table} ${select}`);
				}
			}
		}
		expect(brought).toEqual([]);
	});

	test('learns nothing by filtering, sorting or counting through a closed table', async () => {
		for (const path of [
			'publications?select=id&tasks.title=eq.x',
			'publications?select=id,tasks!inner(title)&tasks.title=like.*金丝雀*',
			'publications?select=id&order=tasks(title)',
			'published_areas?select=code,sites(count)',
			'published_areas?select=code&or=(sites.title.eq.x)'
		]) {
			expect((await rowsOf(path, token)).rows, path).toEqual([]);
		}
		const counted = await ask(backend, 'HEAD', '/rest/v1/sites', { token, headers: { prefer: 'count=exact' } });
		expect(counted.headers.get('content-range') ?? '*/0').toMatch(/\/(0|\*)$/);
	});
});

test('what is published speaks of no internal layer, and places stand on a grid', async () => {
	const [campaign] = must(await backend.anonymous().from('published_campaigns').select('*').eq('id', CAMPAIGN));
	const internal = must(await operator.from('layers').select('id').eq('is_internal', true));
	expect(internal).not.toEqual([]);
	for (const { id } of internal) expect(JSON.stringify(campaign)).not.toContain(`"${id}"`);
	const figures = must(await backend.anonymous().from('published_figures').select('measure'));
	expect(figures.filter(({ measure }) => internal.some(({ id }) => measure.includes(id)))).toEqual([]);
	const [publication] = must(await backend.anonymous().from('publications').select('position').eq('caption', '北侧垃圾已清理'));
	const { coordinates } = publication?.position as unknown as GeoJSON.Point;
	for (const degrees of coordinates) expect(Math.abs(degrees / 0.0002 - Math.round(degrees / 0.0002))).toBeLessThan(1e-6);
});

test('nobody calls a function', async () => {
	const functions = (await backend.sql?.query<{ name: string; args: string[] | null }>(
		`select p.proname as name, p.proargnames[1:p.pronargs] as args from pg_proc p
		where p.pronamespace = 'public'::regnamespace and p.prokind = 'f' order by 1`
	)) ?? [{ name: 'my_session', args: [] }];
	const called: string[] = [];
	for (const { name, args } of functions) {
		const body = Object.fromEntries((args ?? []).map((arg) => [arg, null]));
		const answered = await ask(backend, 'POST', `/rest/v1/rpc/${name}`, { body });
		if (answered.status !== 401) called.push(`${name}: ${answered.status}`);
	}
	expect(called).toEqual([]);
});
