import { openBytes, piecesOf, UnreadableFile, type LedgerFile } from './file.ts';

export const ENCODINGS = ['UTF-8', 'UTF-16LE', 'UTF-16BE', 'GBK', 'GB18030'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export interface EncodingFound {
	encoding: Encoding;
	hasMark: boolean;
	isCompressed: boolean;
}

const MARKS: [encoding: Encoding, mark: number[]][] = [
	['UTF-8', [0xef, 0xbb, 0xbf]],
	['UTF-16LE', [0xff, 0xfe]],
	['UTF-16BE', [0xfe, 0xff]]
];
/** Of the pairs of a Chinese text in GBK, nearly all lie in the block of common signs (GB 2312). */
const COMMON_SHARE = 0.7;
/** Enough of a text that is not UTF-8 to tell what it is. */
const JUDGED_BYTES = 1 << 20;

/**
 * The encoding by the bytes alone: a mark, else UTF-16 by its zero bytes, else UTF-8 when every byte
 * of the file fits, else GBK or GB18030. A file that begins in plain ASCII is read until it says more.
 * `unknown_encoding` for anything else, which would be read as the wrong signs; `binary_file` for what is no text.
 */
export async function detectEncoding(file: LedgerFile): Promise<EncodingFound> {
	const { bytes, isCompressed } = await openBytes(file);
	const strict = new TextDecoder('utf-8', { fatal: true });
	let isUtf8 = true;
	let isFirst = true;
	const kept: Uint8Array[] = [];
	let keptBytes = 0;
	for await (const piece of piecesOf(bytes)) {
		if (isFirst) {
			const marked = MARKS.find(([, mark]) => mark.every((byte, index) => piece[index] === byte));
			const encoding = marked?.[0] ?? utf16Of(piece);
			if (encoding) return { encoding, hasMark: marked !== undefined, isCompressed };
			// No text of one byte a sign holds a zero: a picture, a program, a database.
			if (piece.includes(0)) throw new UnreadableFile('binary_file');
			isFirst = false;
		}
		isUtf8 &&= fits(strict, piece);
		// What is plain ASCII tells nothing; only the rest is kept for judging.
		if (piece.some((byte) => byte > 0x7f)) {
			if (isUtf8 && keptBytes > JUDGED_BYTES) keptBytes -= kept.shift()?.length ?? 0;
			kept.push(piece);
			keptBytes += piece.length;
		}
		if (!isUtf8 && keptBytes > JUDGED_BYTES) break;
	}
	isUtf8 &&= fits(strict, null);
	if (isUtf8) return { encoding: 'UTF-8', hasMark: false, isCompressed };
	return { encoding: judgeGbk(kept), hasMark: false, isCompressed };
}

/** The file as text, a byte-order mark left out; what does not fit becomes U+FFFD. */
export async function openText(file: LedgerFile, encoding: Encoding, onBytes?: (bytes: number) => void): Promise<ReadableStream<string>> {
	const { bytes } = await openBytes(file, onBytes);
	return bytes.pipeThrough(new TextDecoderStream(encoding.toLowerCase()));
}

/** Whether the next piece, or with null the end, is UTF-8 still. */
function fits(strict: TextDecoder, piece: Uint8Array | null): boolean {
	try {
		strict.decode(piece ?? undefined, { stream: piece !== null });
		return true;
	} catch {
		return false;
	}
}

/** Text has letters, digits and line ends; in UTF-16 every second byte of those is zero. */
function utf16Of(bytes: Uint8Array): Encoding | null {
	const head = bytes.subarray(0, 4096);
	let [even, odd] = [0, 0];
	head.forEach((byte, index) => {
		if (byte !== 0) return;
		if (index % 2) odd++;
		else even++;
	});
	if (even + odd < head.length / 20) return null;
	return odd > even * 4 ? 'UTF-16LE' : even > odd * 4 ? 'UTF-16BE' : null;
}

function judgeGbk(chunks: Uint8Array[]): Encoding {
	let [pairs, common, quads, broken] = [0, 0, 0, 0];
	for (const bytes of chunks) {
		for (let at = 0; at + 3 < bytes.length;) {
			const step = stepAt(bytes, at);
			if (step === 'quad') quads++;
			else if (step === 'broken') broken++;
			else if (step !== 'plain') pairs++;
			if (step === 'common') common++;
			at += WIDTHS[step];
		}
	}
	// A chunk may begin in the middle of a pair, which costs one broken byte each.
	if (broken > chunks.length + pairs / 50 || common < pairs * COMMON_SHARE) throw new UnreadableFile('unknown_encoding');
	return quads > 0 ? 'GB18030' : 'GBK';
}

const WIDTHS = { plain: 1, broken: 1, rare: 2, common: 2, quad: 4 } as const;

/** What of GB18030 stands at a byte. */
function stepAt(bytes: Uint8Array, at: number): keyof typeof WIDTHS {
	const [lead = 0, trail = 0, third = 0, fourth = 0] = bytes.subarray(at, at + 4);
	if (lead < 0x80) return 'plain';
	if (lead === 0x80 || lead === 0xff) return 'broken';
	if (isDigit(trail)) return third >= 0x81 && third <= 0xfe && isDigit(fourth) ? 'quad' : 'broken';
	if (trail < 0x40 || trail === 0x7f || trail === 0xff) return 'broken';
	return lead >= 0xa1 && lead <= 0xf7 && trail >= 0xa1 ? 'common' : 'rare';
}

function isDigit(byte: number): boolean {
	return byte >= 0x30 && byte <= 0x39;
}
