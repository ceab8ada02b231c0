import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { freePort } from '#lib/server/backend/cluster.ts';

const ROOT = join(import.meta.dirname, '..');
/** Inside the project, so that it is built by the same packages. */
const FOLDER = join(ROOT, '.cache', 'bare-page');

/** The least application of the same kit, adapter and versions: one page with one heading. */
const FILES: Record<string, string> = {
	'package.json': '{ "name": "bare-page", "type": "module" }',
	'vite.config.ts': `import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
export default { plugins: [sveltekit({ adapter: adapter() })] };`,
	'src/app.html':
		'<!doctype html><html lang="en"><head><meta charset="utf-8" />%sveltekit.head%</head><body><div>%sveltekit.body%</div></body></html>',
	'src/routes/+page.svelte': '<h1>战图</h1>'
};

/** Builds and starts {@link FILES}; answers its address. */
export async function serveBarePage(): Promise<{ url: string; stop: () => Promise<void> }> {
	rmSync(FOLDER, { recursive: true, force: true });
	for (const [name, text] of Object.entries(FILES)) {
		mkdirSync(dirname(join(FOLDER, name)), { recursive: true });
		writeFileSync(join(FOLDER, name), text);
	}
	execFileSync(process.execPath, [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build'], { cwd: FOLDER, stdio: 'pipe' });
	const port = await freePort();
	const url = `http://localhost:${port}`;
	const server = spawn(process.execPath, ['build/index.js'], { cwd: FOLDER, stdio: 'ignore', env: { ...process.env, PORT: String(port) } });
	while (!(await fetch(url).catch(() => null))?.ok) {
		if (server.exitCode !== null) throw new Error('the bare page did not start');
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	return {
		url,
		stop: async () => {
			const exit = new Promise((resolve) => server.once('exit', resolve));
			server.kill('SIGKILL');
			await exit;
			rmSync(FOLDER, { recursive: true, force: true });
		}
	};
}
