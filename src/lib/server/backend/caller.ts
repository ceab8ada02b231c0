import { compactVerify } from 'jose';
import type { Keys } from './keys.ts';
import { OPERATOR } from './queue.ts';

/** In which the web server tells this process whose request it passes on. */
export const ADDRESS_HEADER = 'x-zhantu-address';

/** Everybody who is not signed in shares one turn, and whoever is signing in another. */
const ANONYMOUS = 'anonymous';
export const SIGNING_IN = 'signing in';

/**
 * Whose turn in the queue a request takes: the account whose token it carries, the server itself, or
 * the public. Only a good signature names an account, so nobody can spend another's turns; whether the
 * token still holds is the handler's business.
 */
export function callerReader(keys: Pick<Keys, 'jwtSecret' | 'secretKey'>): (path: string, headers: Headers) => Promise<string> {
	const secret = new TextEncoder().encode(keys.jwtSecret);
	return async (path, headers) => {
		if (path === '/auth/v1/token') return SIGNING_IN;
		if (headers.get('apikey') === keys.secretKey) return OPERATOR;
		const token = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1];
		if (!token) return ANONYMOUS;
		if (token === keys.secretKey) return OPERATOR;
		try {
			const { payload } = await compactVerify(token, secret, { algorithms: ['HS256'] });
			const { sub } = JSON.parse(new TextDecoder().decode(payload)) as { sub?: unknown };
			return typeof sub === 'string' ? sub : ANONYMOUS;
		} catch {
			return ANONYMOUS;
		}
	};
}
