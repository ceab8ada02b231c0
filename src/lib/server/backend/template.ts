import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { packFolder } from './archive.ts';
import { CACHE, packageVersion, pruneCache } from './cache.ts';
import { applyMigrations, hashMigrations, readMigrations } from './migrations.ts';
import { platformSql } from './platform.ts';
import { postgis } from './postgis.ts';
import { sqlOverPglite } from './sql-pglite.ts';

/** Of a few branches at work side by side. */
const KEEP = 4;

/**
 * A PGlite directory with the platform and every migration applied, as a tar. Making one costs about
 * 15 s (creating PostGIS), so it is made once per hash of migrations and package versions and cached.
 * It is closed before it is packed: a copy of it opens without recovering.
 */
export async function templateFile(log: (line: string) => void): Promise<string> {
	const migrations = await readMigrations();
	const platform = platformSql();
	const file = join(CACHE, `${await templateHash()}.tar`);
	if (existsSync(file)) return file;

	log('Making the database template (once, about 20 s) …');
	mkdirSync(CACHE, { recursive: true });
	const folder = mkdtempSync(join(tmpdir(), 'zhantu-template-'));
	try {
		const db = await PGlite.create({ dataDir: folder, extensions: { postgis } });
		const sql = sqlOverPglite(db);
		await sql.exec(platform);
		await applyMigrations(sql, migrations);
		await sql.exec('vacuum analyze');
		await db.close();
		await packFolder(folder, `${file}.${process.pid}.part`);
		renameSync(`${file}.${process.pid}.part`, file);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	pruneCache(/^([0-9a-f]{16})[.]tar$/, KEEP);
	return file;
}

/** {@link templateFile} for a database in memory, as tests open it. */
export async function cachedTemplate(log: (line: string) => void): Promise<Blob> {
	return new Blob([readFileSync(await templateFile(log))]);
}

/** Names the template: changes with the platform, the migrations and the packages that make the directory. */
export async function templateHash(): Promise<string> {
	return createHash('sha256')
		.update(platformSql())
		.update(hashMigrations(await readMigrations()))
		.update(packageVersion('@electric-sql/pglite'))
		.update(packageVersion('@electric-sql/pglite-postgis'))
		.digest('hex')
		.slice(0, 16);
}
