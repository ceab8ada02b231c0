import { createServerClient } from '@supabase/ssr';
import { isAuthRetryableFetchError } from '@supabase/supabase-js';
import type { Cookies } from '@sveltejs/kit';
import type { Client } from '#lib/data/client.ts';
import type { Database } from '#lib/data/database.types.ts';
import { getSession } from '#lib/data/session.ts';
import { getStanding, touchSession, type Holder } from '#lib/data/sign-in.ts';
import type { Session } from '#lib/domain/person.ts';
import { failed, ok, type AppError, type Result } from '#lib/domain/result.ts';
import { ADDRESS_HEADER } from './backend/caller.ts';
import type { Backend } from './backend/index.ts';

export const SESSION_COOKIE = 'zhantu-session';

/** How fine the time of last use is kept; the shortest rest that ends a session should be some of these. */
const TOUCH_EVERY_MS = 5 * 60_000;

/**
 * A client that acts as the caller. The session lives in an HttpOnly cookie that only the server
 * reads: the browser speaks to its own origin and never holds a token (decision 0003).
 */
export function clientFor(backend: Backend, cookies: Cookies, { isSecure, address }: { isSecure: boolean; address: string }): Client {
	return createServerClient<Database>(backend.url, backend.publishableKey, {
		global: { fetch: backend.fetch, headers: backend.limitsSignIn ? { [ADDRESS_HEADER]: address } : {} },
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

/** Who asks: somebody with rights, or the holder of a session that still has to show its second factor. */
export interface Caller {
	session: Session | null;
	pending: Holder | null;
}

/**
 * Who is asking. The token's signature is checked by the backend, and a session that was ended or has
 * rested too long, a banned account or a disabled person is nobody, so nothing is trusted from the
 * cookie alone. A cookie that is good for nothing any more is taken away. A backend that is away or
 * busy knows nobody: that fails, because whoever is signed in must not be told that they are not.
 * `ask` is the question for the session, for those who ask more with it.
 */
export async function whoIs(backend: Backend, client: Client, cookies: Cookies, ask = getSession): Promise<Result<Caller>> {
	if (!hasSessionCookie(cookies)) return ok(NOBODY);
	const { data, error } = await client.auth.getSession();
	if (isAuthRetryableFetchError(error)) return failed('busy');
	if (!data.session) return ok(NOBODY);
	const found = await ask(client);
	if (!found.ok && !isRefusal(found.error)) return found;
	if (found.ok && found.value) {
		touch(backend, sessionIdOf(data.session.access_token));
		return ok({ session: found.value, pending: null });
	}
	const standing = await getStanding(client);
	if (!standing.ok && !isRefusal(standing.error)) return standing;
	const pending = standing.ok && (standing.value?.standing === 'code' || standing.value?.standing === 'enrol') ? standing.value : null;
	if (found.ok && standing.ok && !pending) forgetCookies(cookies);
	return ok({ session: null, pending });
}

const NOBODY: Caller = { session: null, pending: null };

/** What a backend that is well says to somebody it does not let in; anything else is trouble of its own. */
function isRefusal({ code }: AppError): boolean {
	return code === 'signed_out' || code === 'not_allowed';
}

export function forgetCookies(cookies: Cookies): void {
	for (const name of sessionCookies(cookies)) cookies.delete(name, { path: '/' });
}

export function hasSessionCookie(cookies: Cookies): boolean {
	return sessionCookies(cookies).length > 0;
}

function sessionCookies(cookies: Cookies): string[] {
	return cookies
		.getAll()
		.map(({ name }) => name)
		.filter((name) => name.startsWith(SESSION_COOKIE));
}

/** The session that a token belongs to. The signature is not looked at: whoever relies on it has had the backend check it. */
export function sessionIdOf(token: string): string | null {
	try {
		const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as { session_id?: unknown };
		return typeof claims.session_id === 'string' ? claims.session_id : null;
	} catch {
		return null;
	}
}

/** When each session was last written down as used; kept short by forgetting the oldest. */
const touched = new Map<string, number>();
const MOST_TOUCHED = 10_000;

/** Nobody waits for it; a session that could not be touched is touched by its next request. */
function touch(backend: Backend, sessionId: string | null): void {
	const now = Date.now();
	if (!sessionId || now - (touched.get(sessionId) ?? 0) < TOUCH_EVERY_MS) return;
	touched.delete(sessionId);
	touched.set(sessionId, now);
	const [oldest] = touched.keys();
	if (oldest && touched.size > MOST_TOUCHED) touched.delete(oldest);
	void touchSession(backend.operator(), sessionId).then((done) => done.ok || touched.delete(sessionId));
}
