import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '#lib/server/backend/sql.ts';
import { GATES } from '../support/catalog-gates.ts';
import { openTestDatabase, rolledBack } from '../support/database.ts';

let sql: Sql;
beforeAll(async () => {
	sql = await openTestDatabase();
});
afterAll(() => sql.close());

/** The first column of every row. */
async function list(text: string): Promise<string[]> {
	return (await sql.query<Record<string, string>>(text)).map((row) => Object.values(row)[0] ?? '');
}

describe.each(Object.entries(GATES))('%s', (_, gates) => {
	test.each(gates)('$says', ({ query, allowed = [] }) => expect(list(query)).resolves.toEqual(allowed));

	test.each(gates.flatMap(({ query, allowed = [], slips }) => slips.map((slip) => ({ query, allowed, slip }))))(
		'would be found out: $slip',
		({ query, allowed, slip }) =>
			rolledBack(sql, async () => {
				await sql.exec(slip);
				expect((await list(query)).filter((found) => !allowed.includes(found))).not.toEqual([]);
			})
	);
});

test('a table that somebody adds is closed until it is granted', () =>
	rolledBack(sql, async () => {
		await sql.exec('create table public.fresh (id integer)');
		expect(
			await list(`select r.rolname from pg_roles r where r.rolname in ('anon', 'authenticated')
				and has_table_privilege(r.oid, 'public.fresh', 'select, insert, update, delete')`)
		).toEqual([]);
	}));

test('every code by which the database refuses has its sentence in both languages', () => {
	const root = join(import.meta.dirname, '../..');
	const folder = join(root, 'supabase/migrations');
	const text = readdirSync(folder)
		.map((file) => readFileSync(join(folder, file), 'utf8'))
		.join('\n');
	const codes = new Set([...text.matchAll(/(?:refuse\(|'code', )'([a-z_]+[a-z])'/g)].map(([, code]) => code ?? ''));
	// text_of, number_of … make these from the field's name.
	for (const [, field] of text.matchAll(/(?:text_of|number_of|uuid_of|date_of)\([a-z_]+, '([a-z_]+)'(?:, (?!false)[a-z_0-9]+)?\)/g)) {
		// Ids come from the program, never from a person's hand.
		if (!/(^|_)(id|evidence)$/.test(field ?? '')) codes.add(`needs_${field}`);
	}
	expect(codes.size).toBeGreaterThan(50);
	for (const locale of ['zh-CN', 'en']) {
		const messages = Object.assign(
			{},
			...readdirSync(join(root, 'messages', locale)).map(
				(file) => JSON.parse(readFileSync(join(root, 'messages', locale, file), 'utf8')) as object
			)
		) as Record<string, string>;
		expect({ locale, missing: [...codes].filter((code) => !messages[`refused_${code}`]) }).toEqual({
			locale,
			missing: []
		});
	}
});
