import { afterAll, beforeAll, expect, test } from 'vitest';
import { sqlOverPostgres } from '#lib/server/backend/sql-postgres.ts';
import type { Sql } from '#lib/server/backend/sql.ts';
import { RIGHTS_IN_AREAS, RIGHTS_WITHOUT_AREA } from '../rights.ts';
import { contract, theBackend } from '../support/contract.ts';
import { keepFigures } from '../support/figures.ts';
import { listPolicies, mutantsOf, restore, type Mutant, type Policy } from '../support/policy-mutants.ts';
import { cellsOf, readRights } from '../support/rights-table.ts';
import { Trials, type Trial } from '../support/rights-trials.ts';

/** FULL tries every mutant and keeps the figures; else one of each so many. */
const STRIDE = process.env.FULL ? 1 : 16;
/** What a second fence holds, or what says the same in other words: such a mutant changes nothing that anybody could try. */
const EQUAL: Record<string, string> = {
	'contacts: administrators read contacts of people in their area: for administrators': 'the same roles hold both rights',
	...Object.fromEntries(
		['sites: staff read sites in scope', 'tasks: staff read tasks in scope'].map((policy) => [
			`${policy}: without “((NOT is_internal) OR (area_code ^@ ANY (( SELECT private.my”`,
			'whoever reads sites reads cameras: no role holds one right without the other'
		])
	),
	"objects: staff see pictures in scope: without “(bucket_id = 'evidence'::text)”":
		'no redacted copy can be called area/case/picture: the policy that lets one in allows area/picture only'
};
/** The verbs of tests/rights.ts that a policy of each command decides about by itself, without a function of ours. */
const VERBS: Record<Policy['command'], string[]> = {
	SELECT: ['read', 'download', 'twin'],
	INSERT: ['add', 'give', 'name', 'upload'],
	UPDATE: ['change', 'end'],
	DELETE: ['remove'],
	ALL: []
};
const PICTURES = ['evidence', 'removed_pictures', 'redacted', 'published_pictures'];

const backend = await theBackend();
const table = [...readRights(RIGHTS_IN_AREAS, true), ...readRights(RIGHTS_WITHOUT_AREA, false)];
let owner: Sql;
let trials: Trials;
let own: Record<string, Trial[]>;

beforeAll(async () => {
	trials = await Trials.prepare(backend, contract.city);
	own = await trials.ofOnesOwn();
	if (contract.superuser) owner = sqlOverPostgres(contract.superuser, { max: 1 });
	else if (backend.sql) owner = backend.sql;
});
afterAll(async () => {
	if (contract.superuser) await owner.close();
});

/** Every question of the table of rights that the policy decides. */
function trialsOf(policy: Policy): Trial[] {
	const isPicture = policy.schema === 'storage';
	const rights = table.filter(
		({ thing, verb }) =>
			VERBS[policy.command].includes(verb) &&
			(isPicture ? PICTURES.includes(thing) && verb !== 'read' : trials.tableOf(thing) === policy.table && verb !== 'download')
	);
	return [...rights.flatMap((right) => trials.of(right, cellsOf(right, contract.city))), ...(isPicture ? [] : (own[policy.table] ?? []))];
}

/** Who finds out first, or null. */
async function killerOf({ policy, apply }: Mutant): Promise<string | null> {
	await owner.exec(apply);
	try {
		for (const { who, isAllowed, happens } of trialsOf(policy)) {
			if ((await happens().catch(() => null)) !== isAllowed) return who;
		}
		return null;
	} finally {
		await owner.exec(restore(policy));
		await trials.takeBack();
	}
}

test.skipIf(contract.supabase !== null)(
	'a policy that is dropped, opened or speaks of the wrong scope is found by the table of rights',
	{ timeout: process.env.FULL ? 7_200_000 : 300_000 },
	async () => {
		const policies = await listPolicies(owner);
		const all = policies.flatMap(mutantsOf);
		expect(policies.length).toBeGreaterThan(50);
		const tried = all.filter((_, index) => index % STRIDE === 0);
		const started = Date.now();
		const survivors: string[] = [];
		for (const mutant of tried) {
			const name = `${mutant.policy.table}: ${mutant.policy.name}: ${mutant.change}`;
			if (!(await killerOf(mutant)) && !EQUAL[name]) survivors.push(name);
		}
		expect(await listPolicies(owner)).toEqual(policies);
		if (process.env.FULL) {
			keepFigures('policy-mutants', {
				about: 'row 41: every policy dropped, opened and mis-scoped; killed when one cell of tests/rights.ts is answered otherwise',
				backend: contract.kind,
				seconds: Math.round((Date.now() - started) / 1000),
				figures: { policies: policies.length, mutants: tried.length, equal: Object.keys(EQUAL).length, survivors: survivors.length },
				equal: EQUAL
			});
		}
		expect(survivors).toEqual([]);
	}
);
