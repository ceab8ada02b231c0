import { randomInt } from 'node:crypto';
import { closeSync, openSync, readSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { findBadPages } from '#lib/server/backend/page-checksums.ts';
import { postgis } from '#lib/server/backend/postgis.ts';
import { sqlOverPglite } from '#lib/server/backend/sql-pglite.ts';
import { copyGround, remove, type Ground } from './ground.ts';
import type { Scenario } from './scenario.ts';

/**
 * Row 36: a bit of a table or an index turns over by itself. Every hour's backup reads every page, and says
 * which is not what its checksum says; nothing that is not found may change an answer.
 */
export const rot = (ground: Ground) =>
	({
		name: 'rot',
		about:
			'row 36: one bit flipped somewhere in base/ of a closed directory; the hourly look at every page, and the answers of the database',
		rounds: { short: 4, full: 50 },
		async run(rounds, say) {
			const figures = { flips: 0, found: 0, harmless: 0, silent: 0 };
			const expected = await answersOf(copyGround(ground));
			for (let round = 0; round < rounds; round++) {
				const data = copyGround(ground);
				const file = flipBit(join(data, 'pglite', 'base'));
				figures.flips++;
				if (findBadPages(join(data, 'pglite')).length > 0) figures.found++;
				else if (expected !== null && (await answersOf(data)) === expected) figures.harmless++;
				else {
					figures.silent++;
					say(`not found: ${file}`);
				}
				remove(data);
			}
			say(`${figures.found} found, ${figures.harmless} harmless, ${figures.silent} silent`);
			return figures;
		},
		some: ['flips'],
		sound: { silent: 0 }
	}) satisfies Scenario<Record<string, number>>;

function flipBit(base: string): string {
	const files = readdirSync(base, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.filter((file) => statSync(file).size > 0);
	// As likely in a file as it is large.
	let at = randomInt(files.reduce((sum, file) => sum + statSync(file).size, 0));
	const file = files.find((candidate) => (at -= statSync(candidate).size) < 0) ?? '';
	const handle = openSync(file, 'r+');
	const position = statSync(file).size + at;
	const byte = Buffer.alloc(1);
	readSync(handle, byte, 0, 1, position);
	writeSync(handle, Buffer.from([(byte[0] ?? 0) ^ (1 << randomInt(8))]), 0, 1, position);
	closeSync(handle);
	return `${file}:${position}`;
}

/** Every row of every table of ours in one digest; null when the directory does not open or answers an error. */
async function answersOf(data: string): Promise<string | null> {
	try {
		rmSync(join(data, 'lock'), { force: true });
		const db = await PGlite.create({ dataDir: join(data, 'pglite'), extensions: { postgis } });
		const sql = sqlOverPglite(db);
		const tables = await sql.query<{ name: string }>(
			`select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
			where c.relkind = 'r' and n.nspname in ('public', 'private', 'auth', 'storage') order by 1`
		);
		let answers = '';
		for (const { name } of tables) {
			const [row] = await sql.query<{ digest: string }>(
				`select md5(string_agg(t::text, E'\\n' order by t::text)) as digest from ${name} t`
			);
			answers += `${name} ${row?.digest}\n`;
		}
		await sql.close();
		return answers;
	} catch {
		return null;
	}
}
