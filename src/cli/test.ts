import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPostgres, freePort, startCluster } from '#lib/server/backend/cluster.ts';
import { findChromium } from './browser.ts';
import { ROOT } from './folder.ts';
import { buildIfStale, compileMessages } from './prepare.ts';

type Outcome = 'passed' | 'failed' | { skipped: string };
interface Suite {
	name: string;
	run(): Promise<Outcome>;
}

const BIN = join(ROOT, 'node_modules', '.bin');

/**
 * test: every suite that the machine can run, what was skipped and why; a skip fails when CI=true.
 * test --postgres: the database and contract suites against a PostgreSQL server, DATABASE_URL (a
 * superuser) or a cluster of its own. test NAME … runs only the named suites, test NAME FILE.ts only
 * those files of them.
 */
export async function run(args: string[]): Promise<number> {
	const files = args.filter((arg) => arg.endsWith('.ts'));
	const names = args.filter((arg) => !arg.startsWith('--') && !files.includes(arg));
	const suites = (args.includes('--postgres') ? postgresSuites(files) : embeddedSuites(files)).filter(
		(suite) => names.length === 0 || names.includes(suite.name)
	);
	const outcomes: [string, Outcome, number][] = [];
	for (const suite of suites) {
		console.log(`\n── ${suite.name} ${'─'.repeat(Math.max(0, 60 - suite.name.length))}`);
		const started = Date.now();
		outcomes.push([suite.name, await suite.run(), Date.now() - started]);
	}
	console.log('');
	for (const [name, outcome, ms] of outcomes) {
		const text = typeof outcome === 'string' ? outcome : `skipped: ${outcome.skipped}`;
		console.log(`  ${name.padEnd(12)} ${text} (${(ms / 1000).toFixed(0)} s)`);
	}
	const isFailed = outcomes.some(([, outcome]) => outcome === 'failed');
	const isSkipped = outcomes.some(([, outcome]) => typeof outcome !== 'string');
	if (isSkipped && process.env.CI === 'true') console.error('\nA suite was skipped, which fails when CI=true.');
	return isFailed || (isSkipped && process.env.CI === 'true') ? 1 : 0;
}

function embeddedSuites(files: string[]): Suite[] {
	return [
		{ name: 'format', run: () => tool('prettier', ['--check', '--cache', '--log-level=warn', '.']) },
		{ name: 'lint', run: () => tool('eslint', ['--max-warnings=0', '--cache', '--cache-location', 'node_modules/.cache/eslint/', '.']) },
		{
			name: 'types',
			run: async () =>
				worst(
					await passes(compileMessages),
					await tool('svelte-kit', ['sync']),
					await tool('svelte-check', ['--tsconfig', './tsconfig.json', '--fail-on-warnings'])
				)
		},
		{
			name: 'shape',
			run: async () => worst(await tool('depcruise', ['--config', '.dependency-cruiser.mjs', 'src']), await tool('knip', []))
		},
		{ name: 'unit', run: async () => worst(await passes(compileMessages), await tool('vitest', ['run', '--project', 'unit', ...files])) },
		{ name: 'database', run: () => tool('vitest', ['run', '--project', 'database', ...files]) },
		{ name: 'contract', run: () => tool('vitest', ['run', '--project', 'contract', ...files]) },
		{ name: 'durability', run: () => tool('vitest', ['run', '--project', 'durability', ...files]) },
		{
			name: 'commands',
			run: async () => {
				await buildIfStale();
				return tool('vitest', ['run', '--project', 'commands', ...files]);
			}
		},
		{
			name: 'drift',
			run: () =>
				findPostgres()
					? cli('db-types', ['--check'])
					: skip('no PostgreSQL 15 with PostGIS to read the types from (apt-get install postgresql-15-postgis-3)')
		},
		{ name: 'e2e', run: () => browserSuite(files) }
	];
}

function postgresSuites(files: string[]): Suite[] {
	return [
		{
			name: 'postgres',
			run: async () => {
				const given = process.env.DATABASE_URL;
				if (!given && !findPostgres())
					return skip('no DATABASE_URL and no PostgreSQL 15 with PostGIS (apt-get install postgresql-15-postgis-3)');
				const folder = mkdtempSync(join(tmpdir(), 'zhantu-test-pg-'));
				const cluster = given ? null : await startCluster(folder, (line) => console.log(line));
				try {
					return await tool('vitest', ['run', '--project', 'database', '--project', 'contract', ...files], {
						TEST_DATABASE_URL: given ?? cluster?.url
					});
				} finally {
					await cluster?.stop();
					rmSync(folder, { recursive: true, force: true });
				}
			}
		}
	];
}

async function browserSuite(files: string[]): Promise<Outcome> {
	const chromium = await findChromium();
	if (!chromium)
		return skip('no Chromium found and none could be installed (apt-get install chromium fonts-noto-cjk, or set CHROMIUM_PATH)');
	await buildIfStale();
	const data = mkdtempSync(join(tmpdir(), 'zhantu-e2e-'));
	const port = await freePort();
	const url = `http://localhost:${port}`;
	const server = spawn(process.execPath, [join(ROOT, 'src/cli/main.ts'), 'start'], {
		cwd: ROOT,
		stdio: ['ignore', 'inherit', 'inherit'],
		env: {
			...process.env,
			ZHANTU_DATA: data,
			PORT: String(port),
			ORIGIN: url,
			E2E: '1',
			ZHANTU_BACKUP: 'off',
			ZHANTU_LOG: 'warn',
			RATE_SCALE: '10'
		}
	});
	try {
		await untilServing(url, server);
		return await tool('playwright', ['test', ...files], { E2E_URL: url, CHROMIUM_PATH: chromium, E2E_DATA: data });
	} finally {
		const exit = new Promise((resolve) => server.once('exit', resolve));
		if (server.exitCode === null) {
			server.kill('SIGTERM');
			await exit;
		}
		rmSync(data, { recursive: true, force: true });
	}
}

async function untilServing(url: string, server: ReturnType<typeof spawn>): Promise<void> {
	const deadline = Date.now() + 15 * 60_000;
	while (Date.now() < deadline) {
		if (server.exitCode !== null) throw new Error('the server did not start');
		const answered = await fetch(`${url}/login`).catch(() => null);
		if (answered?.ok) return;
		await new Promise((resolve) => setTimeout(resolve, 300));
	}
	throw new Error('the server did not answer in a quarter of an hour');
}

function tool(name: string, args: string[], env: Record<string, string | undefined> = {}): Promise<Outcome> {
	return spawned(join(BIN, name), args, env);
}

function cli(command: string, args: string[]): Promise<Outcome> {
	return spawned(process.execPath, [join(ROOT, 'src/cli/main.ts'), command, ...args], {});
}

function spawned(command: string, args: string[], env: Record<string, string | undefined>): Promise<Outcome> {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } });
		child.once('error', reject);
		child.once('exit', (code) => resolve(code === 0 ? 'passed' : 'failed'));
	});
}

function worst(...outcomes: Outcome[]): Outcome {
	return outcomes.find((outcome) => outcome === 'failed') ?? outcomes.find((outcome) => typeof outcome !== 'string') ?? 'passed';
}

async function passes(work: () => Promise<void>): Promise<Outcome> {
	await work();
	return 'passed';
}

async function skip(reason: string): Promise<Outcome> {
	return { skipped: reason };
}
