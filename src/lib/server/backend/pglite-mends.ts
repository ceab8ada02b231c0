import type { PGlite } from '@electric-sql/pglite';

/** Makes an open PGlite 0.5.8 last, and answer faster. To be done before its first query of ours. */
export async function mendPglite(db: PGlite): Promise<void> {
	mendStack(db);
	await trimParsers(db);
}

interface Module {
	/** Where the stack of the WebAssembly module ends. */
	___stack_pointer?: { value: number };
}

/**
 * Puts the stack of PGlite back after every message. 0.5.8 catches what PostgreSQL throws without doing
 * so, and each error that reaches a client leaves some 700 bytes behind: after about 3,000 of them the
 * database answers nothing but "stack depth limit exceeded" until it is opened anew. 0.5.16 does it
 * itself; this goes when a pglite-postgis is made for that (decision 0006).
 */
function mendStack(db: PGlite): void {
	const { ___stack_pointer: pointer } = db.Module as unknown as Module;
	if (!pointer) return;
	const send = db.execProtocolRawSync.bind(db);
	db.execProtocolRawSync = (message) => {
		const before = pointer.value;
		try {
			return send(message);
		} finally {
			pointer.value = before;
		}
	};
}

/**
 * Forgets how arrays of rows and of ranges are read, which nothing asks for. PGlite makes a parser for the
 * array of every type of the database, and copies all of them at each query: the 394 of ours, most of them
 * for the rows of tables and views, make a query of 77 µs one of 130. Arrays of values are read as before;
 * an array of rows stays text.
 */
async function trimParsers(db: PGlite): Promise<void> {
	const { rows } = await db.query<{ typarray: number }>(
		"select typarray from pg_catalog.pg_type where typarray <> 0 and typtype in ('c', 'r', 'm')"
	);
	const parsers = db.parsers as Record<string, unknown>;
	for (const { typarray } of rows) Reflect.deleteProperty(parsers, typarray);
}
