import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Backend } from '#lib/server/backend/index.ts';
import { progressDifferences } from '../support/progress.ts';
import type { Sent, SentPicture } from './writers.ts';

/** How many of these acknowledged changes the database no longer knows, or knows with another receipt. */
export async function countLost(backend: Backend, sent: Sent[]): Promise<number> {
	const acknowledged = sent.filter(({ answer }) => answer?.status === 'applied');
	let lost = 0;
	for (let at = 0; at < acknowledged.length; at += 500) {
		const some = acknowledged.slice(at, at + 500);
		const rows = await query<{ change_id: string; receipt: string; hashes: string[] }>(
			backend,
			`select c.change_id, c.result ->> 'receipt' as receipt,
				array(select e.hash from public.task_events e where e.change_id = c.change_id) as hashes
			from private.changes c where c.change_id = any ($1::uuid[])`,
			[some.map(({ changeId }) => changeId)]
		);
		const known = new Map(rows.map((row) => [row.change_id, row]));
		lost += some.filter(({ changeId, answer }) => {
			const row = known.get(changeId);
			return !row || row.receipt !== answer?.receipt || !row.hashes.includes(row.receipt);
		}).length;
	}
	return lost;
}

/** What should never be there: halves of changes, broken chains, aggregates that are not what a recount says. */
export async function countTorn(backend: Backend): Promise<number> {
	const [halves] = await query<{ n: number }>(
		backend,
		`select (select count(*) from public.sites s where s.current_task_id is null)
			+ (select count(*) from public.tasks t where not exists (select 1 from public.task_events e where e.task_id = t.id))
			+ (select count(*) from private.changes c where not exists (select 1 from public.task_events e where e.change_id = c.change_id))
			+ (select count(*) from public.task_events e where not exists (select 1 from private.changes c where c.change_id = e.change_id))
			+ (select count(*) from public.evidence e where not exists (select 1 from storage.objects o where o.name = e.object_path))
			as n`
	);
	if (!backend.sql) throw new Error('this backend shows its database to nobody');
	const drifted = await progressDifferences(backend.sql);
	const { data, error } = await backend.operator().rpc('verify_ledger', {});
	if (error) throw new Error(error.message);
	return Number(halves?.n ?? 0) + drifted.length + data.length;
}

/** Pictures that a row or an acknowledgement promises and that are not there, or not as they were sent. */
export async function countBrokenPictures(backend: Backend, data: string, sent: SentPicture[]): Promise<number> {
	const rows = await query<{ name: string; sha256: string | null }>(
		backend,
		`select o.name, e.sha256 from storage.objects o left join public.evidence e on e.object_path = o.name where o.bucket_id = 'evidence'`
	);
	const promised = new Map(sent.map((picture) => [picture.path, picture.sha256]));
	const names = new Set([...rows.map(({ name }) => name), ...sent.filter(({ isAcknowledged }) => isAcknowledged).map(({ path }) => path)]);
	const rowNames = new Set(rows.map(({ name }) => name));
	return [...names].filter((name) => {
		const file = join(data, 'pictures', 'evidence', name);
		if (!rowNames.has(name) || !existsSync(file)) return true;
		return createHash('sha256').update(readFileSync(file)).digest('hex') !== promised.get(name);
	}).length;
}

export async function query<Row>(backend: Backend, text: string, params: unknown[] = []): Promise<Row[]> {
	if (!backend.sql) throw new Error('this backend shows its database to nobody');
	return backend.sql.query<Row>(text, params);
}
