import { piecesOf, type LedgerFile } from './file.ts';

const PIECE = 1 << 20;

/**
 * What tells a file from another: SHA-256 over the SHA-256 of each mebibyte, in hex. Web Crypto hashes
 * only what it holds as a whole, and a file is not held as a whole.
 */
export async function digestOf(file: LedgerFile): Promise<string> {
	const digests: Uint8Array[] = [];
	let piece = new Uint8Array(PIECE);
	let filled = 0;
	const close = async (): Promise<void> => {
		digests.push(new Uint8Array(await crypto.subtle.digest('SHA-256', piece.subarray(0, filled))));
		piece = new Uint8Array(PIECE);
		filled = 0;
	};
	for await (const bytes of piecesOf(file.open())) {
		for (let at = 0; at < bytes.length;) {
			const taken = Math.min(PIECE - filled, bytes.length - at);
			piece.set(bytes.subarray(at, at + taken), filled);
			filled += taken;
			at += taken;
			if (filled === PIECE) await close();
		}
	}
	if (filled > 0) await close();
	const all = new Uint8Array(digests.length * 32);
	digests.forEach((digest, index) => all.set(digest, index * 32));
	const whole = new Uint8Array(await crypto.subtle.digest('SHA-256', all));
	return Array.from(whole, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
