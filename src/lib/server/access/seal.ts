import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/**
 * Keeps what the database must not be able to read by itself, by a key that only the web server holds
 * (AES-256-GCM), and makes pseudonyms (HMAC-SHA-256). Each use has a key of its own, derived from the
 * one in keys.json.
 */
export class Seal {
	readonly #key: string;

	constructor(key: string) {
		this.#key = key;
	}

	/** Sealed text opens only together with the context that it was sealed for, e.g. a person's id. */
	seal(text: string, context: string): string {
		const iv = randomBytes(12);
		const cipher = createCipheriv('aes-256-gcm', this.#derive('seal'), iv).setAAD(Buffer.from(context));
		const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
		return ['v1', iv, cipher.getAuthTag(), sealed].map((part) => (typeof part === 'string' ? part : part.toString('base64url'))).join('.');
	}

	/** Null for what was sealed by another key, for another context, or touched since. */
	open(sealed: string, context: string): string | null {
		const [version, iv = '', tag = '', text = ''] = sealed.split('.');
		if (version !== 'v1') return null;
		try {
			const decipher = createDecipheriv('aes-256-gcm', this.#derive('seal'), Buffer.from(iv, 'base64url'), { authTagLength: 16 })
				.setAAD(Buffer.from(context))
				.setAuthTag(Buffer.from(tag, 'base64url'));
			return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8');
		} catch {
			return null;
		}
	}

	/** The same for the same text, and of no use to whoever does not hold the key. 64 hexadecimal digits. */
	pseudonym(use: 'account' | 'address' | 'recovery', text: string): string {
		return createHmac('sha256', this.#derive(use)).update(text).digest('hex');
	}

	#derive(use: string): Buffer {
		return Buffer.from(hkdfSync('sha256', this.#key, '', `zhantu ${use} v1`, 32));
	}
}
