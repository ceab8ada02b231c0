import type { SignInRules } from '#lib/domain/account.ts';
import { ok, type Result } from '#lib/domain/result.ts';
import { toResult, type Client } from './client.ts';

/** What happened to accounts and to the rules of signing in. Nothing about who signed in when. */
export interface SecurityEvent {
	id: number;
	at: string;
	event: string;
	/** The beginning of the account's pseudonym: the same account is recognised. */
	account: string | null;
	info: unknown;
	personId: string | null;
	personName: string | null;
	/** Who did it, when that was somebody else. */
	actorName: string | null;
}

/** Newest first; `before` is the id of the last one shown. */
export async function listSecurityEvents(client: Client, before: number | null, pageSize: number): Promise<Result<SecurityEvent[]>> {
	return toResult(await client.rpc('list_security_events', { page_size: pageSize, ...(before === null ? {} : { before }) }));
}

const KEYS = { twoFactor: 'two_factor', idleMinutes: 'session_idle_minutes', hours: 'session_hours' } as const satisfies Record<
	keyof SignInRules,
	string
>;
const UNSET: SignInRules = { twoFactor: 'optional', idleMinutes: 720, hours: 168 };

export async function getSignInRules(client: Client): Promise<Result<SignInRules>> {
	const found = toResult<{ key: string; value: unknown }[]>(
		await client.from('settings').select('key, value').in('key', Object.values(KEYS))
	);
	if (!found.ok) return found;
	const rules = Object.entries(KEYS).map(([name, key]) => {
		const row = found.value.find((one) => one.key === key);
		return [name, row ? row.value : UNSET[name as keyof SignInRules]];
	});
	return ok(Object.fromEntries(rules) as SignInRules);
}

/** Administrators of the whole installation only; the database checks the values once more. */
export async function saveSignInRules(client: Client, rules: SignInRules): Promise<Result<null>> {
	const settings = Object.fromEntries(Object.entries(KEYS).map(([name, key]) => [key, rules[name as keyof SignInRules]]));
	return toResult(await client.rpc('save_settings', { settings }));
}
