import postgres from 'postgres';
import type { Sql } from './sql.ts';

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const fromText = (text: string): unknown => JSON.parse(text);

/**
 * Both our own statements and the API handler (@supabase/lite 0.10.0) hand JSON over as text, which
 * PGlite takes as it is. postgres.js would quote it once more, and every function with a jsonb
 * argument would receive a string. Whole numbers come back as numbers, as from PGlite.
 */
export const AS_PGLITE = {
	json: { to: 114, from: [114], serialize: asText, parse: fromText },
	jsonb: { to: 3802, from: [3802], serialize: asText, parse: fromText }
};
/** Compiling a statement takes a hundred times as long as running one of ours: an import of one row took a second and more. */
export const SHORT_STATEMENTS = { jit: 'off' };
const WHOLE_NUMBERS = {
	to: 20,
	from: [20],
	serialize: String,
	parse: (text: string): number | bigint => (Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text))
};

/** {@link Sql} over a PostgreSQL server. `max` 1 keeps one session, as tests with settings need. */
export function sqlOverPostgres(url: string, options: { max?: number } = {}): Sql {
	const client = postgres(url, {
		max: options.max ?? 4,
		onnotice: () => {},
		types: { ...AS_PGLITE, bigint: WHOLE_NUMBERS },
		connection: { TimeZone: 'UTC', application_name: 'zhantu', ...SHORT_STATEMENTS }
	});
	return {
		...statements(client),
		transaction: (work) => client.begin((tx) => work({ ...statements(tx), transaction: nested, close: nested })) as Promise<never>,
		close: () => client.end({ timeout: 5 })
	};
}

function statements(client: postgres.Sql | postgres.TransactionSql): Pick<Sql, 'query' | 'exec'> {
	return {
		async query<Row>(text: string, params: unknown[] = []) {
			return (await client.unsafe(text, params as never[])) as unknown as Row[];
		},
		async exec(text) {
			await client.unsafe(text).simple();
		}
	};
}

function nested(): never {
	throw new Error('a transaction is open already');
}
