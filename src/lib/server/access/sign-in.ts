import { randomBytes } from 'node:crypto';
import type { Client } from '#lib/data/client.ts';
import { beginSignIn, noteSecurityEvent, openSession, type Standing } from '#lib/data/sign-in.ts';
import { failed, ok, type Result } from '#lib/domain/result.ts';
import type { Backend } from '../backend/index.ts';
import { sessionIdOf } from '../session.ts';
import { Seal } from './seal.ts';

/** Every refused try is answered at a multiple of this, so that no answer tells by its time what was checked. */
const PACE_MS = 400;
/** Of an address that tried too many accounts: until the first of them is forgotten, at most. */
const WAIT_SECONDS = 15 * 60;
/** An account that nobody can sign in to: whoever asks for one that is not there has this one's password checked. */
const NOBODY = 'nobody@zhantu.invalid';

export interface Try {
	/** As typed. */
	email: string;
	/** Who asks (see addressOf). */
	address: string;
	/** What to call the session by in its person's own list. */
	device: string;
	/** Checks the password against this account at the backend. */
	check(email: string): Promise<Checked>;
}

/** A right password's session with what ends it again. */
export type Checked = { session: string; end(): Promise<unknown> } | 'wrong' | 'slow_down' | 'busy';

/**
 * The one way to a session by a password, whatever backend keeps the accounts: five checks of an account
 * in fifteen minutes, known or not and from wherever, and the same answer at the same pace for a wrong
 * password, an account that is unknown, locked or banned, and a person who is disabled (`wrong_login`).
 * `slow_down` (info: seconds) is said of an address that tries many accounts.
 */
export async function signIn(backend: Backend, tried: Try): Promise<Result<Standing>> {
	const started = performance.now();
	const answer = await attempt(backend, tried);
	if (!answer.ok) await keepPace(started);
	return answer;
}

async function attempt(backend: Backend, { email, address, device, check }: Try): Promise<Result<Standing>> {
	const name = email.trim().toLowerCase();
	const account = new Seal(backend.sealKey).pseudonym('account', name);
	const checked = await (backend.limitsSignIn ? check(name) : checkCounted(backend, account, address, name, check));
	if (checked === 'wrong') return failed('wrong_login');
	if (checked === 'slow_down') return failed('slow_down', undefined, WAIT_SECONDS);
	if (checked === 'busy') return failed('busy');
	const opened = await openSession(backend.operator(), checked.session, account, device);
	if (opened.ok && opened.value) return ok(opened.value.standing);
	await checked.end();
	return failed(opened.ok ? 'wrong_login' : 'busy');
}

/** In front of a backend that counts nothing by itself. */
async function checkCounted(backend: Backend, account: string, address: string, name: string, check: Try['check']): Promise<Checked> {
	const operator = backend.operator();
	const begun = await beginSignIn(operator, account, new Seal(backend.sealKey).pseudonym('address', address), name);
	if (!begun.ok) return 'busy';
	if (begun.value.answer !== 'check') return begun.value.answer === 'locked' ? 'wrong' : 'slow_down';
	const checked = await check(begun.value.isKnown ? name : await nobody(backend));
	if (checked === 'wrong' || !begun.value.isKnown) {
		await noteSecurityEvent(operator, 'sign_in_failed', { account });
		return 'wrong';
	}
	return checked;
}

async function keepPace(started: number): Promise<void> {
	const spent = performance.now() - started;
	await new Promise((resolve) => setTimeout(resolve, Math.ceil(spent / PACE_MS) * PACE_MS - spent));
}

/** Kept on globalThis like the backend that it belongs to (application.ts). */
const holder = globalThis as typeof globalThis & { zhantuNobody?: Promise<string> };

function nobody(backend: Backend): Promise<string> {
	holder.zhantuNobody ??= backend.createAccount(NOBODY, randomBytes(36).toString('base64url')).then(
		() => NOBODY,
		// It is there already, from an earlier start.
		() => NOBODY
	);
	return holder.zhantuNobody;
}

/** Checks by signing the client in; what ends the session again signs it out. */
export function passwordCheck(client: Client, password: string): Try['check'] {
	return async (email) => {
		const { data, error } = await client.auth.signInWithPassword({ email, password });
		if (error?.status === 429) return 'slow_down';
		if (error) return error.status === 400 || error.status === 422 ? 'wrong' : 'busy';
		const session = sessionIdOf(data.session.access_token);
		const end = (): Promise<unknown> => client.auth.signOut({ scope: 'local' });
		if (session) return { session, end };
		await end();
		return 'wrong';
	};
}
