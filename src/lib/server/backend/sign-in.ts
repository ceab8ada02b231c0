import bcrypt from 'bcryptjs';
import type { LoginLimit } from './login-limit.ts';
import { JobQueue } from './queue.ts';

/** As the handler hashes (@supabase/lite 0.10.0), so that a decoy takes as long as a real one. */
const HASH_COST = Number(process.env.LITE_AUTH_BCRYPT_COST) || 10;
/** Hashing holds the process for a moment, so tries wait for each other and a long line is sent away. */
const LINE = { limit: 16, lanes: 1, patienceMs: 8_000 };

type Limit = Pick<LoginLimit, 'admit' | 'succeeded' | 'failed'>;

interface Parts {
	/** Asks the handler, in the queue of everything that touches the database. */
	ask: () => Promise<Response>;
	body: Uint8Array;
	/** Who asks the web server, as it says. */
	address: string;
}

/**
 * Signing in with a password. Whoever tries learns nothing but whether it worked: a wrong password, an
 * unknown, locked or banned account and a disabled person are answered alike, and an unknown account
 * takes as long as a wrong password, which the handler by itself answers at once.
 */
export class SignIn {
	readonly #limit: Limit;
	readonly #compare: typeof bcrypt.compare;
	readonly #line = new JobQueue(LINE);
	readonly #decoy = bcrypt.hash('nobody has this password', HASH_COST);

	constructor(limit: Limit, compare: typeof bcrypt.compare = bcrypt.compare) {
		this.#limit = limit;
		this.#compare = compare;
	}

	/** Throws QueueFull when too many wait. */
	answer(parts: Parts): Promise<Response> {
		return this.#line.run('anybody', () => this.#try(parts));
	}

	async #try({ ask, body, address }: Parts): Promise<Response> {
		const { email, password } = readBody(body);
		if (email === null) return wrong();
		const admission = await this.#limit.admit(email, address);
		if (admission.answer === 'locked') return wrong();
		if (admission.answer === 'slow_down') return slowDown(admission.seconds);
		const answered = await ask();
		if (!answered.ok && answered.status !== 400) return answered;
		if (answered.ok && !admission.isShut) {
			await this.#limit.succeeded(email);
			return answered;
		}
		if (!admission.isKnown) await this.#compare(password, await this.#decoy);
		await this.#limit.failed(email);
		return wrong();
	}
}

function wrong(): Response {
	return Response.json({ code: 400, error_code: 'invalid_credentials', msg: 'Invalid login credentials' }, { status: 400 });
}

function slowDown(seconds: number): Response {
	return Response.json(
		{ code: 429, error_code: 'over_request_rate_limit', msg: 'Too many requests' },
		{ status: 429, headers: { 'retry-after': String(seconds) } }
	);
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
