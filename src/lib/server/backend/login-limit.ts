import { RateLimiterMemory } from 'rate-limiter-flexible';

const TRIES = 5;
const WINDOW_SECONDS = 15 * 60;

/**
 * Guards password sign-in: after five wrong passwords for an account within 15 minutes every further
 * try is answered like a wrong password, without asking the database. The account need not exist, so
 * the answer says nothing about that.
 */
export class LoginLimit {
	readonly #tries = new RateLimiterMemory({ points: TRIES, duration: WINDOW_SECONDS });

	/** Whether this try may be made. It counts as failed until it succeeded, so that tries at the same moment do not pass together. */
	async admit(account: string): Promise<boolean> {
		return this.#tries.consume(key(account)).then(
			() => true,
			() => false
		);
	}

	async succeeded(account: string): Promise<void> {
		await this.#tries.delete(key(account));
	}
}

function key(account: string): string {
	return account.trim().toLowerCase();
}
