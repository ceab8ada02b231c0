import { expect, test } from 'vitest';
import { TileCache } from './tile-cache.ts';

function aCache(mostBytes = 100): {
	cache: TileCache<string>;
	at: { ms: number };
	asked: string[];
	get: (key: string, bytes?: number, forMs?: number) => Promise<string>;
} {
	const at = { ms: 0 };
	const asked: string[] = [];
	const cache = new TileCache<string>(mostBytes, () => at.ms);
	return {
		cache,
		at,
		asked,
		get: (key, bytes = 10, forMs = 1000) =>
			cache.get(key, async () => {
				asked.push(key);
				return { value: key.toUpperCase(), bytes, forMs };
			})
	};
}

test('a tile is asked for once while it is fresh, and again afterwards', async () => {
	const { at, asked, get } = aCache();
	expect(await get('a')).toBe('A');
	expect(await get('a')).toBe('A');
	at.ms = 1001;
	await get('a');
	expect(asked).toEqual(['a', 'a']);
});

test('forty who ask at once make one question', async () => {
	const { asked, get } = aCache();
	expect(new Set(await Promise.all(Array.from({ length: 40 }, () => get('a'))))).toEqual(new Set(['A']));
	expect(asked).toEqual(['a']);
});

test('what was used longest ago goes first', async () => {
	const { asked, get } = aCache(30);
	for (const key of ['a', 'b', 'c']) await get(key);
	await get('a');
	await get('d');
	await get('a');
	expect(asked).toEqual(['a', 'b', 'c', 'd']);
	await get('b');
	expect(asked).toEqual(['a', 'b', 'c', 'd', 'b']);
});

test('what is larger than the whole is handed on and not kept', async () => {
	const { asked, get } = aCache(5);
	await get('a');
	await get('a');
	expect(asked).toEqual(['a', 'a']);
});

test('a failure is not remembered', async () => {
	const { cache, get } = aCache();
	await expect(cache.get('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
	expect(await get('a')).toBe('A');
});
