import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { startCluster } from '#lib/server/backend/cluster.ts';
import { openDatabase } from '#lib/server/backend/database.ts';
import { dataDir } from '#lib/server/backend/data-dir.ts';
import { ROOT } from './folder.ts';

const FILE = join(ROOT, 'src/lib/data/database.types.ts');

/** db:types [--check]: database.types.ts from the migrations, by the official CLI, over a cluster of its own. */
export async function run(args: string[]): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'zhantu-types-'));
	const cluster = await startCluster(folder, () => {});
	try {
		const database = await openDatabase(dataDir(folder), cluster.url, () => {});
		await database.close();
		const made = spawnSync(
			join(ROOT, 'node_modules/.bin/supabase'),
			['gen', 'types', '--lang', 'typescript', '--schema', 'public', `--remote=${cluster.url}?sslmode=disable`],
			{
				cwd: ROOT,
				encoding: 'utf8',
				env: { ...process.env, SUPABASE_TELEMETRY_DISABLED: '1' }
			}
		);
		if (made.status !== 0) throw new Error(made.stderr);
		const start = made.stdout.indexOf('export type Json');
		const options = await resolveConfig(FILE);
		const types = await format(made.stdout.slice(start), { ...options, plugins: [], parser: 'typescript' });
		if (!args.includes('--check')) {
			writeFileSync(FILE, types);
			return 0;
		}
		if (readFileSync(FILE, 'utf8') === types) return 0;
		console.error('src/lib/data/database.types.ts is not what the migrations say: npm run db:types');
		return 1;
	} finally {
		await cluster.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}
