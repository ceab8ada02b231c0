import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { keepDemo, takeKeptDemo } from '#lib/server/backend/kept-demo.ts';
import { mendPglite } from '#lib/server/backend/pglite-mends.ts';
import { postgis } from '#lib/server/backend/postgis.ts';
import { sqlOverPglite } from '#lib/server/backend/sql-pglite.ts';
import type { Sql } from '#lib/server/backend/sql.ts';
import { cachedTemplate } from '#lib/server/backend/template.ts';
import { inventDemo, type Invention } from '#lib/server/demo/invent.ts';
import { writeDemo } from '#lib/server/demo/seed.ts';
import { openTestDatabase } from './database.ts';

export interface DemoDatabase {
	sql: Sql;
	demo: Invention;
	/** Folder of the pictures. */
	pictures: string;
	close(): Promise<void>;
}

/** A database with the demo of a moment, without its accounts; kept beside the demos of the application, because writing it takes a minute. */
export async function openDemoDatabase(now: Date): Promise<DemoDatabase> {
	const pictures = mkdtempSync(join(tmpdir(), 'zhantu-demo-'));
	const demo = await inventDemo(now);
	const sql = await filled(demo, pictures);
	return {
		sql,
		demo,
		pictures,
		close: async () => {
			await sql.close();
			rmSync(pictures, { recursive: true });
		}
	};
}

async function filled(demo: Invention, pictures: string): Promise<Sql> {
	if (process.env.TEST_DATABASE_URL) {
		const sql = await openTestDatabase();
		await writeDemo(sql, demo, pictures, () => {});
		return sql;
	}
	const kept = await takeKeptDemo(pictures, demo.now);
	const loadDataDir = kept ? new Blob([readFileSync(kept)]) : await cachedTemplate(() => {});
	const db = await PGlite.create({ loadDataDir, extensions: { postgis } });
	await mendPglite(db);
	const sql = sqlOverPglite(db);
	if (!kept) {
		await writeDemo(sql, demo, pictures, () => {});
		await keepDemo(
			async (file) => writeFileSync(file, new Uint8Array(await (await db.dumpDataDir('none')).arrayBuffer())),
			pictures,
			demo.now
		);
	}
	return sql;
}
