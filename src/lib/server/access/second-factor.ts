import {
	beginFactor,
	confirmFactor,
	getFactor,
	passFactor,
	passRecoveryCode,
	removeFactor,
	renewRecoveryCodes,
	tryFactor
} from '#lib/data/second-factor.ts';
import { noteSecurityEvent } from '#lib/data/sign-in.ts';
import { failed, ok, type Result } from '#lib/domain/result.ts';
import type { Backend } from '../backend/index.ts';
import { Seal } from './seal.ts';
import { newRecoveryCodes, newSecret, stepOf, tidyRecoveryCode } from './totp.ts';

type Means = Pick<Backend, 'operator' | 'sealKey'>;

/** Whose factor, and in which session it is shown. */
export interface FactorHolder {
	personId: string;
	sessionId: string;
}

/** What a person may know of their own factor; `secret` only while it waits for its first code. */
export interface OwnFactor {
	secret: string | null;
	confirmedAt: string | null;
	codesLeft: number;
}

export async function getOwnFactor({ operator, sealKey }: Means, personId: string): Promise<Result<OwnFactor | null>> {
	const found = await getFactor(operator(), personId);
	if (!found.ok || !found.value) return found as Result<null>;
	const { secret, confirmedAt, codesLeft } = found.value;
	return ok({ secret: confirmedAt ? null : new Seal(sealKey).open(secret, personId), confirmedAt, codesLeft });
}

/** Makes a secret that waits for its first code. `factor_exists` where one is confirmed already. */
export async function offerFactor({ operator, sealKey }: Means, personId: string): Promise<Result<null>> {
	return beginFactor(operator(), personId, new Seal(sealKey).seal(newSecret(), personId));
}

/** The first right code: answers the recovery codes, which are shown this once. */
export async function confirmOwnFactor(
	means: Means,
	{ personId, sessionId }: FactorHolder,
	code: string,
	now: Date
): Promise<Result<string[]>> {
	const factor = await getOwnFactor(means, personId);
	if (!factor.ok) return factor;
	if (!factor.value?.secret) return failed(factor.value?.confirmedAt ? 'factor_exists' : 'no_factor');
	const step = stepOf(factor.value.secret, code, now);
	if (step === null) return failed('wrong_code', 'code');
	const { codes, hashes } = makeRecoveryCodes(means, personId);
	const confirmed = await confirmFactor(means.operator(), personId, sessionId, step, hashes);
	return confirmed.ok ? ok(codes) : confirmed;
}

/** A code of the authenticator opens the session. */
export function showCode(means: Means, { personId, sessionId }: FactorHolder, code: string, now: Date): Promise<Result<null>> {
	return withCode(means, personId, code, now, (step) => passFactor(means.operator(), personId, sessionId, step));
}

/** A recovery code opens the session; answers how many are left. */
export function showRecoveryCode(means: Means, { personId, sessionId }: FactorHolder, typed: string): Promise<Result<number>> {
	return withRecoveryCode(means, personId, typed, (hash) => passRecoveryCode(means.operator(), personId, sessionId, hash));
}

/** By a code of the authenticator, or by a recovery code when it is gone. */
export function turnOff(means: Means, personId: string, typed: string, now: Date): Promise<Result<null>> {
	const remove = removeFactor.bind(null, means.operator(), personId);
	return tidyRecoveryCode(typed)
		? withRecoveryCode(means, personId, typed, (hash) => remove({ hash }))
		: withCode(means, personId, typed, now, (step) => remove({ step }));
}

/** New recovery codes instead of the old, shown this once. */
export async function renewCodes(means: Means, personId: string, code: string, now: Date): Promise<Result<string[]>> {
	const { codes, hashes } = makeRecoveryCodes(means, personId);
	const renewed = await withCode(means, personId, code, now, (step) => renewRecoveryCodes(means.operator(), personId, step, hashes));
	return renewed.ok ? ok(codes) : renewed;
}

async function withCode(
	means: Means,
	personId: string,
	code: string,
	now: Date,
	act: (step: number) => Promise<Result<null>>
): Promise<Result<null>> {
	const tried = await countTry(means, personId);
	if (!tried.ok) return tried;
	const secret = new Seal(means.sealKey).open(tried.value.secret, personId);
	if (secret === null) return failed('factor_unreadable', 'code');
	const step = stepOf(secret, code, now);
	return step === null ? noteFailure(means, personId, tried.value.locksAt) : act(step);
}

async function withRecoveryCode<Answer>(
	means: Means,
	personId: string,
	typed: string,
	act: (hash: string) => Promise<Result<Answer>>
): Promise<Result<Answer>> {
	const tried = await countTry(means, personId);
	if (!tried.ok) return tried;
	const code = tidyRecoveryCode(typed);
	const passed = code ? await act(hashOf(means, personId, code)) : failed('wrong_code', 'code');
	return passed.ok || passed.error.code !== 'wrong_code' ? passed : noteFailure(means, personId, tried.value.locksAt);
}

async function countTry({ operator }: Means, personId: string): Promise<Result<{ secret: string; locksAt: string | null }>> {
	const tried = await tryFactor(operator(), personId);
	if (!tried.ok) return tried;
	if (!tried.value) return failed('no_factor');
	return tried.value.secret === undefined ? locked(tried.value.lockedUntil) : ok(tried.value);
}

async function noteFailure({ operator }: Means, person: string, locksAt: string | null): Promise<Result<never>> {
	await noteSecurityEvent(operator(), locksAt ? 'factor_locked' : 'factor_failed', { person });
	return locksAt ? locked(locksAt) : failed('wrong_code', 'code');
}

function locked(until: string): Result<never> {
	return failed('factor_locked', 'code', Math.max(1, Math.ceil((Date.parse(until) - Date.now()) / 60_000)));
}

function makeRecoveryCodes(means: Means, personId: string): { codes: string[]; hashes: string[] } {
	const codes = newRecoveryCodes();
	return { codes, hashes: codes.map((code) => hashOf(means, personId, code)) };
}

function hashOf({ sealKey }: Means, personId: string, code: string): string {
	return new Seal(sealKey).pseudonym('recovery', `${personId} ${code}`);
}
