/**
 * Expected failures are values. The codes are a closed set of machine words (`stale`, `not_allowed`,
 * `outside_area` …): the interface turns them into sentences, never the server's wording.
 */
export interface AppError {
	code: string;
	/** What of the input was wrong, when one thing was. */
	field?: string;
	/** The offending value, or what would help to mend it. */
	info?: unknown;
}

export type Result<Value> = { ok: true; value: Value } | { ok: false; error: AppError };

export function ok<Value>(value: Value): Result<Value> {
	return { ok: true, value };
}

export function failed(code: string, field?: string, info?: unknown): { ok: false; error: AppError } {
	return { ok: false, error: { code, field, info } };
}

/** Ends a switch over a closed set: a new member becomes a type error, not a silent gap. */
export function assertNever(value: never): never {
	throw new Error(`unexpected value: ${String(value)}`);
}
