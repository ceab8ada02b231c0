// Run after `npm install` changed the lock file. A registry mirror may lack platform builds that this
// machine does not need; npm then leaves them out of the lock file and `npm ci` refuses it. This puts
// the missing optional packages back, for other platforms only, without an address or a hash.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const SYSTEMS = { darwin: 'darwin', linux: 'linux', windows: 'win32', win32: 'win32', android: 'android', freebsd: 'freebsd' };
let added = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
	for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
		const isThere = Object.keys(lock.packages).some((known) => known.endsWith(`node_modules/${name}`));
		const [, system, cpu, libc] = /-(darwin|linux|windows|win32|android|freebsd)-(x64|arm64|arm|ia32)(?:-(musl|gnu))?$/.exec(name) ?? [];
		if (isThere || !system) continue;
		lock.packages[`node_modules/${name}`] = {
			version,
			cpu: [cpu],
			...(entry.dev ? { dev: true } : {}),
			optional: true,
			os: [SYSTEMS[system]],
			...(libc === 'musl' ? { libc: ['musl'] } : {})
		};
		console.log(`added ${name}@${version} (wanted by ${path})`);
		added++;
	}
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, '\t')}\n`);
console.log(added ? `${added} entries added` : 'nothing is missing');
