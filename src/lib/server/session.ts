import { createServerClient } from '@supabase/ssr';
import type { Cookies } from '@sveltejs/kit';
import type { Client } from '#lib/data/client.ts';
import type { Database } from '#lib/data/database.types.ts';
import { getSession } from '#lib/data/session.ts';
import type { Session } from '#lib/domain/person.ts';
import type { Backend } from './backend/index.ts';

export const SESSION_COOKIE = 'zhantu-session';

/**
 * A client that acts as the caller. The session lives in an HttpOnly cookie that only the server
 * reads: the browser speaks to its own origin and never holds a token (decision 0003).
 */
export function clientFor(backend: Backend, cookies: Cookies, isSecure: boolean): Client {
	return createServerClient<Database>(backend.url, backend.publishableKey, {
		global: { fetch: backend.fetch },
		cookieOptions: { name: SESSION_COOKIE, path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure },
		cookies: {
			getAll: () => cookies.getAll(),
			setAll: (changed) => {
				for (const { name, value, options } of changed) {
					cookies.set(name, value, { ...options, path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure });
				}
			}
		}
	}) as unknown as Client;
}

/**
 * Who is asking. The token's signature is checked by the backend, and a session that was ended, a
 * banned account or a disabled person answers null, so nothing is trusted from the cookie alone.
 */
export async function whoIs(client: Client, cookies: Cookies): Promise<Session | null> {
	if (!cookies.getAll().some(({ name }) => name.startsWith(SESSION_COOKIE))) return null;
	const { data } = await client.auth.getSession();
	if (!data.session) return null;
	const found = await getSession(client);
	return found.ok ? found.value : null;
}
