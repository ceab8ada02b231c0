import type { Sql } from './sql.ts';

interface Statement {
	text: string;
	params?: unknown[];
}

/**
 * {@link Sql} through the operator's door of a running backend. A transaction is sent as one batch,
 * so that nothing waits on the network inside it: its statements cannot look at each other's rows.
 */
export function sqlOverInside(ask: (body: { statements: Statement[]; isTransaction?: boolean }) => Promise<unknown[][]>): Sql {
	const batch = (collect: (statement: Statement) => void): Sql => ({
		query: async (text, params = []) => {
			collect({ text, params });
			return [];
		},
		exec: async (text) => collect({ text }),
		transaction: () => Promise.reject(new Error('a transaction is open already')),
		close: async () => {}
	});
	return {
		query: async <Row>(text: string, params: unknown[] = []) => (await ask({ statements: [{ text, params }] }))[0] as Row[],
		exec: async (text) => {
			await ask({ statements: [{ text }] });
		},
		transaction: async (work) => {
			const statements: Statement[] = [];
			const result = await work(batch((statement) => statements.push(statement)));
			await ask({ statements, isTransaction: true });
			return result;
		},
		close: async () => {}
	};
}
