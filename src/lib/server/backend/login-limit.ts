import { RateLimiterMemory } from 'rate-limiter-flexible';

const TRIES = 5;
const WINDOW_SECONDS = 15 * 60;

/**
 * Guards password sign-in: after five wrong passwords for an account within 15 minutes every further
 * try is answered like a wrong password, without asking the database. The account need not exist, so
 * the answer says nothing about that.
 */
export class LoginLimit {
	readonly #failures = new RateLimiterMemory({ points: TRIES, duration: WINDOW_SECONDS });

	async isLocked(account: string): Promise<boolean> {
		const state = await this.#failures.get(key(account));
		return state !== null && state.remainingPoints <= 0;
	}

	async failed(account: string): Promise<void> {
		await this.#failures.consume(key(account)).catch(() => {});
	}

	async succeeded(account: string): Promise<void> {
		await this.#failures.delete(key(account));
	}
}

function key(account: string): string {
	return account.trim().toLowerCase();
}
