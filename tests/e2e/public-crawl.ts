import type { APIRequestContext } from '@playwright/test';
import { expect } from './support.ts';

interface Answer {
	path: string;
	type: string;
	body: Buffer;
}

/** Query parameters that choose what of the same answer is shown first. */
const VIEW_ONLY = /[?&](pair|campaign)=/;

/**
 * Everything that nobody in particular can reach by following links from the front page: pages, the
 * data that a browser fetches for each, pictures, scripts.
 */
export async function crawl(request: APIRequestContext, seen: (answer: Answer) => void): Promise<string[]> {
	const queue = ['/'];
	const known = new Set(queue);
	const pages: string[] = [];
	for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
		const answer = await request.get(path);
		expect(answer.status(), path).toBe(200);
		const type = answer.headers()['content-type'] ?? '';
		const body = await answer.body();
		seen({ path, type, body });
		if (!type.includes('text/html')) continue;
		pages.push(path);
		const data = dataPath(path);
		const fetched = await request.get(data);
		seen({ path: data, type: fetched.headers()['content-type'] ?? '', body: await fetched.body() });
		for (const [, link = ''] of body.toString().matchAll(/(?:href|src|content)="((?:https?:\/\/localhost:\d+)?\/[^"]*)"/g)) {
			const next = cleaned(link);
			if (next === null || known.has(next)) continue;
			known.add(next);
			queue.push(next);
		}
	}
	return pages;
}

function cleaned(link: string): string | null {
	const url = new URL(link.replaceAll('&amp;', '&'), 'http://localhost');
	if (VIEW_ONLY.test(url.search) || url.pathname.startsWith('/login')) return null;
	return url.pathname + url.search;
}

function dataPath(path: string): string {
	const url = new URL(path, 'http://localhost');
	return `${url.pathname === '/' ? '' : url.pathname}/__data.json${url.search}`;
}

/** Every pair of numbers that stand beside each other in an array: what a position is, in a page or in its data. */
export function numberPairs(text: string): Set<string> {
	const pairs = new Set<string>();
	for (const [, a, b] of text.matchAll(/\[(-?\d+\.\d+),(-?\d+\.\d+)\]/g)) pairs.add(`${Number(a)},${Number(b)}`);
	if (text.startsWith('{"type":"data"')) {
		const { nodes } = JSON.parse(text) as { nodes: ({ type: string; data?: unknown[] } | null)[] };
		// Kit writes each value once and arrays as the places of their values.
		for (const node of nodes) {
			const values = node?.data ?? [];
			for (const value of values) {
				if (!Array.isArray(value) || value.length !== 2) continue;
				const [a, b] = value.map((place: number) => values[place]);
				if (typeof a === 'number' && typeof b === 'number') pairs.add(`${a},${b}`);
			}
		}
	}
	return pairs;
}
