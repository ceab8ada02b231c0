import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Session } from '#lib/domain/person.ts';
import type { Need } from '#lib/domain/template.ts';
import { legalMoves, needsOf, nextSteps } from '#lib/domain/workflow.ts';
import type { Sql } from '#lib/server/backend/sql.ts';
import { kindOf } from '../support/case-model.ts';
import { actAs, actAsOperator, actAsOwner, openTestDatabase, rolledBack } from '../support/database.ts';
import { progressDifferences } from '../support/progress.ts';
import type { TaskRow } from '../support/rows.ts';
import { addSomebody, buildWorld, CAMPAIGN, COMPOUND, SIBLING, TEMPLATE, type Somebody } from '../support/world.ts';

let sql: Sql;
/** Both hold every post in the city: one works, the other inspects. */
let pair: { who: Somebody; session: Session }[];

beforeAll(async () => {
	sql = await openTestDatabase();
	await buildWorld(sql);
	pair = [await everything('甲'), await everything('乙')];
});
afterAll(() => sql.close());

async function everything(name: string): Promise<{ who: Somebody; session: Session }> {
	const who = await addSomebody(sql, name, 'administrator', '2206');
	for (const role of ['cadre', 'dispatcher', 'inspector', 'leader']) {
		await sql.query("insert into public.posts (person_id, area_code, role, title, valid_from) values ($1, '2206', $2, $2, '2020-01-01')", [
			who.personId,
			role
		]);
	}
	await sql.exec('begin');
	await actAs(sql, who.userId);
	const [row] = await sql.query<{ session: Session }>('select public.my_session() as session');
	await sql.exec('rollback');
	if (!row) throw new Error('no session');
	return { who, session: row.session };
}

interface Deed {
	what: 'create' | 'move' | 'remove' | 'restore' | 'reassign' | 'edit' | 'attach' | 'import' | 'undo' | 'zone';
	pick: number;
	hours: number;
}
const deeds: fc.Arbitrary<Deed[]> = fc.array(
	fc.record({
		what: fc.oneof(
			{ weight: 10, arbitrary: fc.constant('create' as const) },
			{ weight: 40, arbitrary: fc.constant('move' as const) },
			{ weight: 3, arbitrary: fc.constant('attach' as const) },
			{ weight: 2, arbitrary: fc.constantFrom('remove' as const, 'restore' as const, 'reassign' as const, 'edit' as const) },
			{ weight: 1, arbitrary: fc.constantFrom('import' as const, 'undo' as const, 'zone' as const) }
		),
		pick: fc.nat(1_000_000),
		hours: fc.integer({ min: 0, max: 60 })
	}),
	{ minLength: 40, maxLength: 80, size: 'max' }
);

test('kept aggregates equal a recount after every one of many random changes', async () => {
	const done = new Map<string, number>();
	await fc.assert(
		fc.asyncProperty(deeds, (sequence) =>
			rolledBack(sql, async () => {
				let at = Date.UTC(2026, 2, 1);
				for (const deed of sequence) {
					at += deed.hours * 3_600_000 + 1000;
					const said = await doIt(deed, new Date(at).toISOString());
					done.set(`${deed.what} ${said}`, (done.get(`${deed.what} ${said}`) ?? 0) + 1);
					expect(await progressDifferences(sql)).toEqual([]);
				}
			})
		),
		{ numRuns: process.env.FULL ? 200 : 8, endOnFailure: true }
	);
	expect(done.get('move applied')).toBeGreaterThan(40);
	expect([...done.keys()].filter((key) => key.endsWith(' applied')).length).toBeGreaterThan(5);
});

async function doIt({ what, pick }: Deed, at: string): Promise<string> {
	switch (what) {
		case 'create': {
			const kind = item(TEMPLATE.kinds, pick);
			return apply(0, `site:${randomUUID()}`, null, at, {
				action: 'create',
				campaign: CAMPAIGN,
				layer: kind.layer,
				area_code: item([COMPOUND, SIBLING, '220602003003'], pick),
				title: '点位',
				task: { id: randomUUID(), kind: kind.id, quantity_target: pick % 9 }
			});
		}
		case 'move':
			return moveOn(pick, at);
		case 'attach':
			return picture(await anyTask(pick), 0, at);
		case 'import':
			return importSome(pick);
		case 'undo':
			return undoOne();
		case 'zone':
			await sql.query("update public.settings set value = to_jsonb($1::text) where key = 'timezone'", [
				item(['Asia/Shanghai', 'America/New_York', 'UTC'], pick)
			]);
			return 'applied';
		default:
			return changeSite(what, pick, at);
	}
}

interface Found {
	id: string;
	area: string;
	row: TaskRow;
}

async function anyTask(pick: number): Promise<Found | null> {
	const found = await sql.query<Found>(
		'select t.id, t.area_code as area, to_jsonb(t) as row from public.tasks t where t.removed_at is null order by t.number collate "C"'
	);
	return found.length > 0 ? item(found, pick) : null;
}

/** Some legal move with all that it needs; what the case lacks in pictures is taken on the spot. */
async function moveOn(pick: number, at: string): Promise<string> {
	const found = await anyTask(pick);
	if (!found) return 'nothing';
	const { row } = found;
	const kind = kindOf(TEMPLATE, row.kind_id);
	const state = {
		stage: row.stage,
		area: found.area,
		kind: kind.id,
		ownerId: row.owner_id,
		handlers: row.handlers,
		request: row.request,
		isSupervised: row.supervision !== null,
		stepsDone: row.steps_done
	};
	const open = pair.flatMap(({ session }, who) => legalMoves(TEMPLATE, state, session).map((move) => ({ who, move })));
	if (open.length === 0) return 'nothing';
	const { who, move } = item(open, pick >> 3);
	const needs = needsOf(move, kind);
	if (needs.includes('evidence_after')) await picture(found, who, at);
	const day = (days: number): string => new Date(Date.parse(at) + days * 86_400_000).toISOString().slice(0, 10);
	const values: Partial<Record<Need, unknown>> = {
		reason: '原因',
		message: '内容',
		quantity: pick % 17,
		amount: 2,
		review_on: day(20),
		reply_by: day(3),
		owner: pair[pick % 2]?.who.personId,
		original: (await anyTask(pick + 1))?.id,
		step: nextSteps(kind, state.stepsDone)[0]?.id
	};
	const patch = Object.fromEntries(needs.map((need) => [need, values[need]]));
	if (move.effect === 'defer') patch.review_on = day(20);
	return apply(who, `task:${found.id}`, row.version, at, { action: move.action, ...patch });
}

async function picture(task: Found | null, who: number, at: string): Promise<string> {
	if (!task) return 'nothing';
	const evidenceId = randomUUID();
	await sql.query("insert into storage.objects (id, bucket_id, name, version) values ($1, 'evidence', $2, '1')", [
		randomUUID(),
		`${task.area}/${task.id}/${evidenceId}.jpg`
	]);
	// A moment later than whatever brought the case back.
	const later = new Date(Date.parse(at) - 1).toISOString();
	return apply(who, `task:${task.id}`, null, later, { action: 'attach', evidence_id: evidenceId, phase: 'after' });
}

async function changeSite(action: string, pick: number, at: string): Promise<string> {
	const sites = await sql.query<{ id: string; version: number; area: string }>(
		`select s.id, s.version, s.area_code as area from public.sites s where (s.removed_at is not null) = $1 order by s.area_code, s.number`,
		[action === 'restore']
	);
	if (sites.length === 0) return 'nothing';
	const site = item(sites, pick);
	const patch = {
		remove: { reason: '误报' },
		restore: {},
		edit: { title: '改名' },
		reassign: { area_code: site.area === SIBLING ? COMPOUND : SIBLING }
	}[action];
	return apply(0, `site:${site.id}`, site.version, at, { action, ...patch });
}

async function importSome(pick: number): Promise<string> {
	const batch = randomUUID();
	const rows = Array.from({ length: 1 + (pick % 7) }, (_, row) => ({
		row,
		ref: `${batch}-${row}`,
		layer: 'trash_site',
		kind: 'piled_rubbish',
		title: '导入',
		area: item([COMPOUND, SIBLING], pick + row),
		geometry: null,
		stage: item(['reported', 'filed', 'assigned', 'closed', 'closed'], pick + row),
		reported_at: '2026-01-05T02:00:00Z',
		closed_at: (pick + row) % 5 === 3 ? '2026-02-01T20:00:00Z' : null,
		due_at: row % 2 ? '2026-01-20T09:00:00Z' : null,
		quantity_done: row % 3 ? row : null
	}));
	await actAsOperator(sql);
	await sql.query('select public.import_begin($1::jsonb)', [
		JSON.stringify({ id: batch, campaign_id: CAMPAIGN, file_name: 'a.csv', source: batch })
	]);
	await sql.query('select public.import_stage($1, $2::jsonb)', [batch, JSON.stringify(rows)]);
	await sql.query('select public.import_commit($1)', [batch]);
	await actAsOwner(sql);
	return 'applied';
}

async function undoOne(): Promise<string> {
	const [batch] = await sql.query<{ id: string }>(
		`select b.id from public.import_batches b where b.state = 'imported' and not exists (
			select 1 from public.tasks t join private.ledger_heads h on h.task_id = t.id where t.batch_id = b.id and h.length > 1
		) order by b.created_at limit 1`
	);
	if (!batch) return 'nothing';
	await actAsOperator(sql);
	await sql.query('select public.import_undo($1)', [batch.id]);
	await actAsOwner(sql);
	return 'applied';
}

async function apply(who: number, target: string, base: number | null, at: string, patch: Record<string, unknown>): Promise<string> {
	const [row] = await sql.query<{ answer: { status: string; code?: string } }>(
		'select private.apply_change($1, $2, $3, $4, $5::jsonb, $6) as answer',
		[pair[who]?.who.personId, randomUUID(), target, base, JSON.stringify(patch), at]
	);
	return row?.answer.code ?? row?.answer.status ?? 'none';
}

function item<Item>(items: readonly Item[], index: number): Item {
	return items[index % items.length] as Item;
}
