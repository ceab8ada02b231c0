import type { Client } from '#lib/data/client.ts';
import type { AppError, Result } from '#lib/domain/result.ts';
import { openBackend, type Backend } from '#lib/server/backend/index.ts';
import { Words } from './ledger-words.ts';
import { UsageError } from './report.ts';

/** Shorter than a token lives (ten minutes). */
const TOKEN_MS = 5 * 60_000;

/**
 * Runs `work` on the data directory's backend: the one that serves it, or one opened for this command.
 * `usePrivateCluster` means the one of start:postgres where a directory holds an embedded one, too.
 */
export async function withBackend<Result>(
	say: (line: string) => void,
	work: (backend: Backend) => Promise<Result>,
	usePrivateCluster = false
): Promise<Result> {
	const opened = await openBackend({ mayShare: true, usePrivateCluster, progress: say });
	try {
		return await work(opened);
	} finally {
		await opened.close();
	}
}

/** Clients that act as the server itself, or with --as as the person who signs in with that address. */
export async function callerOf(backend: Backend, email: string | undefined): Promise<() => Promise<Client>> {
	if (!email) return async () => backend.operator();
	if (!backend.sql)
		throw new UsageError('--as needs an embedded backend or a PostgreSQL server; on Supabase the command acts as the server.');
	const [user] = await backend.sql.query<{ id: string }>('select id from auth.users where lower(email) = lower($1)', [email]);
	if (!user) throw new UsageError(`Nobody signs in as ${email}.`);
	let client: Client | null = null;
	let until = 0;
	return async () => {
		if (!client || Date.now() > until) {
			client = backend.as(await backend.tokenFor(user.id));
			until = Date.now() + TOKEN_MS;
		}
		return client;
	};
}

/** A refusal as an error of a command, in a sentence where the interface has one. */
export function refusal({ code, field, info }: AppError, words: Words = new Words()): UsageError {
	const value = info === undefined ? '' : typeof info === 'string' ? info : JSON.stringify(info);
	const sentence = words.say('refused', code, value);
	return new UsageError(`${code}${field ? ` (${field})` : ''}${sentence === code ? '' : `: ${sentence}`}`);
}

export function valueOf<Value>(result: Result<Value>): Value {
	if (!result.ok) throw refusal(result.error);
	return result.value;
}
