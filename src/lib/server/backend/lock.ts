import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';

/** The data directory is in use by another process. */
export class DirectoryInUse extends Error {
	readonly pid: number;
	constructor(file: string, pid: number) {
		super(`The data directory is in use by process ${pid} (${file}). Stop it first, or set ZHANTU_DATA to another directory.`);
		this.pid = pid;
	}
}

interface Holder {
	pid: number;
	/** Start time of the process, so that a reused pid is not taken for the holder. */
	startedAt: string;
}

/**
 * Takes the lock file, or throws {@link DirectoryInUse}. A lock whose process is gone is taken over.
 * Two processes on one PGlite directory corrupt it silently, so nothing opens it without this.
 */
export function takeLock(file: string): () => void {
	const mine: Holder = { pid: process.pid, startedAt: processStart(process.pid) ?? '' };
	for (let attempt = 0; attempt < 50; attempt++) {
		if (writeNew(file, mine)) return () => release(file, mine);
		const holder = readHolder(file);
		if (holder && isAlive(holder)) throw new DirectoryInUse(file, holder.pid);
		takeOver(file, holder);
	}
	throw new DirectoryInUse(file, readHolder(file)?.pid ?? 0);
}

/** The process that holds the lock, or null when nobody living does. */
export function lockHolder(file: string): number | null {
	const holder = readHolder(file);
	return holder && isAlive(holder) ? holder.pid : null;
}

function writeNew(file: string, holder: Holder): boolean {
	let handle: number;
	try {
		handle = openSync(file, 'wx', 0o600);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	}
	try {
		writeSync(handle, JSON.stringify(holder));
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
	return true;
}

/** Only one process at a time may clear a stale lock, else it could clear a fresh one. */
function takeOver(file: string, stale: Holder | null): void {
	const guard = `${file}.takeover`;
	try {
		closeSync(openSync(guard, 'wx', 0o600));
	} catch {
		if (isOlderThan(guard, 10_000)) rmSync(guard, { force: true });
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
		return;
	}
	try {
		const now = readHolder(file);
		const isSame = now?.pid === stale?.pid && now?.startedAt === stale?.startedAt;
		// A file without a holder is one being written right now, unless it has stood for a while.
		if (isSame && (now !== null || isOlderThan(file, 2_000))) {
			renameSync(file, `${file}.stale`);
			rmSync(`${file}.stale`, { force: true });
		}
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
	} finally {
		rmSync(guard, { force: true });
	}
}

function release(file: string, mine: Holder): void {
	const holder = readHolder(file);
	if (holder?.pid === mine.pid && holder.startedAt === mine.startedAt) rmSync(file, { force: true });
}

function readHolder(file: string): Holder | null {
	try {
		const holder = JSON.parse(readFileSync(file, 'utf8')) as Holder;
		return typeof holder.pid === 'number' ? holder : null;
	} catch {
		return null;
	}
}

function isAlive(holder: Holder): boolean {
	try {
		process.kill(holder.pid, 0);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
	}
	const started = processStart(holder.pid);
	return started === null || holder.startedAt === '' || started === holder.startedAt;
}

/** Start time of a process in clock ticks since boot, with the boot's id; null where there is no /proc. */
function processStart(pid: number): string | null {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
		// The second field may hold spaces and parentheses; field 22 counts from behind it.
		return `${boot}:${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
	} catch {
		return null;
	}
}

function isOlderThan(file: string, ms: number): boolean {
	try {
		return Date.now() - statSync(file).mtimeMs > ms;
	} catch {
		return false;
	}
}
