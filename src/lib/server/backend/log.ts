type Level = 'info' | 'warn' | 'error';

/**
 * Structured log lines on stderr: an event and plain facts. Never a request body, a query parameter
 * or a person's name; `error` keeps the code and message of a failure, not its parameters.
 */
export function log(level: Level, event: string, facts: Record<string, string | number | boolean | null> = {}): void {
	process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...facts })}\n`);
}

/** What of an unknown failure may be written down. Database errors carry values in other fields. */
export function describeError(error: unknown): { code: string | null; message: string } {
	const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
	return {
		code: typeof code === 'string' ? code : null,
		message: typeof message === 'string' ? message.slice(0, 300) : String(error).slice(0, 300)
	};
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
