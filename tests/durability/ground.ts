import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBackend, type Backend } from '#lib/server/backend/index.ts';
import { addSomebody, buildWorld, type Somebody } from '../support/world.ts';

const CADRES = 8;
const COMMUNITY = '220602003003';

/** A data directory with a small city in it, and who may write there. */
export interface Ground {
	data: string;
	cadres: Somebody[];
}

/** Makes the directory that every scenario begins with a copy of. */
export async function layGround(): Promise<Ground> {
	const data = mkdtempSync(join(tmpdir(), 'zhantu-ground-'));
	const backend = await openBackend({ data });
	try {
		if (!backend.sql) throw new Error('the ground is laid on an embedded backend');
		await buildWorld(backend.sql);
		const cadres: Somebody[] = [];
		for (let n = 0; n < CADRES; n++) cadres.push(await addSomebody(backend.sql, `写手${n}`, 'cadre', COMMUNITY));
		return { data, cadres };
	} finally {
		await backend.close();
	}
}

/** A copy of the ground to be ruined, in `folder` or beside it. */
export function copyGround(ground: Ground, folder = join(tmpdir(), `zhantu-ruin-${randomUUID().slice(0, 8)}`)): string {
	mkdirSync(folder, { recursive: true });
	cpSync(ground.data, folder, { recursive: true });
	return folder;
}

export function remove(folder: string): void {
	rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** The process that holds the directory, from what it leaves there for commands; null while none is ready. */
export function backendPid(data: string): number | null {
	const file = join(data, 'run.json');
	return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { pid: number }).pid : null;
}

/** Kills the database process like a power switch. */
export function killBackend(data: string): void {
	const pid = backendPid(data);
	if (pid === null) return;
	try {
		process.kill(pid, 'SIGKILL');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

/** No machine is so slow; whoever waits longer waits for nothing. */
const NEVER_MS = 300_000;

/** Waits until something is so; false when it never is. */
export async function eventually(isSo: () => boolean | Promise<boolean>): Promise<boolean> {
	const deadline = Date.now() + NEVER_MS;
	while (!(await isSo())) {
		if (Date.now() > deadline) return false;
		await pause(50);
	}
	return true;
}

/** Resolves when the backend answers a query. */
export async function untilAnswers(backend: Backend, withinMs = NEVER_MS): Promise<void> {
	const deadline = Date.now() + withinMs;
	for (;;) {
		try {
			await backend.sql?.query('select 1');
			return;
		} catch (error) {
			if (Date.now() > deadline) throw error;
			await pause(50);
		}
	}
}

export function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
