/** One record of a CSV file with its line end (RFC 4180). */
export function csvLine(cells: readonly string[], delimiter = ','): string {
	return `${cells.map((cell) => quoted(cell, delimiter)).join(delimiter)}\r\n`;
}

/** What opens a file that spreadsheets take for UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

function quoted(cell: string, delimiter: string): string {
	const needsQuotes = cell.includes(delimiter) || /["\r\n]/.test(cell) || /^\s|\s$/.test(cell);
	return needsQuotes ? `"${cell.replaceAll('"', '""')}"` : cell;
}
