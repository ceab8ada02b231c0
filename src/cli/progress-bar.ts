const WIDTH = 24;
const EVERY_MS = 120;
const EVERY_LINE_MS = 10_000;

/** A bar on a terminal, a line every ten seconds in a log. Writes to stderr, so that stdout stays data. */
export class ProgressBar {
	readonly #out: NodeJS.WriteStream;
	#shownAt = 0;
	#isShown = false;

	constructor(out: NodeJS.WriteStream = process.stderr) {
		this.#out = out;
	}

	show(share: number, text: string): void {
		const now = Date.now();
		if (now - this.#shownAt < (this.#out.isTTY ? EVERY_MS : EVERY_LINE_MS)) return;
		if (this.#shownAt === 0 && !this.#out.isTTY) {
			this.#shownAt = now;
			return;
		}
		this.#shownAt = now;
		const done = Math.round(Math.min(1, share) * WIDTH);
		const percent = `${Math.round(Math.min(1, share) * 100)} %`.padStart(5);
		if (!this.#out.isTTY) this.#out.write(`  ${percent}  ${text}\n`);
		else {
			this.#out.write(`\r\x1b[K▕${'█'.repeat(done)}${'░'.repeat(WIDTH - done)}▏${percent}  ${text}`);
			this.#isShown = true;
		}
	}

	/** Takes the bar away and prints a line in its place. */
	line(text: string): void {
		this.clear();
		this.#out.write(`${text}\n`);
	}

	clear(): void {
		if (this.#isShown) this.#out.write('\r\x1b[K');
		this.#isShown = false;
	}
}
