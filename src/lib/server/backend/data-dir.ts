import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where everything that must survive lives: `./.data`, or ZHANTU_DATA. */
export interface DataDir {
	root: string;
	/** PGlite's directory. */
	pglite: string;
	/** A private PostgreSQL cluster's directory (`start:postgres`). */
	cluster: string;
	pictures: string;
	backups: string;
	keys: string;
	lock: string;
	/** There while a restore puts a backup in place: a start in between must not begin anew. */
	restoring: string;
	/** Address and token of the running backend, for commands. Readable by the owner only. */
	run: string;
	/** Tile files that an administrator puts there (PMTiles). */
	tiles: string;
}

export function dataDir(root = process.env.ZHANTU_DATA || '.data'): DataDir {
	const at = resolve(root);
	mkdirSync(at, { recursive: true, mode: 0o700 });
	return {
		root: at,
		pglite: join(at, 'pglite'),
		cluster: join(at, 'postgres'),
		pictures: join(at, 'pictures'),
		backups: join(at, 'backups'),
		keys: join(at, 'keys.json'),
		lock: join(at, 'lock'),
		restoring: join(at, 'restoring'),
		run: join(at, 'run.json'),
		tiles: join(at, 'tiles')
	};
}
