import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { writeDurably } from './backend/durability.ts';

const LedgerCheckSchema = v.object({
	at: v.string(),
	ms: v.number(),
	tasks: v.number(),
	entries: v.number(),
	/** First broken link of each damaged chain, at most a hundred. */
	broken: v.array(v.object({ task: v.string(), seq: v.number(), problem: v.string() }))
});
const RetentionSchema = v.object({ at: v.string(), pictures: v.number(), people: v.number() });
const FailureSchema = v.object({ at: v.string(), code: v.string() });
const StateSchema = v.object({
	ledger: v.optional(v.nullable(LedgerCheckSchema), null),
	retention: v.optional(v.nullable(RetentionSchema), null),
	/** Cases whose history a restored backup remembers otherwise. */
	rewritten: v.optional(v.nullable(v.object({ at: v.string(), tasks: v.array(v.string()) })), null),
	/** What went wrong last, by job; gone when it has gone well again. */
	failures: v.optional(v.record(v.string(), FailureSchema), {})
});

/** What the server's own work last came to. Kept in a file beside the database, so that a restored backup does not turn it back. */
export type OperationsState = v.InferOutput<typeof StateSchema>;

/** A damaged or foreign file counts as none: everything is then due again. */
export function readState(file: string): OperationsState {
	try {
		if (existsSync(file)) return v.parse(StateSchema, JSON.parse(readFileSync(file, 'utf8')));
	} catch {
		// Said by everything being due.
	}
	return v.parse(StateSchema, {});
}

export function keepState(file: string, state: OperationsState): void {
	writeDurably(file, JSON.stringify(state), 0o600);
}
