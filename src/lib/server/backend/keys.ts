import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { generateApiKey } from '@supabase/lite';
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
	secretKey: v.pipe(v.string(), v.startsWith('sb_secret_'), v.minLength(26))
});
export type Keys = v.InferOutput<typeof KeysSchema>;

/** The keys of this data directory, made on the first start. Throws on a damaged or placeholder file. */
export async function readOrMakeKeys(file: string): Promise<Keys> {
	if (existsSync(file)) return checkKeys(JSON.parse(readFileSync(file, 'utf8')), file);
	const [publishable, hidden] = await Promise.all([generateApiKey('publishable'), generateApiKey('secret')]);
	const keys: Keys = {
		jwtSecret: randomBytes(48).toString('base64url'),
		publishableKey: publishable.key,
		secretKey: hidden.key
	};
	writeDurably(file, `${JSON.stringify(keys, null, '\t')}\n`, 0o600);
	return keys;
}

/** Refuses keys that are missing, too short or placeholders. */
export function checkKeys(keys: unknown, where: string): Keys {
	const parsed = v.safeParse(KeysSchema, keys);
	if (parsed.success) return parsed.output;
	const names = parsed.issues.map((issue) => v.getDotPath(issue)).join(', ');
	throw new Error(`${where}: missing or placeholder keys (${names}). Remove the file to have new ones made; everybody is signed out then.`);
}
