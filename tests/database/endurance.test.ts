import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sql } from '#lib/server/backend/sql.ts';
import { openTestDatabase } from '../support/database.ts';

/** PGlite 0.5.8 as it comes is through after some three thousand. */
const ERRORS = process.env.FULL ? 100_000 : 5_000;

let sql: Sql;
beforeAll(async () => {
	sql = await openTestDatabase();
});
afterAll(() => sql.close());

test('any number of errors does not wear the database out', async () => {
	const failing = ["select private.refuse('x')", 'select nothing', "select 'x'::integer", 'select 1 / 0'];
	for (let count = 0; count < ERRORS; count++) {
		await expect(sql.query(failing[count % failing.length] ?? '')).rejects.toThrow(/^x$|nothing|invalid input|division/);
	}
	expect(await sql.query('select count(*)::integer as n from private.rights where resource = $1', ['cameras'])).toEqual([{ n: 8 }]);
});

test('arrays of values are read as lists', async () => {
	const [row] = await sql.query(
		"select array['a', 'b,c'] as texts, array[1, 2] as numbers, array[true, false] as flags, '{}'::uuid[] as none"
	);
	expect(row).toEqual({ texts: ['a', 'b,c'], numbers: [1, 2], flags: [true, false], none: [] });
});
