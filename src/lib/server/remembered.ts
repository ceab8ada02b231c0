import type { Result } from '#lib/domain/result.ts';

/** What a process remembers at most; the oldest goes first. */
const MOST = 500;

interface Remembered {
	until: number;
	answer: Promise<Result<unknown>>;
}

/**
 * Answers to what everybody asks alike, so that a page that a whole city opens is asked of the database
 * once and not by each of them. Who asks while a question is on its way waits for the same answer. What
 * failed is asked again. Answers are shared: nobody changes one.
 */
export class Answers {
	readonly #keepMs: number;
	readonly #kept = new Map<string, Remembered>();

	constructor(keepMs: number) {
		this.#keepMs = keepMs;
	}

	/** The answer that `key` stands for, asked anew when none is kept. */
	async of<Value>(key: string, ask: () => Promise<Result<Value>>, now = Date.now()): Promise<Result<Value>> {
		const found = this.#kept.get(key);
		if (found && found.until > now) return found.answer as Promise<Result<Value>>;
		const answer = ask();
		const remembered = { until: now + this.#keepMs, answer };
		this.#kept.delete(key);
		this.#kept.set(key, remembered);
		const [oldest] = this.#kept.keys();
		if (this.#kept.size > MOST && oldest !== undefined) this.#kept.delete(oldest);
		const forget = (): void => {
			if (this.#kept.get(key) === remembered) this.#kept.delete(key);
		};
		answer.then((value) => value.ok || forget(), forget);
		return answer;
	}

	/** Something has changed: whoever asks from now on is answered anew. */
	forget(): void {
		this.#kept.clear();
	}
}

/**
 * What the public reads (src/lib/data/published.ts), asked as nobody. Forgotten at every tick, and after
 * some seconds for what no tick tells: settings, and the figures of the hour.
 */
export const published = new Answers(5_000);
