import type { PGlite, Transaction } from '@electric-sql/pglite';
import type { Sql } from './sql.ts';

/** {@link Sql} over an open PGlite. PGlite's own transaction lock keeps other calls out meanwhile. */
export function sqlOverPglite(db: PGlite): Sql {
	return {
		...statements(db),
		transaction: (work) => db.transaction((tx) => work({ ...statements(tx), transaction: nested, close: nested })) as never,
		close: () => db.close()
	};
}

function statements(db: PGlite | Transaction): Pick<Sql, 'query' | 'exec'> {
	return {
		async query<Row>(text: string, params: unknown[] = []) {
			const result = await db.query(text, params);
			return result.rows as Row[];
		},
		async exec(text) {
			await db.exec(text);
		}
	};
}

function nested(): never {
	throw new Error('a transaction is open already');
}
