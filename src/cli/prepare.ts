import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { paraglideOptions } from '../../paraglide.options.ts';
import { ROOT } from './folder.ts';
import { UsageError } from './report.ts';
import { step } from './steps.ts';

const SOURCES = [
	'src',
	'static',
	'messages',
	'project.inlang/settings.json',
	'paraglide.options.ts',
	'vite.config.ts',
	'package-lock.json'
];

/** The port to serve on, or a clear refusal when somebody else has it. */
export async function claimPort(): Promise<number> {
	const port = Number(process.env.PORT ?? 3000);
	if (!Number.isInteger(port) || port < 1 || port > 65535) throw new UsageError(`PORT=${process.env.PORT} is not a port number (1–65535).`);
	await new Promise<void>((resolve, reject) => {
		const probe = createServer();
		probe.once('error', (error: NodeJS.ErrnoException) =>
			reject(
				new UsageError(
					error.code === 'EADDRINUSE' ? `Port ${port} is taken. Choose another: PORT=3001 npm start` : `Port ${port}: ${error.message}`
				)
			)
		);
		probe.listen(port, process.env.HOST ?? '0.0.0.0', () => probe.close(() => resolve()));
	});
	return port;
}

/** Builds the application unless the build on disk was made from the same sources. */
export async function buildIfStale(): Promise<void> {
	const hash = hashSources();
	const stamp = join(ROOT, 'build', '.sources');
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
	await step('Building the application', async () => {
		await runQuietly(join(ROOT, 'node_modules', '.bin', 'vite'), ['build']);
	});
	writeFileSync(stamp, hash);
}

/** The messages as a module, for whatever reads the sources without building them. */
export async function compileMessages(): Promise<void> {
	// Not at the top: an installation without the packages of development serves what was built before.
	const { compile } = await import('@inlang/paraglide-js');
	await compile({ ...paraglideOptions, project: join(ROOT, paraglideOptions.project), outdir: join(ROOT, paraglideOptions.outdir) });
}

function hashSources(): string {
	const hash = createHash('sha256');
	for (const source of SOURCES) {
		const path = join(ROOT, source);
		const files = statSync(path).isFile() ? [path] : listFiles(path);
		for (const file of files) hash.update(file.slice(ROOT.length)).update(readFileSync(file));
	}
	return hash.digest('hex');
}

function listFiles(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile() && !entry.parentPath.includes('paraglide') && !/\.(test|spec|bench)\.ts$/.test(entry.name))
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}

/** Runs a tool and shows what it said only when it failed. */
export async function runQuietly(command: string, args: string[], env: NodeJS.ProcessEnv = process.env): Promise<void> {
	const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
	let said = '';
	child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', resolve);
	});
	if (code !== 0) throw new Error(`${command} failed:\n${said}`);
}
