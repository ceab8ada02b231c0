import { expect, test } from 'vitest';
import { columnLetter, detectCsvLayout } from './csv-layout.ts';

test.each([',', ';', '\t', '|', '，', '^'])('finds the delimiter %s', (delimiter) => {
	const rows = [
		['编号', '名称', '上报时间'],
		['1', '垃圾, 渣土; 3|4 处', '2026-05-01 08:30:00'],
		['2', '"引号"', '2026-05-02 09:00:00']
	];
	const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
	const text = rows.map((row) => row.map(quoted).join(delimiter)).join('\r\n');
	expect(detectCsvLayout(`${text}\r\n`)).toEqual({ delimiter, headerRow: 1, columns: ['编号', '名称', '上报时间'] });
});

test('passes over a title above the headings', () => {
	const text = '白山市垃圾点位台账,,,\n填报单位：浑江区,,,\n编号,名称,经度,纬度\n1,一号,126.4,41.9\n';
	expect(detectCsvLayout(text)).toMatchObject({ headerRow: 3, columns: ['编号', '名称', '经度', '纬度'] });
});

test('a file without headings gets the letters of a spreadsheet', () => {
	expect(detectCsvLayout('1,一号,126.4,41.9\n2,二号,126.5,41.8\n')).toMatchObject({ headerRow: 0, columns: ['A', 'B', 'C', 'D'] });
	expect([0, 25, 26, 701, 702].map(columnLetter)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
});

test('a heading that repeats or is empty gets a name of its own', () => {
	expect(detectCsvLayout('编号,照片,照片,\n1,a,b,c\n').columns).toEqual(['编号', '照片', '照片 (2)', 'D']);
});

test('one column is a table too', () => {
	expect(detectCsvLayout('名称\n江北社区\n')).toEqual({ delimiter: ',', headerRow: 1, columns: ['名称'] });
});
