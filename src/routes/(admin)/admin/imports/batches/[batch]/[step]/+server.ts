import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Client } from '#lib/data/client.ts';
import { beginImport, checkRows, commitImport, discardRows, stageRows } from '#lib/data/ledger.ts';
import { failed, type AppError, type Result } from '#lib/domain/result.ts';
import type { RequestHandler } from './$types';

const text = (most: number) => v.pipe(v.string(), v.maxLength(most));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const HeadSchema = v.object({
	campaign_id: text(40),
	file_name: v.pipe(text(300), v.minLength(1)),
	file_digest: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
	profile: text(60),
	encoding: text(20),
	crs: text(20),
	source: v.pipe(text(300), v.minLength(1))
});
// What of a row the database cannot take it says itself (bad_rows, import_check).
const RowsSchema = v.object({ rows: v.pipe(v.array(v.looseObject({ row: count })), v.maxLength(5000)) });
const DropSchema = v.object({ rows: v.nullable(v.array(count)) });
const SummarySchema = v.object({ read: count, rejected: count, notes: v.record(v.pipe(v.string(), v.regex(/^[a-z_]{1,40}$/)), count) });

/** One step of an import by page. The page sends the rows of a file, never the file. */
export const POST: RequestHandler = async ({ request, params, locals }) => {
	if (!v.is(v.pipe(v.string(), v.uuid()), params.batch)) return answer(failed('unknown_batch'));
	return answer(await take(locals.client, params.batch, params.step, await request.json().catch(() => null)));
};

async function take(client: Client, batch: string, step: string, body: unknown): Promise<Result<unknown>> {
	switch (step) {
		case 'begin':
			return read(HeadSchema, body, (head) => beginImport(client, { id: batch, ...head }));
		case 'stage':
			return read(RowsSchema, body, ({ rows }) => stageRows(client, batch, rows));
		case 'check':
			return checkRows(client, batch);
		case 'discard':
			return read(DropSchema, body, ({ rows }) => discardRows(client, batch, rows));
		case 'commit':
			return read(SummarySchema, body, (summary) => commitImport(client, batch, summary));
		default:
			return failed('not_found');
	}
}

async function read<Schema extends v.GenericSchema>(
	schema: Schema,
	body: unknown,
	then: (value: v.InferOutput<Schema>) => Promise<Result<unknown>>
): Promise<Result<unknown>> {
	const parsed = v.safeParse(schema, body);
	return parsed.success ? then(parsed.output) : failed('bad_rows', v.getDotPath(parsed.issues[0]) ?? undefined);
}

function answer(result: Result<unknown>): Response {
	return result.ok ? json({ value: result.value ?? null }) : json({ error: result.error }, { status: statusOf(result.error) });
}

function statusOf({ code }: AppError): number {
	if (code === 'signed_out') return 401;
	if (code === 'not_allowed') return 403;
	if (code === 'not_found' || code === 'unknown_batch') return 404;
	return code === 'busy' || code === 'unreachable' ? 503 : 422;
}
