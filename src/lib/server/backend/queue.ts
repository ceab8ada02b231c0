/** The queue is full: try again in a moment. */
export class QueueFull extends Error {}

/**
 * One first-in-first-out queue around everything that touches the database. PGlite has one session
 * and no mutex: without this, one request's COMMIT would commit another's half-done transaction.
 * `lanes` > 1 only bounds concurrency, for a backend whose sessions are apart (PostgreSQL).
 */
export class JobQueue {
	readonly #limit: number;
	readonly #lanes: number;
	readonly #waiting: (() => void)[] = [];
	#running = 0;

	constructor(limit: number, lanes = 1) {
		this.#limit = limit;
		this.#lanes = lanes;
	}

	get length(): number {
		return this.#waiting.length + this.#running;
	}

	async run<Result>(job: () => Promise<Result>): Promise<Result> {
		if (this.#running >= this.#lanes) {
			if (this.#waiting.length >= this.#limit) throw new QueueFull();
			await new Promise<void>((resolve) => this.#waiting.push(resolve));
		} else {
			this.#running++;
		}
		try {
			return await job();
		} finally {
			// The place is handed over, never freed in between: a newcomer must not slip in.
			const next = this.#waiting.shift();
			if (next) next();
			else this.#running--;
		}
	}

	/** Resolves when nothing runs or waits. */
	async drain(): Promise<void> {
		while (this.length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
	}
}
