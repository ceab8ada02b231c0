import type { Backend } from '#lib/server/backend/index.ts';
import { ask } from './contract.ts';

interface Answer {
	status: number;
	/** Parsed JSON; null for an empty answer. */
	body: unknown;
}

/** Codes by which the database says that this is not the caller's business. */
const DENIALS = ['not_allowed', 'unknown_target', 'unknown_batch', 'signed_out', 'rows_refused'];

/** Somebody who asks by plain requests. An answer that is neither a yes nor a known no is an error. */
export class Asker {
	readonly #backend: Backend;
	readonly #token: string | null;
	readonly #key: string | undefined;

	constructor(backend: Backend, token: string | null, key?: string) {
		this.#backend = backend;
		this.#token = token;
		this.#key = key;
	}

	async send(method: string, path: string, body?: Record<string, unknown>, headers: Record<string, string> = {}): Promise<Answer> {
		const answered = await ask(this.#backend, method, path, { token: this.#token ?? undefined, key: this.#key, body, headers });
		const text = await answered.text();
		return { status: answered.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
	}

	/** Rows that the caller gets of a table. */
	async rows(table: string, match: Match): Promise<unknown[]> {
		const answer = await this.send('GET', `/rest/v1/${table}?select=*&${filterOf(match)}`);
		return isDenied(answer) ? [] : (answer.body as unknown[]);
	}

	/** Whether a row was written. A new one is not asked back: whoever may not read it may have written it all the same. */
	async write(method: 'POST' | 'PATCH' | 'DELETE', table: string, match: Match, body?: Record<string, unknown>): Promise<boolean> {
		const path = `/rest/v1/${table}${method === 'POST' ? '' : `?${filterOf(match)}`}`;
		const answer = await this.send(method, path, body, { prefer: method === 'POST' ? 'return=minimal' : 'return=representation' });
		return !isDenied(answer) && (method === 'POST' || (answer.body as unknown[]).length > 0);
	}

	/** Changes whatever rows it may, without a filter, which would ask for the right to read them. */
	async overwrite(table: string, body: Record<string, unknown>): Promise<void> {
		isDenied(await this.send('PATCH', `/rest/v1/${table}`, body, { prefer: 'return=minimal' }));
	}

	/** What a function answers; null when the caller may not call it. */
	async call(name: string, args: Record<string, unknown>): Promise<{ value: unknown } | null> {
		const answer = await this.send('POST', `/rest/v1/rpc/${name}`, args);
		return isDenied(answer) ? null : { value: answer.body };
	}

	/** Whether the function was the caller's to call: it answered, or only `lacking` kept it from doing what it does. */
	async may(name: string, args: Record<string, unknown>, lacking?: string): Promise<boolean> {
		const answer = await this.send('POST', `/rest/v1/rpc/${name}`, args);
		return (lacking !== undefined && answer.status === 422 && messageOf(answer) === lacking) || !isDenied(answer);
	}

	/** Whether what a function answers speaks of `id`. */
	async finds(name: string, args: Record<string, unknown>, id: string): Promise<boolean> {
		const answered = await this.call(name, args);
		return JSON.stringify(answered?.value ?? null).includes(id);
	}

	/** The same by several functions that must show the same; throws when one shows what another hides. */
	async findsAlike(names: string[], args: Record<string, unknown>, id: string): Promise<boolean> {
		const found = await Promise.all(names.map((name) => this.finds(name, args, id)));
		if (new Set(found).size > 1) throw new Error(`${names.join(', ')}: ${found.join(', ')} for ${id}`);
		return found[0] ?? false;
	}
}

export type Match = Record<string, string | number>;

function filterOf(match: Match): string {
	return Object.entries(match)
		.map(([column, value]) => `${column}=eq.${encodeURIComponent(String(value))}`)
		.join('&');
}

function messageOf({ body }: Answer): string | undefined {
	return (body as { message?: string } | null)?.message;
}

function isDenied({ status, body }: Answer): boolean {
	if (status < 300) return false;
	const { code, message } = (body ?? {}) as { code?: string; message?: string };
	if ((status === 401 || status === 403) && code === '42501') return true;
	if (status === 422 && code === 'PT422' && DENIALS.includes(message ?? '')) return true;
	throw new Error(`neither yes nor no: ${status} ${JSON.stringify(body)}`);
}

/** Whether a change was the caller's to make: it was applied, or only lacked what it needs. */
export function isTheirs(answered: { value: unknown } | null, lacking?: string): boolean {
	if (answered === null) return false;
	const { status, code } = answered.value as { status: string; code?: string };
	if (status === 'applied' || (status === 'refused' && code === lacking)) return true;
	if (status === 'refused' && DENIALS.includes(code ?? '')) return false;
	throw new Error(`neither yes nor no: ${JSON.stringify(answered.value)}`);
}
