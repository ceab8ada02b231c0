import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const ROOMS = readdirSync(join(ROOT, 'messages/zh-CN')).sort();

type Messages = Record<string, unknown>;
function read(locale: string, room: string): Messages {
	const { $schema: _schema, ...messages } = JSON.parse(readFileSync(join(ROOT, 'messages', locale, room), 'utf8')) as Messages;
	return messages;
}

/** Names in braces, of plain texts and of those with variants. */
function placeholders(message: unknown): string[] {
	const text = typeof message === 'string' ? message : JSON.stringify(message);
	return [...new Set([...text.matchAll(/\{\s*([a-zA-Z_]\w*)\s*\}/g)].map(([, name]) => name ?? ''))].sort();
}

describe.each(ROOMS)('the words of %s', (room) => {
	const chinese = read('zh-CN', room);
	const english = read('en', room);

	test('are the same in both languages, with the same gaps to fill', () => {
		expect(Object.keys(english).sort()).toEqual(Object.keys(chinese).sort());
		for (const [key, message] of Object.entries(chinese)) {
			// A language may not need every gap; it has none that the other does not fill.
			expect(placeholders(message), key).toEqual(expect.arrayContaining(placeholders(english[key])));
		}
	});

	test('are never the other language by mistake', () => {
		for (const [key, message] of Object.entries(english)) {
			// The field's own word may stand in brackets behind its translation.
			expect(JSON.stringify(message).replace(/[(（][\u4e00-\u9fff]+[)）]|中文/g, ''), key).not.toMatch(/[\u4e00-\u9fff]/);
		}
	});
});

test('no word is kept that nobody says', () => {
	const said = new Set(
		readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile() && /\.(ts|svelte)$/.test(entry.name) && !entry.parentPath.includes('paraglide'))
			.flatMap((entry) => [...readFileSync(join(entry.parentPath, entry.name), 'utf8').matchAll(/\bm\.(\w+)/g)].map(([, key]) => key))
	);
	// What is looked up by a code stands in a record, key by key, so there is no other way to say a word.
	expect(ROOMS.flatMap((room) => Object.keys(read('zh-CN', room))).filter((key) => !said.has(key))).toEqual([]);
});
