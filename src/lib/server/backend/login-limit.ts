import { Seal } from '../access/seal.ts';
import type { Sql } from './sql.ts';

export type Admission =
	{ answer: 'check'; isKnown: boolean; isShut: boolean } | { answer: 'locked' } | { answer: 'slow_down'; seconds: number };

/**
 * Guards password sign-in: five checks of an account within 15 minutes, known or not, from wherever and
 * across restarts (private.begin_sign_in keeps the count), and forty from one address. Accounts and
 * addresses are written down as pseudonyms.
 */
export class LoginLimit {
	readonly #sql: Pick<Sql, 'query'>;
	readonly #seal: Seal;
	/** Waits for its turn in the queue of everything that touches the database. */
	readonly #inTurn: <Answer>(work: () => Promise<Answer>) => Promise<Answer>;

	constructor(parts: { sql: Pick<Sql, 'query'>; sealKey: string; inTurn: <Answer>(work: () => Promise<Answer>) => Promise<Answer> }) {
		this.#sql = parts.sql;
		this.#seal = new Seal(parts.sealKey);
		this.#inTurn = parts.inTurn;
	}

	/** Whether this try may be made. It counts as failed until it succeeded, so that tries at the same moment do not pass together. */
	async admit(email: string, address: string): Promise<Admission> {
		const asked = [this.#account(email), address && this.#seal.pseudonym('address', address), email];
		const [row] = await this.#inTurn(() =>
			this.#sql.query<{ admission: Admission }>('select private.begin_sign_in($1, $2, $3) as admission', asked)
		);
		if (!row) throw new Error('begin_sign_in answered nothing');
		return row.admission;
	}

	async succeeded(email: string): Promise<void> {
		await this.#inTurn(() => this.#sql.query('select private.forget_tries($1)', [this.#account(email)]));
	}

	async failed(email: string): Promise<void> {
		await this.#inTurn(() => this.#sql.query("select private.note_event('sign_in_failed', account => $1)", [this.#account(email)]));
	}

	#account(email: string): string {
		return this.#seal.pseudonym('account', email.trim().toLowerCase());
	}
}
