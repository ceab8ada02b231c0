type Level = 'info' | 'warn' | 'error';
const LEVELS: Level[] = ['info', 'warn', 'error'];

/** ZHANTU_LOG says from which level on; somebody who watches a terminal is told of trouble only. */
function isWanted(level: Level): boolean {
	const from = process.env.ZHANTU_LOG ?? (process.stderr.isTTY ? 'warn' : 'info');
	return LEVELS.indexOf(level) >= LEVELS.indexOf(from as Level);
}

/**
 * Structured log lines on stderr: an event and plain facts. Never a request body, an address with its
 * parameters or anything of a person. What could be such by accident (other than ASCII, a number as long
 * as a telephone's) is blotted out here, so that a slip somewhere else does not reach the disk.
 */
export function log(level: Level, event: string, facts: Record<string, string | number | boolean | null> = {}): void {
	if (!isWanted(level)) return;
	const said = Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, typeof fact === 'string' ? blot(fact) : fact]));
	process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...said })}\n`);
}

/**
 * What of an unknown failure may be written down: its code, its kind, and its message without whatever
 * is quoted in it, because databases and parsers quote what they were given.
 */
export function describeError(error: unknown): { code: string | null; message: string } {
	const { code, message, name } = (error ?? {}) as { code?: unknown; message?: unknown; name?: unknown };
	const text = typeof message === 'string' ? message : typeof error === 'string' ? error : 'unknown';
	// A parser's message is a piece of its input with words around it.
	const isParser = name === 'SyntaxError';
	return {
		code: typeof code === 'string' ? code : null,
		message: isParser ? 'SyntaxError' : blot(withoutQuoted(text)).slice(0, 300)
	};
}

/** Everything from the first quotation mark to the last is gone. */
function withoutQuoted(text: string): string {
	const from = text.search(/["'`“‘«]/);
	const to = Math.max(...[...`"'\`”’»`].map((mark) => text.lastIndexOf(mark)));
	return from < 0 || to <= from ? text : `${text.slice(0, from + 1)}…${text.slice(to)}`;
}

function blot(text: string): string {
	return text
		.replace(/\S+/g, (word) => (word.slice(1, -1).includes('@') ? '…' : word))
		.replace(/\d{7,}/g, '…')
		.replace(/[^\x20-\x7e…]+/g, '…')
		.slice(0, 300);
}

/** The API handler prints failed statements with their values; keep the fact, drop the values. */
export function muteConsole(): void {
	console.error = (first: unknown) => log('warn', 'handler', describeError(first));
	console.warn = (first: unknown) => {
		// Said once at every start about storage, which is held by the contract tests.
		if (!String(first).startsWith('EXPERIMENTAL FEATURES')) log('warn', 'handler', describeError(first));
	};
	console.log = () => {};
}
