interface Kept<Value> {
	value: Value;
	bytes: number;
	until: number;
}

/**
 * Keeps what was fetched for a while, up to so many bytes; what was used longest ago goes first. Who
 * asks for the same thing while it is being fetched waits for the one question that is on its way.
 */
export class TileCache<Value> {
	readonly #mostBytes: number;
	readonly #nowMs: () => number;
	readonly #kept = new Map<string, Kept<Value>>();
	readonly #asked = new Map<string, Promise<Value>>();
	#bytes = 0;

	constructor(mostBytes: number, nowMs: () => number = Date.now) {
		this.#mostBytes = mostBytes;
		this.#nowMs = nowMs;
	}

	/** `fetch` answers the value, how much room it takes, and for how long it may stand. */
	async get(key: string, fetch: () => Promise<{ value: Value; bytes: number; forMs: number }>): Promise<Value> {
		const kept = this.#kept.get(key);
		if (kept && kept.until > this.#nowMs()) {
			// The map keeps the order of insertion: used last, gone last.
			this.#kept.delete(key);
			this.#kept.set(key, kept);
			return kept.value;
		}
		const asked = this.#asked.get(key);
		if (asked) return asked;
		const asking = fetch()
			.then(({ value, bytes, forMs }) => {
				if (forMs > 0) this.#keep(key, { value, bytes, until: this.#nowMs() + forMs });
				return value;
			})
			.finally(() => this.#asked.delete(key));
		this.#asked.set(key, asking);
		return asking;
	}

	#keep(key: string, kept: Kept<Value>): void {
		this.#drop(key);
		if (kept.bytes > this.#mostBytes) return;
		this.#kept.set(key, kept);
		this.#bytes += kept.bytes;
		for (const oldest of this.#kept.keys()) {
			if (this.#bytes <= this.#mostBytes) break;
			this.#drop(oldest);
		}
	}

	#drop(key: string): void {
		const kept = this.#kept.get(key);
		if (!kept) return;
		this.#kept.delete(key);
		this.#bytes -= kept.bytes;
	}
}
