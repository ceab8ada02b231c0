import { chmodSync, chownSync, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** How PostgreSQL's programs are run on a folder: PostgreSQL refuses to run as root. */
export interface ClusterUser {
	/** The program and arguments to spawn for a program with its arguments. */
	wrap(program: string, args: string[]): [program: string, args: string[]];
	options: { cwd: string; uid?: number; gid?: number };
	/** Hands over what the programs must read and write. */
	give(path: string): void;
}

interface Account {
	uid: number;
	gid: number;
}

/**
 * Whoever we are; as root, the machine's `postgres` user. That one must pass through the folders above:
 * the folder's own parent, the data directory, is opened for passing through (its names stay unlisted).
 * Where a folder further up is shut (/root), the programs keep the right to pass, by setpriv.
 */
export function clusterUserFor(folder: string): ClusterUser {
	if (process.getuid?.() !== 0) return { wrap: (program, args) => [program, args], options: { cwd: '/' }, give: () => {} };
	const account = accountOf('postgres');
	const parent = dirname(folder);
	if (!mayPass(parent, account)) chmodSync(parent, (statSync(parent).mode & 0o777) | 0o111);
	const shut = foldersAbove(parent).find((one) => !mayPass(one, account));
	const give = (path: string): void => chownSync(path, account.uid, account.gid);
	if (!shut) return { wrap: (program, args) => [program, args], options: { cwd: '/', ...account }, give };
	const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));
	if (!setpriv) {
		throw new Error(
			`The user postgres cannot pass through ${shut} to ${folder}. Set ZHANTU_DATA to a directory outside of it, or: chmod o+x ${shut}`
		);
	}
	const privileges = [
		`--reuid=${account.uid}`,
		`--regid=${account.gid}`,
		'--clear-groups',
		'--inh-caps=+dac_override',
		'--ambient-caps=+dac_override',
		'--'
	];
	return { wrap: (program, args) => [setpriv, [...privileges, program, ...args]], options: { cwd: '/' }, give };
}

function mayPass(folder: string, { uid, gid }: Account): boolean {
	const { mode, uid: owner, gid: group } = statSync(folder);
	return (mode & (owner === uid ? 0o100 : group === gid ? 0o010 : 0o001)) !== 0;
}

function foldersAbove(folder: string): string[] {
	const above = dirname(folder);
	return above === folder ? [] : [above, ...foldersAbove(above)];
}

function accountOf(name: string): Account {
	const line = readFileSync('/etc/passwd', 'utf8')
		.split('\n')
		.find((entry) => entry.startsWith(`${name}:`));
	if (!line) throw new Error(`PostgreSQL refuses to run as root and there is no user ${name}`);
	const [, , uid, gid] = line.split(':');
	return { uid: Number(uid), gid: Number(gid) };
}
