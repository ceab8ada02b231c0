import type { Session } from '#lib/domain/person.ts';
import type { Result } from '#lib/domain/result.ts';
import { toResult, type Client } from './client.ts';

/** The person behind the client with the posts that are valid today; null when nobody is signed in. */
export async function getSession(client: Client): Promise<Result<Session | null>> {
	return toResult(await client.rpc('my_session'));
}
