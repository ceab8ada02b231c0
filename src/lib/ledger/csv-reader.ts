import { UnreadableFile } from './file.ts';

const QUOTE = '"';
/** Longer records do not exist; an unclosed quote would otherwise swallow the file. */
const LONGEST_RECORD = 1 << 20;

/**
 * Takes text in pieces of any size and hands out records (RFC 4180): quoted fields with delimiters,
 * line ends and doubled quotes inside; line ends of any kind. What spreadsheets really write is taken
 * as they read it: a quote inside a bare field stands for itself, and so does text behind a closing
 * quote. Works on strings, so that one reader serves Node and the browser (decision 0007).
 */
export class CsvReader {
	readonly #delimiter: string;
	#rest = '';
	/** The next line end and delimiter, looked for once and not again for every field. */
	#lineEnd = -1;
	#delimiterAt = -1;

	constructor(delimiter: string) {
		this.#delimiter = delimiter;
	}

	push(piece: string): string[][] {
		return this.#read(this.#rest + piece, false);
	}

	/** The last record, when the text does not end in a line end. */
	end(): string[][] {
		return this.#read(this.#rest, true);
	}

	#read(text: string, isLast: boolean): string[][] {
		const records: string[][] = [];
		let from = 0;
		this.#lineEnd = -1;
		this.#delimiterAt = -1;
		while (from < text.length) {
			const found = this.#record(text, from, isLast);
			if (!found) break;
			records.push(found.cells);
			from = found.next;
		}
		this.#rest = from > 0 ? text.slice(from) : text;
		if (this.#rest.length > LONGEST_RECORD) throw new UnreadableFile(this.#rest.includes(QUOTE) ? 'open_quote' : 'long_record');
		return records;
	}

	/** The record that begins at `from`, or null while its end is not there yet. */
	#record(text: string, from: number, isLast: boolean): { cells: string[]; next: number } | null {
		const cells: string[] = [];
		let at = from;
		for (;;) {
			const field = text[at] === QUOTE ? this.#quoted(text, at, isLast) : this.#bare(text, at, '', isLast);
			if (!field) return null;
			cells.push(field.value);
			if (text[field.end] === this.#delimiter) {
				at = field.end + 1;
				if (at === text.length && !isLast) return null;
				continue;
			}
			const next = this.#afterLine(text, field.end, isLast);
			return next === null ? null : { cells, next };
		}
	}

	#quoted(text: string, at: number, isLast: boolean): { value: string; end: number } | null {
		let close = at;
		do {
			close = text.indexOf(QUOTE, close + 1);
			if (close === -1 || (close === text.length - 1 && !isLast)) {
				if (!isLast) return null;
				throw new UnreadableFile('open_quote');
			}
			if (text[close + 1] !== QUOTE) break;
			close++;
		} while (close < text.length);
		const value = text.slice(at + 1, close).replaceAll('""', QUOTE);
		return this.#bare(text, close + 1, value, isLast);
	}

	/** Up to the next delimiter or line end; `before` is what a closing quote left. */
	#bare(text: string, at: number, before: string, isLast: boolean): { value: string; end: number } | null {
		if (this.#lineEnd < at) this.#lineEnd = nextLineEnd(text, at);
		if (this.#delimiterAt < at) this.#delimiterAt = indexOrEnd(text, this.#delimiter, at);
		const end = Math.min(this.#delimiterAt, this.#lineEnd);
		if (end === text.length && !isLast) return null;
		return { value: before + text.slice(at, end), end };
	}

	/** Behind the line end; null when a lone CR stands at the end of what is there. */
	#afterLine(text: string, at: number, isLast: boolean): number | null {
		if (text[at] !== '\r') return at + 1;
		if (at + 1 === text.length && !isLast) return null;
		return text[at + 1] === '\n' ? at + 2 : at + 1;
	}
}

/** Position of the next CR or LF, or the end of the text. */
function nextLineEnd(text: string, at: number): number {
	const line = indexOrEnd(text, '\n', at);
	// Looking for a CR in the whole rest would cost a pass over the text for every line of a file without any.
	const turn = text.slice(at, line).indexOf('\r');
	return turn === -1 ? line : at + turn;
}

function indexOrEnd(text: string, sign: string, at: number): number {
	const found = text.indexOf(sign, at);
	return found === -1 ? text.length : found;
}
