import bcrypt from 'bcryptjs';
import type { LoginLimit } from './login-limit.ts';
import { JobQueue } from './queue.ts';
import type { Sql } from './sql.ts';

/** As the handler hashes (@supabase/lite 0.10.0), so that a decoy takes as long as a real one. */
const HASH_COST = Number(process.env.LITE_AUTH_BCRYPT_COST) || 10;
/** Hashing holds the process for a moment, so tries wait for each other and a long line is sent away. */
const LINE = { limit: 16, lanes: 1, patienceMs: 8_000 };

interface Parts {
	sql: Pick<Sql, 'query'>;
	limit: LoginLimit;
	/** Asks the handler, in the queue of everything that touches the database. */
	ask: () => Promise<Response>;
	body: Uint8Array;
}

/**
 * Signing in with a password. Whoever tries learns nothing but whether it worked: a wrong password, an
 * unknown, locked or banned account are answered alike, and an unknown one takes as long as a wrong
 * password, which the handler by itself answers at once.
 */
export class SignIn {
	readonly #compare: typeof bcrypt.compare;
	readonly #line = new JobQueue(LINE);
	readonly #decoy = bcrypt.hash('nobody has this password', HASH_COST);

	constructor(compare: typeof bcrypt.compare = bcrypt.compare) {
		this.#compare = compare;
	}

	/** Throws QueueFull when too many wait. */
	answer(parts: Parts): Promise<Response> {
		return this.#line.run('anybody', () => this.#try(parts));
	}

	async #try({ sql, limit, ask, body }: Parts): Promise<Response> {
		const { email, password } = readBody(body);
		if (email === null || !(await limit.admit(email))) return wrong();
		const answered = await ask();
		if (!answered.ok && answered.status !== 400) return answered;
		const [account] = await sql.query<{ is_banned: boolean | null }>(
			'select banned_until > now() as is_banned from auth.users where lower(email) = lower($1)',
			[email.trim()]
		);
		if (answered.ok && !account?.is_banned) {
			await limit.succeeded(email);
			return answered;
		}
		if (!account) await this.#compare(password, await this.#decoy);
		return wrong();
	}
}

function wrong(): Response {
	return Response.json({ code: 400, error_code: 'invalid_credentials', msg: 'Invalid login credentials' }, { status: 400 });
}

function readBody(body: Uint8Array): { email: string | null; password: string } {
	try {
		const { email, password } = JSON.parse(new TextDecoder().decode(body)) as { email?: unknown; password?: unknown };
		return {
			email: typeof email === 'string' && email.length <= 320 ? email : null,
			password: typeof password === 'string' ? password : ''
		};
	} catch {
		return { email: null, password: '' };
	}
}
