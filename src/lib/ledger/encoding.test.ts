import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileOf } from '../../../tests/support/ledger.ts';
import { detectEncoding, openText, type Encoding } from './encoding.ts';
import { piecesOf, UnreadableFile, type LedgerFile } from './file.ts';

/** Every sign that GBK writes in two bytes, by the decoder itself: platforms decode it and encode it nowhere. */
const GBK = new Map<string, number[]>();
for (let lead = 0x81; lead <= 0xfe; lead++) {
	for (let trail = 0x40; trail <= 0xfe; trail++) {
		const text = trail === 0x7f ? '' : new TextDecoder('gbk').decode(Uint8Array.of(lead, trail));
		if (text.length === 1 && text !== '\ufffd' && !GBK.has(text)) GBK.set(text, [lead, trail]);
	}
}
/** A sign that only GB18030 has, in four bytes (㐀). */
const FOUR_BYTES = [0x81, 0x39, 0xee, 0x39];

function encode(text: string, encoding: Encoding): Uint8Array {
	switch (encoding) {
		case 'UTF-8':
			return new TextEncoder().encode(text);
		case 'UTF-16LE':
		case 'UTF-16BE': {
			const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
			return encoding === 'UTF-16LE' ? bytes : bytes.swap16();
		}
		case 'GBK':
		case 'GB18030':
			return Uint8Array.from([...text].flatMap((sign) => (sign === '㐀' ? FOUR_BYTES : (GBK.get(sign) ?? [sign.charCodeAt(0)]))));
	}
}

async function textOf(file: LedgerFile, encoding: Encoding): Promise<string> {
	let text = '';
	for await (const piece of piecesOf(await openText(file, encoding))) text += piece;
	return text;
}

const chinese = fc.string({ unit: fc.constantFrom(...'白山市浑江区垃圾点位违法建设照片编号经纬度已结案'), minLength: 4, maxLength: 30 });
const table = fc
	.array(chinese, { minLength: 3, maxLength: 20 })
	.map((lines) => `编号,名称,说明\n${lines.map((line, row) => `${row},${line}\n`).join('')}`);

test.each<Encoding>(['UTF-8', 'UTF-16LE', 'UTF-16BE', 'GBK'])(
	'%s is told by its bytes and read back, in pieces of any size, packed or not',
	(encoding) =>
		fc.assert(
			fc.asyncProperty(table, fc.integer({ min: 300, max: 5000 }), fc.boolean(), async (text, pieceBytes, isPacked) => {
				const bytes = encode(text, encoding);
				const file = fileOf('a.csv', isPacked ? gzipSync(bytes) : bytes, pieceBytes);
				expect(await detectEncoding(file)).toMatchObject({ encoding, isCompressed: isPacked });
				expect(await textOf(file, encoding)).toBe(text);
			}),
			{ numRuns: 40 }
		)
);

test('a mark at the start is taken at its word and left out of the text', async () => {
	const file = fileOf('a.csv', '\ufeff编号,名称\n');
	expect(await detectEncoding(file)).toMatchObject({ encoding: 'UTF-8', hasMark: true });
	expect(await textOf(file, 'UTF-8')).toBe('编号,名称\n');
});

test('signs of four bytes are GB18030', async () => {
	const text = `编号,名称\n1,${'白山市'.repeat(20)}㐀\n`;
	const file = fileOf('a.csv', encode(text, 'GB18030'));
	expect((await detectEncoding(file)).encoding).toBe('GB18030');
	expect(await textOf(file, 'GB18030')).toBe(text);
});

test('a file that begins in English for a megabyte and goes on in GBK is not taken for UTF-8', async () => {
	const english = new TextEncoder().encode('id,name\n'.padEnd(1 << 20, 'plain,row\n'));
	const bytes = new Uint8Array([...english, ...encode('白山市浑江区新建街道\n'.repeat(5), 'GBK')]);
	expect((await detectEncoding(fileOf('a.csv', bytes))).encoding).toBe('GBK');
});

test('what is neither UTF-8 nor Chinese is refused, not read as the wrong signs', async () => {
	const latin = Buffer.from('id;straße\n1;Grüße aus Vaduz, schöne Häuser über Straßen\n'.repeat(20), 'latin1');
	await expect(detectEncoding(fileOf('a.csv', latin))).rejects.toThrow(new UnreadableFile('unknown_encoding'));
});

test.each([
	['zip_file', [0x50, 0x4b, 0x03, 0x04, 1, 2]],
	['old_spreadsheet', [0xd0, 0xcf, 0x11, 0xe0, 1]],
	['pdf_file', [...'%PDF-1.7'].map((sign) => sign.charCodeAt(0))],
	['binary_file', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52]],
	['empty_file', []]
])('%s is called by its name', async (code, bytes) => {
	await expect(detectEncoding(fileOf('a', Uint8Array.from(bytes)))).rejects.toThrow(new UnreadableFile(code));
});

test('an archive that is cut off is called damaged', async () => {
	const packed = gzipSync('编号,名称\n'.repeat(5000));
	await expect(textOf(fileOf('a.csv.gz', packed.subarray(0, packed.length - 20)), 'UTF-8')).rejects.toThrow(
		new UnreadableFile('damaged_archive')
	);
});
