import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PLACES = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/opt/google/chrome/chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
];

/** A Chromium on this machine; as root on Debian it is installed when there is none. Null when neither works. */
export async function findChromium(): Promise<string | null> {
	const found = [process.env.CHROMIUM_PATH, ...PLACES].find((path) => path && existsSync(path));
	if (found) return found;
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null;
	console.log('Installing Chromium and Chinese fonts (apt-get, about a minute) …');
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' });
	spawnSync('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-noto-cjk'], { env, stdio: 'ignore' });
	return existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : null;
}
