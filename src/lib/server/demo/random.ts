/**
 * Reproducible chance: the same key gives the same numbers on every machine. Every part of the demo
 * draws from a key of its own, so that adding to one part does not move the others.
 */
export class Random {
	#a: number;
	#b: number;
	#c: number;
	#d = 1;

	constructor(key: string) {
		// cyrb128: four hashes of the key as the state of sfc32.
		let a = 1779033703;
		let b = 3144134277;
		let c = 1013904242;
		for (let index = 0; index < key.length; index++) {
			const code = key.charCodeAt(index);
			a = b ^ Math.imul(a ^ code, 597399067);
			b = c ^ Math.imul(b ^ code, 2869860233);
			c = a ^ Math.imul(c ^ code, 951274213);
		}
		[this.#a, this.#b, this.#c] = [a, b, c];
		for (let round = 0; round < 12; round++) this.next();
	}

	/** In [0, 1). */
	next(): number {
		const sum = (((this.#a + this.#b) | 0) + this.#d) | 0;
		this.#d = (this.#d + 1) | 0;
		this.#a = this.#b ^ (this.#b >>> 9);
		this.#b = (this.#c + (this.#c << 3)) | 0;
		this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
		return (sum >>> 0) / 4294967296;
	}

	between(low: number, high: number): number {
		return low + (high - low) * this.next();
	}

	/** A whole number, both ends included. */
	int(low: number, high: number): number {
		return Math.floor(this.between(low, high + 1));
	}

	chance(share: number): boolean {
		return this.next() < share;
	}

	pick<Item>(items: readonly Item[]): Item {
		const item = items[this.int(0, items.length - 1)];
		if (item === undefined) throw new RangeError('nothing to pick from');
		return item;
	}

	weighted<Item>(items: readonly (readonly [Item, number])[]): Item {
		let rest = this.next() * items.reduce((sum, [, weight]) => sum + weight, 0);
		for (const [item, weight] of items) {
			rest -= weight;
			if (rest < 0) return item;
		}
		throw new RangeError('nothing to pick from');
	}

	shuffled<Item>(items: readonly Item[]): Item[] {
		const mixed = [...items];
		for (let index = mixed.length - 1; index > 0; index--) {
			const other = this.int(0, index);
			[mixed[index], mixed[other]] = [mixed[other] as Item, mixed[index] as Item];
		}
		return mixed;
	}

	/** Around mean, seldom farther than two deviations. */
	around(mean: number, deviation: number): number {
		return mean + deviation * (this.next() + this.next() + this.next() + this.next() - 2) * 1.732;
	}

	/** Has the form of a UUID (version 8: made by a rule of one's own). */
	uuid(): string {
		const hex = Array.from({ length: 4 }, () =>
			Math.floor(this.next() * 4294967296)
				.toString(16)
				.padStart(8, '0')
		).join('');
		return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
	}
}
