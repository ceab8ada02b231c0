import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PALETTES } from './palette.ts';

const css = readFileSync(join(import.meta.dirname, '../ui/styles/tokens.css'), 'utf8');

function block(selector: string): Record<string, string> {
	const start = css.indexOf(`${selector} {`);
	return Object.fromEntries(
		[...css.slice(start, css.indexOf('\n}', start)).matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]])
	);
}

test('the palettes of the map are the tokens of the interface', () => {
	const light = block(':root');
	const dark = { ...light, ...block(":root[data-theme='dark']") };
	for (const [token, color] of Object.entries(PALETTES.light)) expect(`${token} ${color}`).toBe(`${token} ${light[token]}`);
	for (const [token, color] of Object.entries(PALETTES.dark)) expect(`${token} ${color}`).toBe(`${token} ${dark[token]}`);
});
