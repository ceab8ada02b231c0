/** A connection to the database, the same over PGlite and over PostgreSQL. Server and tests only. */
export interface Sql {
	/** One statement with parameters ($1 …). */
	query<Row = Record<string, unknown>>(text: string, params?: unknown[]): Promise<Row[]>;
	/** Any number of statements without parameters. */
	exec(text: string): Promise<void>;
	/** Everything in `work` in one transaction; a throw rolls it back. */
	transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
	close(): Promise<void>;
}
