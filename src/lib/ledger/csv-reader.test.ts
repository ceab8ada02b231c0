import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CsvReader } from './csv-reader.ts';
import { UnreadableFile } from './file.ts';

function read(text: string, delimiter = ',', pieces = [text.length]): string[][] {
	const reader = new CsvReader(delimiter);
	const records: string[][][] = [];
	let at = 0;
	for (const size of [...pieces, text.length]) {
		records.push(reader.push(text.slice(at, at + size)));
		at += size;
	}
	return [...records, reader.end()].flat();
}

const cell = fc.string({ unit: fc.constantFrom('a', '白', ' ', '"', ',', '\n', '\r\n', '\r', '=', '1'), maxLength: 8 });
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const written = (rows: string[][], lineEnd: string): string => rows.map((row) => row.map(quoted).join(',') + lineEnd).join('');

test('whatever was written is read back, in pieces of any size', () => {
	fc.assert(
		fc.property(table, fc.constantFrom('\n', '\r\n', '\r'), fc.array(fc.integer({ min: 1, max: 7 })), (rows, lineEnd, pieces) => {
			expect(read(written(rows, lineEnd), ',', pieces)).toEqual(rows);
		})
	);
});

test('reads as csv-parse does', () => {
	fc.assert(
		fc.property(table, (rows) => {
			const text = written(rows, '\n');
			expect(read(text)).toEqual(parse(text, { relax_column_count: true, record_delimiter: '\n' }));
		})
	);
});

test('a last record needs no line end, and a trailing delimiter is one more empty cell', () => {
	expect(read('a,b\n1,')).toEqual([
		['a', 'b'],
		['1', '']
	]);
});

test('takes any delimiter', () => {
	expect(read('编号|名称\n1|"甲|乙"\n', '|')).toEqual([
		['编号', '名称'],
		['1', '甲|乙']
	]);
});

test('a quote inside a bare field and text behind a closing quote stand for themselves', () => {
	expect(read('5" pipe,"a"b\n')).toEqual([['5" pipe', 'ab']]);
});

test('a quote that is never closed is named instead of swallowing the file', () => {
	expect(() => read('a,"b\nc,d\n')).toThrow(new UnreadableFile('open_quote'));
	const reader = new CsvReader(',');
	expect(() => {
		reader.push('a,"');
		for (let piece = 0; piece < 20; piece++) reader.push('x'.repeat(1 << 16));
	}).toThrow(new UnreadableFile('open_quote'));
});

test('a row that never ends is named too', () => {
	expect(() => read('a,b\n'.padEnd(3 << 20, 'x'), ',', [1 << 16, 1 << 20, 1 << 20])).toThrow(new UnreadableFile('long_record'));
});

test('a file of one column is read in time that grows with its length', () => {
	const text = '一行\n'.repeat(400_000);
	const started = performance.now();
	expect(read(text, ',', [1 << 16, 1 << 16, 1 << 16])).toHaveLength(400_000);
	expect(performance.now() - started).toBeLessThan(3000);
});
