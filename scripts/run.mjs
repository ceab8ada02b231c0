// Front door of every npm script. Runs under whatever Node the machine has, makes sure that the
// packages are there and current, and goes on under the Node 24 that comes with them.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const node = join(root, 'node_modules', 'node', 'bin', 'node');
const [command, ...rest] = process.argv.slice(2);

/** Installs when the lock file is not the one that node_modules was made from. */
function install() {
	const lock = createHash('sha256')
		.update(readFileSync(join(root, 'package-lock.json')))
		.digest('hex');
	const stamp = join(root, 'node_modules', '.zhantu-lock');
	if (existsSync(node) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
	console.log('Installing packages (once, about a minute) …');
	const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
		cwd: root,
		stdio: 'inherit',
		shell: process.platform === 'win32'
	});
	if (done.status !== 0) {
		console.error('npm ci failed; the lines above say why.');
		process.exit(done.status ?? 1);
	}
	mkdirSync(dirname(stamp), { recursive: true });
	writeFileSync(stamp, lock);
}

install();

const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, 'src', 'cli', 'main.ts'), command ?? 'help', ...rest], {
	cwd: root,
	stdio: 'inherit',
	env: { ...process.env, PATH: `${dirname(node)}:${process.env.PATH ?? ''}`, ZHANTU_CWD: process.env.INIT_CWD ?? process.cwd() }
});
// Ctrl-C goes to the whole group; the command ends in order and this waits for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
