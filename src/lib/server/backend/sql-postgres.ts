import postgres from 'postgres';
import type { Sql } from './sql.ts';

/** {@link Sql} over a PostgreSQL server. `max` 1 keeps one session, as tests with settings need. */
export function sqlOverPostgres(url: string, options: { max?: number } = {}): Sql {
	const client = postgres(url, {
		max: options.max ?? 4,
		onnotice: () => {},
		connection: { TimeZone: 'UTC', application_name: 'zhantu' }
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
