import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CsvReader } from './csv-reader.ts';
import { csvLine } from './csv-writer.ts';
import { guard, unguard } from './formula-guard.ts';

const text = fc.string({
	unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', "'", '"', ',', ' ', '1', 'a', '白'),
	maxLength: 10
});

test('no guarded text can run in a spreadsheet, and every one is read back unchanged', () => {
	fc.assert(
		fc.property(text, (cell) => {
			const guarded = guard(cell);
			expect(/^[=+@\t\r\n＝＋－＠]/.test(guarded)).toBe(false);
			expect(/^-/.test(guarded) && !/^-\d+(\.\d+)?$/.test(guarded)).toBe(false);
			expect(unguard(guarded)).toBe(cell);
		}),
		{ numRuns: 2000 }
	);
});

test('records are written as csv-parse and our own reader read them', () => {
	fc.assert(
		fc.property(fc.array(text, { minLength: 2, maxLength: 5 }), fc.constantFrom(',', ';', '\t'), (cells, delimiter) => {
			const line = csvLine(cells, delimiter);
			expect(parse(line, { delimiter, record_delimiter: '\r\n' })).toEqual([cells]);
			expect(new CsvReader(delimiter).push(`${line} `)).toEqual([cells]);
		}),
		{ numRuns: 1000 }
	);
});
