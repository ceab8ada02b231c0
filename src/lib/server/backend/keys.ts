import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { generateApiKey } from '@supabase/lite';
import { SignJWT } from 'jose';
import * as v from 'valibot';
import { writeDurably } from './durability.ts';

const secret = v.pipe(
	v.string(),
	v.minLength(32),
	v.check((text) => !/change|placeholder|example|secret|your-|xxxx/i.test(text), 'placeholder_key')
);
const KeysSchema = v.object({
	/** Signs sessions (HS256). */
	jwtSecret: secret,
	/** May be shown to a browser; opens what `anon` may see. */
	publishableKey: v.pipe(v.string(), v.startsWith('sb_publishable_'), v.minLength(30)),
	/** The server's own key; never leaves it. */
	secretKey: v.pipe(v.string(), v.startsWith('sb_secret_'), v.minLength(26)),
	/** Seals what the database must not be able to read by itself (second factors), and makes pseudonyms. */
	sealKey: secret
});
export type Keys = v.InferOutput<typeof KeysSchema>;

/**
 * The keys of this data directory. Those that are not there are made: all on the first start, the sealing
 * one in a file from before there were second factors, any that an operator took out to replace it.
 * Throws on a damaged file and on a placeholder.
 */
export async function readOrMakeKeys(file: string): Promise<Keys> {
	const found: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
	if (typeof found !== 'object' || found === null || Array.isArray(found)) return checkKeys(found, file);
	const [publishable, hidden] = await Promise.all([generateApiKey('publishable'), generateApiKey('secret')]);
	const fresh: Keys = {
		jwtSecret: newSecret(),
		publishableKey: publishable.key,
		secretKey: hidden.key,
		sealKey: newSecret()
	};
	const keys = checkKeys({ ...fresh, ...found }, file);
	if (Object.keys(fresh).some((name) => !(name in found))) writeDurably(file, `${JSON.stringify(keys, null, '\t')}\n`, 0o600);
	return keys;
}

function newSecret(): string {
	return randomBytes(48).toString('base64url');
}

/** Refuses keys that are missing, too short or placeholders. */
export function checkKeys(keys: unknown, where: string): Keys {
	const parsed = v.safeParse(KeysSchema, keys);
	if (parsed.success) return parsed.output;
	const names = parsed.issues.map((issue) => v.getDotPath(issue)).join(', ');
	throw new Error(
		`${where}: damaged or placeholder keys (${names}). Remove them to have new ones made: everybody signs in anew then, and without the old sealKey sets up their second factor anew.`
	);
}

/**
 * A token by which the server itself acts for an account, without a session. private.standing_of() asks
 * for the claim made_by: no other token without a session has any rights.
 */
export function commandToken(keys: Keys, userId: string): Promise<string> {
	return new SignJWT({ role: 'authenticated', aud: 'authenticated', made_by: 'command' })
		.setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
		.setSubject(userId)
		.setIssuedAt()
		.setExpirationTime('10m')
		.sign(new TextEncoder().encode(keys.jwtSecret));
}
