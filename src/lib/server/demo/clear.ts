import type { Backend } from '../backend/index.ts';
import type { Sql } from '../backend/sql.ts';

const AT_ONCE = 200;

/** What is counted of it when everything generated goes. */
export interface Cleared {
	tasks: number;
	people: number;
	areas: number;
	pictures: number;
}

/**
 * Removes everything generated: rows, pictures and the accounts whose password is public. Also clears
 * away a seeding that was cut off.
 */
export async function clearDemo(backend: Backend): Promise<Cleared> {
	const { sql } = backend;
	const pictures = sql ? await listPictures(sql) : { evidence: [], publications: [] };
	const accounts = sql ? await listAccounts(sql) : [];
	const { data, error } = await backend.operator().rpc('clear_demo');
	if (error) throw new Error(error.message);
	for (const [bucket, names] of Object.entries(pictures)) {
		for (let from = 0; from < names.length; from += AT_ONCE) {
			const removed = await backend
				.operator()
				.storage.from(bucket)
				.remove(names.slice(from, from + AT_ONCE));
			if (removed.error) throw new Error(removed.error.message);
		}
	}
	await sql?.query('delete from auth.users where id = any($1::uuid[])', [accounts]);
	return { ...(data as Omit<Cleared, 'pictures'>), pictures: pictures.evidence.length + pictures.publications.length };
}

/**
 * Names of generated pictures by bucket, also those whose rows a seeding that was cut off had not written
 * yet. A picture that somebody just sent and whose change is still on its way belongs to a real case.
 */
async function listPictures(sql: Sql): Promise<{ evidence: string[]; publications: string[] }> {
	const rows = await sql.query<{ bucket_id: 'evidence' | 'publications'; name: string }>(
		`select o.bucket_id, o.name from storage.objects o
		left join public.evidence e on o.bucket_id = 'evidence' and e.object_path = o.name
		left join public.publication_proposals p on o.bucket_id = 'publications' and o.name in (p.before_path, p.after_path)
		left join public.tasks t on t.id = coalesce(e.task_id, p.task_id, private.task_of_path(o.name))
		where case
			when o.bucket_id = 'evidence' then coalesce(e.is_generated or t.is_generated, true)
			when o.bucket_id = 'publications' then coalesce(p.is_generated, (select s.value = '"seeding"' from public.settings s where s.key = 'demo.state'))
		end`
	);
	const of = (bucket: string): string[] => rows.filter((row) => row.bucket_id === bucket).map((row) => row.name);
	return { evidence: of('evidence'), publications: of('publications') };
}

async function listAccounts(sql: Sql): Promise<string[]> {
	const rows = await sql.query<{ user_id: string }>('select user_id from public.people where is_generated and user_id is not null');
	return rows.map((row) => row.user_id);
}
