/** No place in the queue, or none in time: try again in a while. */
export class QueueFull extends Error {
	readonly retryAfterS: number;
	constructor(retryAfterS: number) {
		super('the queue is full');
		this.retryAfterS = retryAfterS;
	}
}

/** The server's own commands: never refused, served in turn like everybody else. */
export const OPERATOR = 'operator';

export interface QueueOptions {
	/** How many jobs may wait. */
	limit: number;
	/** How many run at once: 1 for PGlite, the number of sessions for PostgreSQL. */
	lanes: number;
	/** How long a job may wait before it is refused. */
	patienceMs: number;
}

interface Waiting {
	start(): void;
	refuse(): void;
}

const SHORTEST_RETRY_S = 1;
const LONGEST_RETRY_S = 10;

/**
 * One queue around everything that touches the database. PGlite has one session and no mutex: without
 * this, one request's COMMIT would commit another's half-done transaction. With several lanes it only
 * bounds concurrency, for a backend whose sessions are apart (PostgreSQL).
 *
 * It is fair by caller: callers take turns, whoever sends a thousand jobs waits behind the others' one,
 * and when it is full the newest job of whoever has most in it makes room for somebody with less.
 */
export class JobQueue {
	readonly #options: QueueOptions;
	/** In the order of whose turn is next. */
	readonly #waiting = new Map<string, Waiting[]>();
	readonly #idle: (() => void)[] = [];
	#waitingCount = 0;
	#running = 0;
	#meanMs = 20;
	served = 0;
	refused = 0;

	constructor(options: QueueOptions) {
		this.#options = options;
	}

	get length(): number {
		return this.#waitingCount + this.#running;
	}

	/** Runs the job when it is the caller's turn; throws {@link QueueFull} when there is no place or no time. */
	async run<Result>(caller: string, job: () => Promise<Result>): Promise<Result> {
		if (this.#running >= this.#options.lanes) await this.#wait(caller);
		else this.#running++;
		const started = performance.now();
		try {
			return await job();
		} finally {
			this.served++;
			this.#meanMs += (performance.now() - started - this.#meanMs) / 50;
			// The place is handed over, never freed in between: a newcomer must not slip in.
			const next = this.#next();
			if (next) next.start();
			else if (--this.#running === 0) for (const tell of this.#idle.splice(0)) tell();
		}
	}

	/** Resolves when nothing runs or waits. */
	async drain(): Promise<void> {
		if (this.length > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
	}

	#wait(caller: string): Promise<void> {
		if (caller !== OPERATOR && this.#waitingCount >= this.#options.limit && !this.#makeRoomFor(caller)) {
			this.refused++;
			throw this.#full();
		}
		return new Promise((resolve, reject) => {
			const timer = caller === OPERATOR ? undefined : setTimeout(() => this.#giveUp(caller, waiting), this.#options.patienceMs);
			const waiting: Waiting = {
				start: () => {
					clearTimeout(timer);
					resolve();
				},
				refuse: () => {
					clearTimeout(timer);
					this.refused++;
					reject(this.#full());
				}
			};
			const own = this.#waiting.get(caller);
			if (own) own.push(waiting);
			else this.#waiting.set(caller, [waiting]);
			this.#waitingCount++;
		});
	}

	#next(): Waiting | undefined {
		const turn = this.#waiting.entries().next().value;
		if (!turn) return undefined;
		const [caller, own] = turn;
		const next = own.shift();
		this.#waitingCount--;
		// Behind everybody else who waits.
		this.#waiting.delete(caller);
		if (own.length > 0) this.#waiting.set(caller, own);
		return next;
	}

	#makeRoomFor(caller: string): boolean {
		let greediest: Waiting[] = [];
		for (const [other, own] of this.#waiting) if (other !== OPERATOR && own.length > greediest.length) greediest = own;
		// Equal shares stay: one more for the newcomer must not be one less than they have.
		if (greediest.length <= (this.#waiting.get(caller)?.length ?? 0) + 1) return false;
		this.#waitingCount--;
		greediest.pop()?.refuse();
		return true;
	}

	#giveUp(caller: string, waiting: Waiting): void {
		const own = this.#waiting.get(caller);
		const at = own?.indexOf(waiting) ?? -1;
		if (!own || at < 0) return;
		own.splice(at, 1);
		if (own.length === 0) this.#waiting.delete(caller);
		this.#waitingCount--;
		waiting.refuse();
	}

	#full(): QueueFull {
		const seconds = Math.ceil((this.#meanMs * this.length) / this.#options.lanes / 1000);
		return new QueueFull(Math.min(Math.max(seconds, SHORTEST_RETRY_S), LONGEST_RETRY_S));
	}
}
