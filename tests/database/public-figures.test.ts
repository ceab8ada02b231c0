import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '#lib/server/backend/sql.ts';
import { openTestDatabase } from '../support/database.ts';

let sql: Sql;

beforeAll(async () => {
	sql = await openTestDatabase();
});
afterAll(() => sql.close());

/** Counts of cases in a tree of published areas; parents stand before their children. */
interface Tree {
	/** 1-based index of the parent; null for the root. */
	parents: (number | null)[];
	counts: number[];
	wasHidden: boolean[];
}

interface Interval {
	low: number;
	high: number;
}

/**
 * What somebody can find out from the printed cells: the smallest and largest value each cell can
 * have, knowing that nothing hidden is zero and whether a parent counts more than its printed
 * children at all. Exact, because the sums form a tree.
 */
function attack({ parents, counts }: Tree, hidden: boolean[]): { cells: Interval[]; rests: (Interval | null)[] } {
	const children = counts.map((_, index) => parents.flatMap((parent, child) => (parent === index + 1 ? [child] : [])));
	const rest = counts.map((count, index) => count - sum((children[index] ?? []).map((child) => counts[child] ?? 0)));
	const restOf = (index: number): Interval | null =>
		children[index]?.length && rest[index] ? { low: 0, high: Infinity } : children[index]?.length ? { low: 0, high: 0 } : null;
	const below: Interval[] = [];
	for (let index = counts.length - 1; index >= 0; index--) {
		const own: Interval = hidden[index] ? { low: 1, high: Infinity } : { low: counts[index] ?? 0, high: counts[index] ?? 0 };
		const extra = restOf(index);
		const parts = (children[index] ?? []).map((child) => at(below, child));
		below[index] = extra
			? {
					low: Math.max(own.low, sum(parts.map((part) => part.low)) + extra.low),
					high: Math.min(own.high, sum(parts.map((part) => part.high)) + extra.high)
				}
			: own;
	}
	const cells = [...below];
	const rests: (Interval | null)[] = counts.map(() => null);
	for (let index = 0; index < counts.length; index++) {
		const extra = restOf(index);
		if (!extra) continue;
		const whole = at(cells, index);
		const parts = [...(children[index] ?? []).map((child) => at(below, child)), extra];
		const narrowed = parts.map((part, which) => {
			const others = parts.filter((_, other) => other !== which);
			return {
				low: Math.max(part.low, whole.low - sum(others.map((other) => other.high))),
				high: Math.min(part.high, whole.high - sum(others.map((other) => other.low)))
			};
		});
		(children[index] ?? []).forEach((child, which) => (cells[child] = at(narrowed, which)));
		rests[index] = at(narrowed, parts.length - 1);
	}
	return { cells, rests };
}

/** How many counts of 1 to 4 (cells, and remainders nobody printed) somebody can name exactly. */
function found(tree: Tree, hidden: boolean[]): number {
	const { cells, rests } = attack(tree, hidden);
	const isSmall = (count: number): boolean => count >= 1 && count <= 4;
	const rest = tree.counts.map((count, index) => count - sum(tree.counts.filter((_, child) => tree.parents[child] === index + 1)));
	return (
		cells.filter((cell, index) => isSmall(tree.counts[index] ?? 0) && cell.low === cell.high).length +
		rests.filter((cell, index) => cell !== null && isSmall(rest[index] ?? 0) && cell.low === cell.high).length
	);
}

async function hide(trees: Tree[]): Promise<boolean[][]> {
	const rows = await sql.query<{ hidden: boolean[] }>(
		`select private.hide_small(
			array(select nullif(p.value::text, 'null')::integer from jsonb_array_elements(t.value -> 'parents') with ordinality p order by p.ordinality),
			array(select c.value::text::numeric from jsonb_array_elements(t.value -> 'counts') with ordinality c order by c.ordinality),
			array(select w.value::text::boolean from jsonb_array_elements(t.value -> 'wasHidden') with ordinality w order by w.ordinality)
		) as hidden
		from jsonb_array_elements($1::jsonb) with ordinality t order by t.ordinality`,
		[JSON.stringify(trees)]
	);
	return rows.map((row) => row.hidden);
}

/** Trees of three levels below a root, with many small counts and some cases that stand at a parent itself. */
const aTree = fc
	.record({
		shape: fc.array(fc.nat(), { minLength: 1, maxLength: 14 }),
		own: fc.array(fc.oneof(fc.nat(6), fc.nat(3), fc.nat(40)), { minLength: 15, maxLength: 15 }),
		wasHidden: fc.array(fc.boolean(), { minLength: 15, maxLength: 15 })
	})
	.map(({ shape, own, wasHidden }): Tree => {
		const depths = [0];
		const parents: (number | null)[] = [null];
		shape.forEach((pick) => {
			const possible = depths.flatMap((depth, index) => (depth < 3 ? [index] : []));
			const parent = possible[pick % possible.length] ?? 0;
			parents.push(parent + 1);
			depths.push((depths[parent] ?? 0) + 1);
		});
		const counts = parents.map((_, index) => own[index] ?? 0);
		// A parent's own cases are seldom: mostly it is the sum of its children, which is the harder case.
		const hasChildren = new Set(parents);
		for (let index = 0; index < counts.length; index++) if (hasChildren.has(index + 1) && (own[index] ?? 0) % 3) counts[index] = 0;
		for (let index = counts.length - 1; index > 0; index--) {
			const parent = (parents[index] ?? 1) - 1;
			counts[parent] = (counts[parent] ?? 0) + (counts[index] ?? 0);
		}
		return { parents, counts, wasHidden: wasHidden.slice(0, counts.length) };
	});

const hasSmall = (tree: Tree): boolean => tree.counts.some((count) => count >= 1 && count <= 4);

describe('small counts', () => {
	test('cannot be found from what is printed, whatever the tree', async () => {
		const trees = fc.sample(aTree, { numRuns: 3000, seed: 20261124 });
		const answers = await hide(trees);
		trees.forEach((tree, index) => {
			const hidden = at(answers, index);
			tree.counts.forEach((count, cell) => {
				if (count >= 1 && count <= 4) expect(hidden[cell], JSON.stringify({ tree, hidden })).toBe(true);
				if (count === 0) expect(hidden[cell], JSON.stringify({ tree, hidden })).toBe(false);
			});
			expect(found(tree, hidden), JSON.stringify({ tree, hidden })).toBe(0);
		});
	});

	test('could be found if only they were left out, so the attack is a real one', () => {
		const trees = fc.sample(aTree, { numRuns: 500, seed: 20261124 }).filter(hasSmall);
		const broken = trees.filter(
			(tree) =>
				found(
					tree,
					tree.counts.map((count) => count >= 1 && count <= 4)
				) > 0
		);
		expect(broken.length).toBeGreaterThan(trees.length / 4);
	});

	test('take nothing else with them where there are none', async () => {
		const trees = fc.sample(aTree, { numRuns: 300, seed: 7 }).map((tree) => ({ ...tree, counts: tree.counts.map((count) => count * 5) }));
		for (const hidden of await hide(trees)) expect(hidden).not.toContain(true);
	});

	test('are covered by the same neighbour as before, so that two readings do not tell them apart', async () => {
		const tree = { parents: [null, 1, 1, 1], counts: [39, 3, 12, 24] };
		const [fresh, again] = await hide([
			{ ...tree, wasHidden: [false, false, false, false] },
			{ ...tree, wasHidden: [false, true, false, true] }
		]);
		expect(fresh).toEqual([false, true, true, false]);
		expect(again).toEqual([false, true, false, true]);
	});

	test('of a thousand areas are hidden in a second', async () => {
		const parents: (number | null)[] = [null];
		for (let index = 1; index < 1000; index++) parents.push(Math.max(1, Math.floor(index / 6)));
		const counts = parents.map((_, index) => (parents.includes(index + 1) ? 0 : (index * 7) % 11));
		for (let index = 999; index > 0; index--) {
			const parent = (parents[index] ?? 1) - 1;
			counts[parent] = (counts[parent] ?? 0) + (counts[index] ?? 0);
		}
		const tree = { parents, counts, wasHidden: parents.map(() => false) };
		const started = performance.now();
		const [hidden] = await hide([tree]);
		console.log(`hide_small of 1,000 areas: ${Math.round(performance.now() - started)} ms, ${hidden?.filter(Boolean).length} hidden`);
		expect(found(tree, hidden ?? [])).toBe(0);
	});
});

function sum(numbers: number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}

function at<Item>(items: Item[], index: number): Item {
	const item = items[index];
	if (item === undefined) throw new Error(`nothing at ${index}`);
	return item;
}
