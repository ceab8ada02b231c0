import type { Result } from '#lib/domain/result.ts';
import { toResult, type Client } from './client.ts';

/** A person's factor as it is kept. */
export interface Factor {
	/** Sealed by the web server's key. */
	secret: string;
	/** Null until the first right code. */
	confirmedAt: string | null;
	lockedUntil: string | null;
	/** Recovery codes that were not used yet. */
	codesLeft: number;
}

/*
 * All but the last two act for a person whom the web server has just recognised: `operator` is the
 * server's own client, and nobody else may call these functions.
 */

export async function getFactor(operator: Client, person: string): Promise<Result<Factor | null>> {
	return toResult(await operator.rpc('second_factor', { person }));
}

export async function beginFactor(operator: Client, person: string, secret: string): Promise<Result<null>> {
	return toResult(await operator.rpc('begin_second_factor', { person, secret }));
}

export async function confirmFactor(
	operator: Client,
	person: string,
	session: string,
	step: number,
	hashes: string[]
): Promise<Result<null>> {
	return toResult(await operator.rpc('confirm_second_factor', { person, session, step, hashes }));
}

/** Counts one try: the sealed secret to try against, or until when there is none. Null without a factor. */
export async function tryFactor(
	operator: Client,
	person: string
): Promise<Result<{ secret: string; locksAt: string | null } | { secret?: undefined; lockedUntil: string } | null>> {
	return toResult(await operator.rpc('try_second_factor', { person }));
}

export async function passFactor(operator: Client, person: string, session: string, step: number): Promise<Result<null>> {
	return toResult(await operator.rpc('pass_second_factor', { person, session, step }));
}

/** Answers how many codes are left. */
export async function passRecoveryCode(operator: Client, person: string, session: string, hash: string): Promise<Result<number>> {
	return toResult(await operator.rpc('pass_recovery_code', { person, session, hash }));
}

export async function renewRecoveryCodes(operator: Client, person: string, step: number, hashes: string[]): Promise<Result<null>> {
	return toResult(await operator.rpc('renew_recovery_codes', { person, step, hashes }));
}

export async function removeFactor(operator: Client, person: string, by: { step: number } | { hash: string }): Promise<Result<null>> {
	return toResult(await operator.rpc('remove_second_factor', { person, ...by }));
}

/** Takes somebody else's lost factor away and ends their sessions, with an administrator's rights. */
export async function resetFactor(client: Client, person: string): Promise<Result<null>> {
	return toResult(await client.rpc('reset_second_factor', { person }));
}

/** Since when people whom the caller administers have a second factor, by person. */
export async function getFactorsOf(client: Client, people: string[]): Promise<Result<Record<string, string>>> {
	return toResult(await client.rpc('factors_of', { people }));
}
