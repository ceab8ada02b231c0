import { randomUUID } from 'node:crypto';
import type { Sql } from '#lib/server/backend/sql.ts';
import { actAs, actAsOperator, actAsOwner } from './database.ts';
import type { Somebody } from './world.ts';

/** A session of the account, as auth makes one; `hoursAgo` it began. */
export async function aSession(sql: Sql, who: Somebody, hoursAgo = 0): Promise<string> {
	const id = randomUUID();
	await sql.query('insert into auth.sessions (id, user_id, created_at) values ($1, $2, now() - make_interval(hours => $3::integer))', [
		id,
		who.userId,
		hoursAgo
	]);
	return id;
}

/** The caller's person as every right sees them, in a session. */
export async function personIn(sql: Sql, who: Somebody, session: string): Promise<string | null> {
	await actAs(sql, who.userId, session);
	const [row] = await sql.query<{ standing: { standing: string; personId: string } | null; sees: boolean }>(
		'select public.my_standing() as standing, public.my_session() is not null as sees'
	);
	await actAsOwner(sql);
	const standing = row?.standing?.standing ?? null;
	// What the session may see follows from where it stands, never from anything else.
	if (row?.sees !== (standing === 'open'))
		throw new Error(`a session that is ${standing} ${row?.sees ? 'sees' : 'does not see'} its person`);
	return standing;
}

/** A function of the server's own, called as the server calls it. */
export async function asServer<Answer>(sql: Sql, name: string, values: unknown[]): Promise<Answer> {
	await sql.exec('savepoint as_server');
	try {
		await actAsOperator(sql);
		const [row] = await sql.query<{ answer: Answer }>(
			`select public.${name}(${values.map((_, index) => `$${index + 1}`).join(', ')}) as answer`,
			values
		);
		return row?.answer as Answer;
	} catch (error) {
		await sql.exec('rollback to savepoint as_server');
		throw error;
	} finally {
		await actAsOwner(sql);
	}
}

/** A function that a signed-in person may call. */
export async function asPerson<Answer>(sql: Sql, who: Somebody, session: string, name: string, values: unknown[] = []): Promise<Answer> {
	await sql.exec('savepoint as_person');
	try {
		await actAs(sql, who.userId, session);
		const [row] = await sql.query<{ answer: Answer }>(
			`select public.${name}(${values.map((_, index) => `$${index + 1}`).join(', ')}) as answer`,
			values
		);
		return row?.answer as Answer;
	} catch (error) {
		await sql.exec('rollback to savepoint as_person');
		throw error;
	} finally {
		await actAsOwner(sql);
	}
}

export async function setRule(sql: Sql, key: string, value: unknown): Promise<void> {
	await sql.query(
		'insert into public.settings (key, value) values ($1, $2::jsonb) on conflict (key) do update set value = excluded.value',
		[key, JSON.stringify(value)]
	);
}

/** The events of a person or an account, oldest first. */
export async function eventsOf(sql: Sql, of: string): Promise<string[]> {
	const rows = await sql.query<{ event: string }>(
		'select event from private.security_events where person_id::text = $1 or account = $1 order by id',
		[of]
	);
	return rows.map(({ event }) => event);
}
