import { randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

const STEP_SECONDS = 30;
const DIGITS = 6;
/** Steps to either side: a telephone's clock may be off by half a minute. */
const SKEW = 1;
const SECRET_BYTES = 20;

/** Without what is mistaken for something else on paper: 0 O 1 l I, and vowels, which make words. */
const CODE_LETTERS = '23456789bcdfghjkmnpqrstvwxz';
const CODE_LENGTH = 12;
const RECOVERY_CODES = 10;

/** A new secret in base 32, as authenticators take it. */
export function newSecret(): string {
	return new Secret({ size: SECRET_BYTES }).base32;
}

/** What the QR code says: secret, account and issuer (Key URI Format). */
export function enrolmentUri(secret: string, account: string, issuer: string): string {
	return totp(secret, account, issuer).toString();
}

/**
 * The time step whose code this is, or null. RFC 6238 with what every authenticator knows: SHA-1, six
 * digits, 30 seconds, one step of skew. Whether the step was used already is the database's business.
 */
export function stepOf(secret: string, code: string, now: Date): number | null {
	if (!/^\d{6}$/.test(code)) return null;
	const delta = totp(secret).validate({ token: code, timestamp: now.getTime(), window: SKEW });
	return delta === null ? null : Math.floor(now.getTime() / 1000 / STEP_SECONDS) + delta;
}

/** Ten codes of 57 bits each, in groups of four: abcd-efgh-jkmn. */
export function newRecoveryCodes(): string[] {
	return Array.from({ length: RECOVERY_CODES }, () =>
		Array.from({ length: CODE_LENGTH }, (_, at) => `${at && at % 4 === 0 ? '-' : ''}${CODE_LETTERS[randomInt(CODE_LETTERS.length)]}`).join(
			''
		)
	);
}

/** A recovery code as it was made, whatever case, spaces and dashes it was typed with; null for anything else. */
export function tidyRecoveryCode(typed: string): string | null {
	const letters = typed.toLowerCase().replaceAll(/[\s-]/g, '');
	if (letters.length !== CODE_LENGTH || [...letters].some((letter) => !CODE_LETTERS.includes(letter))) return null;
	return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
}

function totp(secret: string, label = '', issuer = ''): TOTP {
	return new TOTP({ issuer, label, algorithm: 'SHA1', digits: DIGITS, period: STEP_SECONDS, secret: Secret.fromBase32(secret) });
}
