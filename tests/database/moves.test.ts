import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Session } from '#lib/domain/person.ts';
import { STAGES } from '#lib/domain/stage.ts';
import { whyNot, type CaseState } from '#lib/domain/workflow.ts';
import type { Sql } from '#lib/server/backend/sql.ts';
import { actAs, actAsOwner, openTestDatabase, rolledBack } from '../support/database.ts';
import { addSomebody, buildWorld, CAMPAIGN, COMPOUND, SIBLING, TEMPLATE, type Somebody, type World } from '../support/world.ts';

let sql: Sql;
let world: World;

beforeAll(async () => {
	sql = await openTestDatabase();
	world = await buildWorld(sql);
});
afterAll(() => sql.close());

const NOBODY = '00000000-0000-4000-8000-000000000000';
const AREAS = ['2206', '220602', '220602003', '220602003003', COMPOUND, SIBLING];

test('the device and the database agree on every move, whoever asks and however the case stands', () =>
	rolledBack(sql, async () => {
		const people = [...Object.values(world), ...(await oddPeople())] as Somebody[];
		const sessions = new Map<Somebody, Session>();
		for (const person of people) sessions.set(person, await sessionOf(person));
		const seen = new Set<string | null>();
		await fc.assert(
			fc.asyncProperty(fc.constantFrom(...people), fc.array(stateOf(people), { minLength: 10, maxLength: 10 }), async (actor, states) => {
				const verdicts = await ask(actor, states);
				const session = sessions.get(actor);
				for (const { nth, action, verdict } of verdicts) {
					const state = states[nth - 1];
					const move = TEMPLATE.workflow.transitions.find((one) => one.action === action);
					if (!state || !move || !session) throw new Error('the question came back changed');
					expect({ action, state, verdict }).toEqual({ action, state, verdict: whyNot(state, move, session) });
					seen.add(verdict);
				}
			}),
			{ numRuns: process.env.FULL ? 3000 : 120 }
		);
		expect([...seen].sort()).toEqual(['handled_by_you', 'illegal_move', 'not_allowed', 'request_open', null].sort());
	}));

/** People at the edges: two posts, a grid across the prefix order, no post any more, not yet, disabled. */
async function oddPeople(): Promise<Somebody[]> {
	await sql.query("insert into public.areas (code, parent_code, level, name) values ('220602003003G01', '220602003003', 'grid', '网格')");
	await sql.query("update public.areas set grid_area = '220602003003G01' where code in ($1, $2)", [COMPOUND, SIBLING]);
	const double = await addSomebody(sql, '两职', 'cadre', '220602003003');
	await addPost(double, 'inspector', COMPOUND);
	await addPost(double, 'dispatcher', '220605');
	const grid = await addSomebody(sql, '网格长', 'dispatcher', '220602003003G01');
	const future = await addSomebody(sql, '将任', 'inspector', '220602');
	await sql.query("update public.posts set valid_from = '2099-01-01' where person_id = $1", [future.personId]);
	const disabled = await addSomebody(sql, '停用', 'dispatcher', '2206');
	await sql.query('update public.people set disabled_at = now() where id = $1', [disabled.personId]);
	return [double, grid, future, disabled];
}

async function addPost(who: Somebody, role: string, area: string): Promise<void> {
	await sql.query("insert into public.posts (person_id, area_code, role, title, valid_from) values ($1, $2, $3, $3, '2020-01-01')", [
		who.personId,
		area,
		role
	]);
}

/** As the device hears it; somebody without a session has no posts. */
async function sessionOf(who: Somebody): Promise<Session> {
	await actAs(sql, who.userId);
	const [row] = await sql.query<{ session: Session | null }>('select public.my_session() as session');
	await actAsOwner(sql);
	return row?.session ?? { person: { id: who.personId, name: '', organisation: null }, posts: [] };
}

function stateOf(people: Somebody[]): fc.Arbitrary<CaseState> {
	const somebody = fc.constantFrom(...people.map((person) => person.personId));
	return fc.record({
		stage: fc.constantFrom(...STAGES),
		area: fc.constantFrom(...AREAS),
		kind: fc.constantFrom(...TEMPLATE.kinds.map((kind) => kind.id)),
		ownerId: fc.option(somebody),
		handlers: fc.uniqueArray(somebody, { maxLength: 4 }),
		request: fc.option(fc.record({ type: fc.constantFrom('extension' as const, 'deferral' as const) })),
		isSupervised: fc.boolean(),
		stepsDone: fc.constant([])
	});
}

async function ask(actor: Somebody, states: CaseState[]): Promise<{ nth: number; action: string; verdict: string | null }[]> {
	return sql.query(
		`select s.nth::integer as nth, t.action, private.may_move(jsonb_populate_record(null::public.tasks, s.value), t, $2, private.local_day(now())) as verdict
		from jsonb_array_elements($1::jsonb) with ordinality s (value, nth), private.transitions t where t.campaign_id = $3`,
		[
			JSON.stringify(
				states.map((state) => ({
					stage: state.stage,
					area_code: state.area,
					owner_id: state.ownerId,
					handlers: state.handlers,
					request: state.request,
					supervision: state.isSupervised ? { by: NOBODY } : null
				}))
			),
			actor.personId,
			CAMPAIGN
		]
	);
}
