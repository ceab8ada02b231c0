const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** Shows that a step longer than a second is alive: a turning mark with seconds, or plain lines in a log. */
export async function step<Result>(text: string, work: (say: (line: string) => void) => Promise<Result>): Promise<Result> {
	const started = Date.now();
	const seconds = (): string => `${((Date.now() - started) / 1000).toFixed(0)} s`;
	const isTerminal = process.stdout.isTTY;
	let line = text;
	let frame = 0;
	const timer = setInterval(
		() => {
			if (isTerminal) process.stdout.write(`\r\x1b[K${FRAMES[frame++ % FRAMES.length]} ${line} ${seconds()}`);
			else console.log(`  … ${line} ${seconds()}`);
		},
		isTerminal ? 100 : 10_000
	);
	if (!isTerminal) console.log(text);
	try {
		const result = await work((said) => {
			// A log is told of each part once; how far it is stands in the line of every ten seconds.
			if (!isTerminal && wordsOf(said) !== wordsOf(line)) console.log(`  ${said}`);
			line = said;
		});
		if (isTerminal) process.stdout.write(`\r\x1b[K✓ ${text} ${seconds()}\n`);
		return result;
	} catch (error) {
		if (isTerminal) process.stdout.write(`\r\x1b[K✗ ${text}\n`);
		throw error;
	} finally {
		clearInterval(timer);
	}
}

const wordsOf = (line: string): string => line.replace(/[0-9]+/g, '');
