import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExportedCase } from '#lib/data/exports.ts';
import { ok } from '#lib/domain/result.ts';
import type { Template } from '#lib/domain/template.ts';
import { AreaRowReader, type AreaRow } from '#lib/ledger/area-rows.ts';
import { exportProfiles } from '#lib/ledger/export-columns.ts';
import { exportCsv } from '#lib/ledger/export.ts';
import type { LedgerFile } from '#lib/ledger/file.ts';
import { Places, type Place } from '#lib/ledger/places.ts';
import { planImport } from '#lib/ledger/plan.ts';
import { SHIPPED_PROFILES } from '#lib/ledger/profiles/index.ts';
import { detectLayout, readRecords } from '#lib/ledger/records.ts';
import { runImport, type ImportOutcome, type ImportPort } from '#lib/ledger/run-import.ts';
import { surveyFile } from '#lib/ledger/survey.ts';
import type { Sql } from '#lib/server/backend/sql.ts';
import { Batches, type Row } from '../support/batches.ts';
import { actAs, actAsOperator, actAsOwner, openTestDatabase, rolledBack } from '../support/database.ts';
import { fileOf, fixture } from '../support/ledger.ts';
import { addSomebody, submitAs, type Somebody } from '../support/world.ts';

const EXAMPLE = join(import.meta.dirname, '../../examples/boston');
const read = (name: string): string => readFileSync(join(EXAMPLE, name), 'utf8');
const TEMPLATE = JSON.parse(read('template.json')) as Template;
const ZONE = 'America/New_York';

let sql: Sql;
let batches: Batches;

beforeAll(async () => {
	sql = await openTestDatabase();
	batches = new Batches(sql);
});
afterAll(() => sql.close());

/** The city of examples/boston with a campaign, rolled out twice: the second takes back what the first gave out. */
async function buildCity(): Promise<void> {
	const areas = await areasOf(fileOf('areas.csv', read('areas.csv')));
	await actAsOperator(sql);
	await batches.call('public.save_areas($1::jsonb)', JSON.stringify(areas));
	await batches.call('public.save_calendar($1::jsonb)', read('calendar.json'));
	await batches.call('public.save_template($1::jsonb)', JSON.stringify(TEMPLATE));
	for (const id of ['boston', 'boston-back']) {
		await batches.call(
			'public.roll_out($1::jsonb)',
			JSON.stringify({
				id,
				name: TEMPLATE.name,
				area_code: 'BOS',
				template_id: TEMPLATE.id,
				template_version: TEMPLATE.version,
				starts_on: '2015-01-01',
				ends_on: '2015-12-31'
			})
		);
	}
}

async function areasOf(file: LedgerFile): Promise<AreaRow[]> {
	const layout = await detectLayout(file);
	const reader = new AreaRowReader(layout, { system: 'WGS84', isSwapped: false, isPacked: false });
	const areas: AreaRow[] = [];
	for await (const records of readRecords(file, layout)) for (const record of records) areas.push(reader.read(record).area as AreaRow);
	return areas;
}

const port: ImportPort = {
	begin: async (batch) => ok(await batches.call('public.import_begin($1::jsonb)', JSON.stringify(batch))),
	stage: async (batch, rows) => ok(await batches.call('public.import_stage($1, $2::jsonb)', batch, JSON.stringify(rows))),
	check: async (batch) => ok(await batches.check(batch)),
	discard: async (batch, rows) => ok(await batches.call('public.import_discard($1, $2::integer[])', batch, rows)),
	commit: async (batch, summary) => ok(await batches.commit(batch, summary))
};

/** As the command does it: found out, planned, sent, without being told a profile. */
async function importFile(file: LedgerFile, campaign: string): Promise<{ batch: string; profile: string; outcome: ImportOutcome }> {
	const places = await batches.call<Place[]>('public.import_places($1)', campaign);
	const target = { template: TEMPLATE, places: new Places(places, 'BOS'), timezone: ZONE, area: 'BOS' };
	const survey = await surveyFile(file);
	const known = [...exportProfiles(TEMPLATE), ...SHIPPED_PROFILES];
	const plan = planImport(survey, { target, profile: null, known, layer: null, crs: null });
	expect(plan.obstacles).toEqual([]);
	const batch = randomUUID();
	const answer = await runImport({ file, layout: survey.layout, plan, target, port, batch, campaign, isSkipping: false, isDry: false });
	if (!answer.ok) throw new Error(JSON.stringify(answer.error));
	return { batch, profile: plan.profile.id, outcome: answer.value };
}

async function exportFile(campaign: string): Promise<string> {
	const request = JSON.stringify({ campaign, area: 'BOS', format: 'csv' });
	const id = await batches.call<string>('public.export_begin($1::jsonb)', request);
	const next = (after: string) => batches.call<ExportedCase[]>('public.export_cases($1, $2, 10)', id, after);
	let text = '';
	for await (const piece of exportCsv(next, { template: TEMPLATE, locale: 'zh-CN', timezone: ZONE, layer: null })) text += piece;
	return text;
}

test('a piece of a real ledger comes in with its faults named, goes out and comes back unchanged, and is taken back', () =>
	rolledBack(sql, async () => {
		await buildCity();
		const { batch, profile, outcome } = await importFile(fixture('boston311.csv'), 'boston');
		expect(profile).toBe('boston311');
		expect(outcome).toMatchObject({
			state: 'stored',
			imported: 26,
			summary: { rejected: 0, stages: { filed: 6, closed: 15 }, notes: { default_point: 5, missing_due: 7, missing_area: 4 } }
		});
		expect(await batches.countOf(`public.sites s where s.batch_id = '${batch}' and s.geometry is null`)).toBe(outcome.summary.unlocated);

		const out = await exportFile('boston');
		const back = await importFile(fileOf('back.csv', out), 'boston-back');
		expect(back).toMatchObject({ profile: 'zhantu-export-zh', outcome: { state: 'stored', imported: 26 } });
		// The number and the file that it came from are the new campaign's own.
		const lines = (text: string): string[] =>
			text
				.split('\r\n')
				.map((line) => line.replace(/^[^,]*,/, '').replace(/,(boston311|back\.csv),/, ',,'))
				.sort();
		expect(lines(await exportFile('boston-back'))).toEqual(lines(out));

		expect(await batches.call('public.import_undo($1)', batch)).toEqual({ undone: 26 });
		expect(await batches.countOf(`public.tasks t where t.removed_at is null and t.batch_id = '${batch}'`)).toBe(0);
		expect(await batches.call('(select count(*)::integer from public.verify_ledger())')).toBe(0);
	}));

test('a map that cannot show it all shows what is open', () =>
	rolledBack(sql, async () => {
		await buildCity();
		await importFile(fixture('boston311.csv'), 'boston');
		const map = await batches.call<{ isComplete: boolean; sites: { stage: string[] } }>("public.map_sites('boston', 'BOS', 6)");
		expect([map.isComplete, ...map.sites.stage]).toEqual([false, ...Array<string>(6).fill('filed')]);
	}));

test('a case that lies in no more than a district, or in the city as a whole, is listed with its name', () =>
	rolledBack(sql, async () => {
		await buildCity();
		await importFile(fixture('boston311.csv'), 'boston');
		const { rows } = await batches.call<{ rows: { areaName: string | null }[] }>("public.list_cases('boston', 'BOS')");
		expect(rows).toHaveLength(26);
		expect(rows.map((row) => row.areaName)).toContain('Dorchester');
		expect(rows.filter((row) => !row.areaName)).toEqual([]);
	}));

test('a case of it is worked on through every stage by five roles, and then its batch is no longer to be undone', () =>
	rolledBack(sql, async () => {
		await buildCity();
		await actAsOwner(sql);
		const as: Record<string, Somebody> = {};
		for (const role of ['administrator', 'leader', 'dispatcher', 'cadre', 'inspector'] as const)
			as[role] = await addSomebody(sql, role, role, 'BOS');
		await actAs(sql, as.administrator?.userId ?? '');
		const { batch } = await importFile(fixture('boston311.csv'), 'boston');
		await actAsOwner(sql);
		const [task] = await sql.query<{ id: string }>(
			"select id from public.tasks where batch_id = $1 and stage = 'filed' order by number limit 1",
			[batch]
		);
		const id = task?.id ?? '';
		const move = async (role: string, patch: Row): Promise<void> => {
			const [now] = await sql.query<{ version: number }>('select version from public.tasks where id = $1', [id]);
			const answer = await submitAs(sql, as[role] as Somebody, `task:${id}`, now?.version ?? 0, patch);
			expect(answer.status, `${role} ${JSON.stringify(patch)}: ${JSON.stringify(answer)}`).toBe('applied');
		};
		await move('leader', { action: 'supervise', message: '请尽快办理', reply_by: '2099-01-01' });
		await move('dispatcher', { action: 'assign', owner: as.cadre?.personId });
		await move('cadre', { action: 'reply', message: '今天去' });
		await move('cadre', { action: 'start' });
		await move('cadre', { action: 'submit', quantity: 1 });
		await move('inspector', { action: 'rework', reason: '没有做完' });
		await move('cadre', { action: 'start' });
		await move('cadre', { action: 'submit', quantity: 1 });
		await move('inspector', { action: 'close' });
		await move('leader', { action: 'reopen', reason: '又坏了' });
		const events = await sql.query<{ to_stage: string }>(
			'select to_stage from public.task_events where task_id = $1 and to_stage is not null order by seq',
			[id]
		);
		expect(new Set(events.map(({ to_stage }) => to_stage))).toEqual(
			new Set(['filed', 'assigned', 'in_progress', 'submitted', 'rework', 'closed', 'reopened'])
		);
		await actAs(sql, as.administrator?.userId ?? '');
		await sql.exec('savepoint before');
		await expect(batches.call('public.import_undo($1)', batch)).rejects.toMatchObject({ message: 'batch_worked_on' });
		await sql.exec('rollback to savepoint before');
	}));
