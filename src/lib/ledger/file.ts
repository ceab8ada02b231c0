/** A file as the ledger reads it: the same in Node (a path) and in the browser (a File). */
export interface LedgerFile {
	name: string;
	/** Bytes, for a progress bar. */
	size: number;
	/** Opens it from the start; may be called again and again. */
	open(): ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** What a file turned out not to be. The codes are turned into sentences where they are shown. */
export class UnreadableFile extends Error {
	readonly code: string;
	constructor(code: string) {
		super(code);
		this.code = code;
	}
}

const GZIP = [0x1f, 0x8b];
/** Spreadsheets and zipped shapefiles: a person who sends one needs another sentence than "not a table". */
const CONTAINERS: [code: string, magic: number[]][] = [
	['zip_file', [0x50, 0x4b, 0x03, 0x04]],
	['old_spreadsheet', [0xd0, 0xcf, 0x11, 0xe0]],
	['pdf_file', [0x25, 0x50, 0x44, 0x46]]
];

/** The file's bytes, unpacked when it is gzip. `onBytes` hears how many of the file itself were read. */
export async function openBytes(
	file: LedgerFile,
	onBytes?: (bytes: number) => void
): Promise<{ bytes: ReadableStream<Uint8Array<ArrayBuffer>>; isCompressed: boolean }> {
	const head = await readHead(file);
	if (head.length === 0) throw new UnreadableFile('empty_file');
	for (const [code, magic] of CONTAINERS) if (startsWith(head, magic)) throw new UnreadableFile(code);
	const isCompressed = startsWith(head, GZIP);
	const counted = file.open().pipeThrough(
		new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
			transform(chunk, controller) {
				onBytes?.(chunk.byteLength);
				controller.enqueue(chunk);
			}
		})
	);
	return { bytes: isCompressed ? counted.pipeThrough(new DecompressionStream('gzip')) : counted, isCompressed };
}

/** The pieces of a stream, for browsers whose streams cannot be iterated yet (Safari before 26.4). */
export async function* piecesOf<Piece>(stream: ReadableStream<Piece>): AsyncGenerator<Piece> {
	const reader = stream.getReader();
	try {
		for (;;) {
			const { value, done } = await reader.read();
			if (done) return;
			yield value;
		}
	} catch (error) {
		// How a broken gzip shows itself, in Node and in browsers.
		if (error instanceof TypeError) throw new UnreadableFile('damaged_archive');
		throw error;
	} finally {
		await reader.cancel().catch(() => {});
	}
}

async function readHead(file: LedgerFile): Promise<Uint8Array> {
	const reader = file.open().getReader();
	const { value } = await reader.read();
	await reader.cancel();
	return value?.subarray(0, 8) ?? new Uint8Array();
}

function startsWith(bytes: Uint8Array, magic: number[]): boolean {
	return magic.every((byte, index) => bytes[index] === byte);
}
