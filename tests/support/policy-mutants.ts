import type { Sql } from '#lib/server/backend/sql.ts';

/** A policy as the catalog has it. */
export interface Policy {
	schema: string;
	table: string;
	name: string;
	command: 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | 'ALL';
	roles: string[];
	using: string | null;
	check: string | null;
}

/** One policy made wrong. */
export interface Mutant {
	policy: Policy;
	/** What was done to it, the same words at every run. */
	change: string;
	/** SQL that makes it so. */
	apply: string;
}

export function listPolicies(sql: Sql): Promise<Policy[]> {
	return sql.query<Policy>(
		`select schemaname as schema, tablename as table, policyname as name, cmd as command, array(select unnest(roles)::text) as roles,
			qual as using, with_check as check
		from pg_policies where schemaname in ('public', 'storage') order by 1, 2, 3`
	);
}

const on = ({ schema, table }: Policy): string => `${schema}."${table}"`;
const drop = (policy: Policy): string => `drop policy if exists "${policy.name}" on ${on(policy)}`;

function create(policy: Policy, over: Partial<Policy> = {}): string {
	const { name, command, roles, using, check } = { ...policy, ...over };
	const clauses = [using === null ? '' : `using (${using})`, check === null ? '' : `with check (${check})`];
	return `create policy "${name}" on ${on(policy)} for ${command} to ${roles.join(', ')} ${clauses.join(' ')}`;
}

/** SQL that puts the policy back as it was. */
export const restore = (policy: Policy): string => `${drop(policy)}; ${create(policy)}`;

/** Every way in which one slip of the hand would change what the policy says. */
export function mutantsOf(policy: Policy): Mutant[] {
	const expression = policy.using ?? policy.check ?? 'true';
	const rewrite = (change: string, to: string): Mutant => ({
		policy,
		change,
		apply: `${drop(policy)}; ${create(policy, { using: policy.using && to, check: policy.check && to })}`
	});
	const mutants: Mutant[] = [{ policy, change: 'dropped', apply: drop(policy) }];
	if (expression === 'true') {
		mutants.push({ policy, change: 'for staff alone', apply: `${drop(policy)}; ${create(policy, { roles: ['authenticated'] })}` });
		return mutants;
	}
	mutants.push(rewrite('opened', 'true'));
	for (const [change, pattern, to] of SLIPS) {
		// Where only their number counts, it does not matter which areas they are.
		const isCounted = AREA_SLIPS.includes(change) && expression.includes('cardinality(');
		if (!isCounted && pattern.test(expression)) mutants.push(rewrite(change, expression.replaceAll(pattern, to)));
	}
	const { word, parts } = partsOf(expression);
	for (const [at] of parts.entries()) {
		const others = parts.filter((_, index) => index !== at);
		if (others.length > 0)
			mutants.push(rewrite(`without “${short(parts[at] ?? '')}”`, others.map((part) => `(${part})`).join(` ${word} `)));
	}
	return mutants;
}

const AREA_SLIPS = ['in the whole city', 'of no area'];
/** A wrong scope, a wrong right, the wrong sense. */
const SLIPS: readonly [change: string, pattern: RegExp, to: string][] = [
	[
		'in the whole city',
		/private\.my_scopes\('(\w+)'::text, '(\w+)'::text\)/g,
		"array(select left(s, 4) from unnest(private.my_scopes('$1', '$2')) s)"
	],
	[
		'of no area',
		/private\.my_scopes\('(\w+)'::text, '(\w+)'::text\)/g,
		"array(select s || '#' from unnest(private.my_scopes('$1', '$2')) s)"
	],
	['for whoever reads', /private\.my_scopes\('(?!read)\w+'::text, '\w+'::text\)/g, "private.my_scopes('read', 'sites')"],
	['for administrators', /private\.my_scopes\('read'::text, '\w+'::text\)/g, "private.my_scopes('administer', 'people')"],
	['for administrators', /private\.is_staff\(\)/g, "private.administers('settings')"],
	['for anybody with a name', /private\.is_staff\(\)/g, '(private.my_person() is not null)'],
	['for all staff', /private\.administers\('\w+'::text\)/g, 'private.is_staff()'],
	['for others than oneself', /(\w+) = (\( SELECT private\.my_person\(\))/g, '$1 <> $2'],
	['for oneself', /(\w+) <> (\( SELECT private\.my_person\(\))/g, '$1 = $2'],
	['of what is removed', /removed_at IS NULL/g, 'removed_at IS NOT NULL']
];

/** The parts that AND or OR joins at the top of an expression as PostgreSQL prints it: everything in brackets. */
function partsOf(expression: string): { word: string; parts: string[] } {
	const inner = expression.startsWith('(') && expression.endsWith(')') ? expression.slice(1, -1) : expression;
	const parts: string[] = [];
	let depth = 0;
	let from = 0;
	let word = 'AND';
	for (let at = 0; at < inner.length; at++) {
		if (inner[at] === '(') depth++;
		if (inner[at] === ')') depth--;
		const found = depth === 0 ? /^ (AND|OR) /.exec(inner.slice(at, at + 5)) : null;
		if (!found) continue;
		word = found[1] ?? word;
		parts.push(inner.slice(from, at));
		from = at + found[0].length;
	}
	parts.push(inner.slice(from));
	return { word, parts };
}

const short = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, 60);
