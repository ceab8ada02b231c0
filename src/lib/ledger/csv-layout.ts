import { parseAngle } from '#lib/geo/angles.ts';
import { CsvReader } from './csv-reader.ts';

export interface CsvLayout {
	delimiter: string;
	/** Row of the headings, counted from 1 as a spreadsheet does; 0 where there are none. */
	headerRow: number;
	columns: string[];
}

const USUAL = [',', '\t', ';', '|', '，', '；', '^', '~'];
const JUDGED_ROWS = 60;
const TITLE_ROWS = 10;
/** A row of headings fills this share of the columns; a title above them does not. */
const HEADING_SHARE = 0.6;

/** Delimiter, headings and their row, from the first part of a text. `delimiter` overrides the guess. */
export function detectCsvLayout(head: string, delimiter = detectDelimiter(head)): CsvLayout {
	const rows = firstRows(head, delimiter, JUDGED_ROWS);
	const width = usualWidth(rows);
	const filled = (row: string[]): number => row.filter((cell) => cell.trim() !== '').length;
	const at = rows.slice(0, TITLE_ROWS).findIndex((row) => filled(row) >= Math.max(1, Math.min(width, row.length) * HEADING_SHARE));
	const row = rows[Math.max(at, 0)] ?? [];
	const names = row.map((cell) => cell.trim());
	const isHeader =
		names.length > 0 && names.every((name) => parseAngle(name) === null) && new Set(names).size >= names.length * HEADING_SHARE;
	const columns = Array.from({ length: Math.max(width, names.length) }, (_, index) => (isHeader && names[index]) || columnLetter(index));
	return { delimiter, headerRow: isHeader ? Math.max(at, 0) + 1 : 0, columns: unique(columns) };
}

/** The sign that cuts the first rows into the same number of cells; a comma when none does. */
export function detectDelimiter(head: string): string {
	const firstLine = head
		.slice(0, 4096)
		.split(/\r\n|\n|\r/, TITLE_ROWS)
		.join('');
	const others = [...new Set(firstLine.replace(/[\p{L}\p{N}\s"'_.()（）\-/\\]/gu, ''))];
	const scored = [...new Set([...USUAL, ...others])].flatMap((delimiter, rank) => {
		const rows = firstRows(head, delimiter, JUDGED_ROWS).filter((row) => row.length > 1 || row[0] !== '');
		const width = usualWidth(rows);
		const agreeing = rows.filter((row) => row.length === width).length;
		return width > 1 ? [{ delimiter, width, share: agreeing / rows.length, rank }] : [];
	});
	scored.sort((a, b) => Math.round((b.share - a.share) * 5) || b.width - a.width || a.rank - b.rank);
	return scored[0]?.delimiter ?? ',';
}

/** A column as a spreadsheet names it: A … Z, AA …. */
export function columnLetter(index: number): string {
	const letter = String.fromCharCode(65 + (index % 26));
	return index < 26 ? letter : columnLetter(Math.floor(index / 26) - 1) + letter;
}

function firstRows(head: string, delimiter: string, count: number): string[][] {
	try {
		return new CsvReader(delimiter).push(head).slice(0, count);
	} catch {
		return [];
	}
}

function usualWidth(rows: string[][]): number {
	const counts = new Map<number, number>();
	for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
	return [...counts].reduce((best, one) => (one[1] > best[1] || (one[1] === best[1] && one[0] > best[0]) ? one : best), [1, 0])[0];
}

function unique(names: string[]): string[] {
	const seen = new Map<string, number>();
	return names.map((name) => {
		const times = (seen.get(name) ?? 0) + 1;
		seen.set(name, times);
		return times === 1 ? name : `${name} (${times})`;
	});
}
