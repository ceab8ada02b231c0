import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WorkCalendar } from '#lib/domain/calendar.ts';
import { chineseCalendar } from '#lib/domain/calendar-cn.ts';
import type { Session } from '#lib/domain/person.ts';
import { STAGES } from '#lib/domain/stage.ts';
import type { Sql } from '#lib/server/backend/sql.ts';
import { actAs, actAsOperator, actAsOwner, openTestDatabase, rolledBack } from '../support/database.ts';
import { progressDifferences } from '../support/progress.ts';
import { Walker, type Player, type Step } from '../support/walker.ts';
import { addSomebody, aSite, buildWorld, COMPOUND, TEMPLATE, type Somebody, type World } from '../support/world.ts';

let sql: Sql;
let world: World;
let players: Player[];

beforeAll(async () => {
	sql = await openTestDatabase();
	world = await buildWorld(sql);
	// Holds every post at once, and still never closes what they handled.
	const everything = await addSomebody(sql, '身兼数职', 'cadre', COMPOUND);
	for (const role of ['dispatcher', 'inspector', 'leader']) {
		await sql.query("insert into public.posts (person_id, area_code, role, title, valid_from) values ($1, $2, $3, $3, '2020-01-01')", [
			everything.personId,
			COMPOUND,
			role
		]);
	}
	// The walk goes through a past year, when no post of theirs was valid either.
	await sql.query("update public.posts set valid_to = '2021-01-01' where person_id = $1", [world.former.personId]);
	players = [];
	for (const who of [...Object.values(world), everything] as Somebody[]) {
		await sql.exec('begin');
		await actAs(sql, who.userId);
		const [row] = await sql.query<{ session: Session }>('select public.my_session() as session');
		await actAsOwner(sql);
		await sql.exec('commit');
		if (row) players.push({ who, session: row.session });
	}
});
afterAll(() => sql.close());

const calendar = new WorkCalendar(chineseCalendar());
const steps: fc.Arbitrary<Step[]> = fc.array(
	fc.record({
		who: fc.nat(200),
		which: fc.nat(200),
		isGuided: fc.integer({ min: 0, max: 3 }).map((die) => die > 0),
		isIncomplete: fc.integer({ min: 0, max: 4 }).map((die) => die === 0),
		hours: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 12, noNaN: true }), fc.double({ min: 0, max: 400, noNaN: true })),
		pick: fc.nat(1000)
	}),
	{ minLength: 1, maxLength: 60, size: 'max' }
);

test('random people at random times: only legal moves, each with exactly what it means, and nobody closes what they handled', async () => {
	const reached = new Set<string>();
	let applied = 0;
	await fc.assert(
		fc.asyncProperty(
			steps,
			fc.constantFrom(...TEMPLATE.kinds.map((kind) => kind.id)),
			fc.integer({ min: 0, max: 300 }),
			(walk, kind, day) =>
				rolledBack(sql, async () => {
					const walker = new Walker(sql, calendar, players, Date.UTC(2026, 0, 1) + day * 86_400_000);
					walker.original = (await aSite(sql, world.cadre)).taskId;
					await walker.begin(kind.startsWith('camera') ? world.administrator : world.cadre, kind);
					for (const step of walk) {
						const { said, expected } = await walker.step(step);
						expect({ said, trail: walker.trail }).toEqual({ said: expected, trail: walker.trail });
						const { model, row } = await walker.stored();
						expect({ ...near(model), trail: walker.trail }).toEqual({ ...near(walker.model), trail: walker.trail });
						if (row.stage === 'closed') expect(row.handlers).not.toContain(row.closed_by);
						reached.add(row.stage);
						if (said === 'applied') applied++;
					}
					await actAsOperator(sql);
					expect(await sql.query('select * from public.verify_ledger()')).toEqual([]);
					await actAsOwner(sql);
					expect(await progressDifferences(sql)).toEqual([]);
				})
		),
		{ numRuns: process.env.FULL ? 1000 : 25 }
	);
	expect(applied).toBeGreaterThan(100);
	expect(reached).toContain('closed');
	if (process.env.FULL) expect([...reached].sort()).toEqual([...STAGES].sort());
});

/** Clocks agree to the millisecond; hours carry more digits in the database. */
function near<Model extends { hoursLeft: number | null; handlers: string[] }>(model: Model): Model {
	return {
		...model,
		hoursLeft: model.hoursLeft === null ? null : Math.round(model.hoursLeft * 1e5) / 1e5,
		handlers: [...model.handlers].sort()
	};
}
