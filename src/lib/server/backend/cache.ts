import { readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What takes long to make and can be made again. */
export const CACHE = join(import.meta.dirname, '../../../../.cache/templates');

/** Removes all but the newest of what is kept under a name (the pattern's first group), and what was broken off long ago. */
export function pruneCache(pattern: RegExp, keep: number): void {
	const files = readdirSync(CACHE).map((file) => ({ file, at: statSync(join(CACHE, file)).mtimeMs }));
	const byName = Map.groupBy(files, ({ file }) => pattern.exec(file)?.[1] ?? '');
	byName.delete('');
	const old = [...byName.values()]
		.sort((a, b) => Math.max(...b.map(({ at }) => at)) - Math.max(...a.map(({ at }) => at)))
		.slice(keep)
		.flat();
	const broken = files.filter(({ file, at }) => file.endsWith('.part') && at < Date.now() - 86_400_000);
	for (const { file } of [...old, ...broken]) rmSync(join(CACHE, file), { force: true });
}

/** Version of an installed package; part of the name of what was made with it. */
export function packageVersion(name: string): string {
	const require = createRequire(import.meta.url);
	const entry = require.resolve(name);
	const root = entry.slice(0, entry.lastIndexOf(name) + name.length);
	return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
}
