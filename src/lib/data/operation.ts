import * as v from 'valibot';
import type { Retention } from '#lib/domain/operation.ts';
import { failed, ok, type Result } from '#lib/domain/result.ts';
import { toResult, type Client } from './client.ts';

const FactsSchema = v.object({
	at: v.string(),
	server: v.string(),
	migration: v.nullable(v.string()),
	databaseBytes: v.number(),
	pictures: v.number(),
	people: v.number(),
	entries: v.number(),
	filesToRemove: v.number(),
	retention: v.object({ pictures: v.number(), people: v.number(), sessions: v.number() })
});
export type OperationFacts = v.InferOutput<typeof FactsSchema>;

/** Figures of the database. Codes: not_allowed for who does not administer the whole installation. */
export async function readOperationFacts(client: Client): Promise<Result<OperationFacts>> {
	const answer = toResult<unknown>(await client.rpc('operation_facts'));
	if (!answer.ok) return answer;
	const parsed = v.safeParse(FactsSchema, answer.value);
	return parsed.success ? ok(parsed.output) : failed('backend_error');
}

/** Keeps how many days personal data stays. Codes: not_a_number, naming the period. */
export async function saveRetention(client: Client, days: Retention): Promise<Result<null>> {
	return toResult<null>(await client.from('settings').upsert({ key: 'retention', value: { ...days } }));
}

/** Erases a disabled person. Codes: not_disabled, has_open_tasks, not_allowed, not_yourself, unknown_person. */
export async function erasePerson(client: Client, person: string): Promise<Result<null>> {
	return toResult<null>(await client.rpc('erase_person', { person }));
}
