import type { Result } from '#lib/domain/result.ts';
import { toResult, type Client } from './client.ts';

/** Where a session stands: open, ended, waiting for a code of the second factor, or for setting one up. */
export type Standing = 'open' | 'ended' | 'code' | 'enrol';

export interface Holder {
	standing: Standing;
	/** Null for a token of a command on the server. */
	sessionId: string | null;
	personId: string;
	name: string;
	/** The account's e-mail address. */
	account: string;
}

/** Whose session this is and what it still has to show; null for a banned or disabled person. */
export async function getStanding(client: Client): Promise<Result<Holder | null>> {
	return toResult(await client.rpc('my_standing'));
}

type Begun = { answer: 'check'; isKnown: boolean } | { answer: 'locked' | 'slow_down' };

/** Counts a check of a password before it is made. account and address are pseudonyms. */
export async function beginSignIn(operator: Client, account: string, address: string, email: string): Promise<Result<Begun>> {
	return toResult(await operator.rpc('begin_sign_in', { account, address, email }));
}

/** Follows a right password; null for somebody who may not sign in all the same. */
export async function openSession(
	operator: Client,
	session: string,
	account: string,
	device: string
): Promise<Result<{ personId: string; standing: Standing } | null>> {
	return toResult(await operator.rpc('open_session', { session, account, device }));
}

/** The session was used just now. */
export async function touchSession(operator: Client, session: string): Promise<Result<null>> {
	return toResult(await operator.rpc('touch_session', { session }));
}

export async function noteSecurityEvent(
	operator: Client,
	event: 'sign_in_failed' | 'factor_failed' | 'factor_locked' | 'password_changed' | 'password_reset',
	of: { person?: string; account?: string; actor?: string }
): Promise<Result<null>> {
	return toResult(await operator.rpc('note_security_event', { event, ...of }));
}

/** A session of one's own. */
export interface OwnSession {
	id: string;
	/** Browser and system; empty when the session was not opened by the log-in page. */
	device: string;
	startedAt: string;
	seenAt: string;
	isThis: boolean;
}

export async function listMySessions(client: Client): Promise<Result<OwnSession[]>> {
	return toResult(await client.rpc('my_sessions'));
}

/** Ends one of one's own sessions, or all but the one that asks. Answers how many. */
export async function endMySessions(client: Client, session?: string): Promise<Result<number>> {
	return toResult(await client.rpc('end_my_sessions', session ? { session } : {}));
}

/** Ends every session of somebody else, with an administrator's rights. */
export async function endSessionsOf(client: Client, person: string): Promise<Result<null>> {
	return toResult(await client.rpc('end_sessions_of', { person }));
}
