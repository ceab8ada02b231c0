import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { postgis as whole } from '@electric-sql/pglite-postgis';
import { packFolder, unpackInto } from './archive.ts';
import { CACHE, packageVersion, pruneCache } from './cache.ts';

const PACKAGE = '@electric-sql/pglite-postgis';
const KEEP = 2;
/** The library, its projections, and what creates the extension. */
const NEEDED =
	/^(lib\/postgresql\/postgis-3[.]so|share\/proj\/.+|share\/postgresql\/extension\/postgis([.]control|--\d+[.]\d+[.]\d+[.]sql))$/;

/**
 * PostGIS for PGlite without raster, topology and the scripts of older versions. PGlite compiles every library
 * of a bundle on opening, used or not, and keeps its files in memory: with these alone a database takes 460 MB
 * instead of 730, and opens a second sooner.
 */
export const postgis: typeof whole = {
	...whole,
	setup: async (...given) => ({ ...(await whole.setup(...given)), bundlePath: pathToFileURL(await leanBundle()) })
};

/** The file of the bundle, which is cut down once a version of the package and of what is needed of it. */
export async function leanBundle(): Promise<string> {
	const digest = createHash('sha256').update(NEEDED.source).digest('hex').slice(0, 8);
	const file = join(CACHE, `postgis-${packageVersion(PACKAGE)}-${digest}.tar.gz`);
	if (existsSync(file)) return file;
	mkdirSync(CACHE, { recursive: true });
	const folder = mkdtempSync(join(tmpdir(), 'zhantu-postgis-'));
	const part = `${file}.${process.pid}.part`;
	try {
		const bundle = join(dirname(createRequire(import.meta.url).resolve(PACKAGE)), 'postgis.tar.gz');
		await unpackInto(folder, bundle, NEEDED);
		await packFolder(folder, part, { gzipLevel: 6 });
		renameSync(part, file);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	pruneCache(/^(postgis-.+)[.]tar[.]gz$/, KEEP);
	return file;
}
