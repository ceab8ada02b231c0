import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { BackupReason } from './backup-keeping.ts';
import { backupFolder, listBackups, type Backup, type RestoreTest } from './backup-store.ts';
import type { DataDir } from './data-dir.ts';
import type { LedgerEnd } from './restore-test.ts';

/** The backups of a data directory, made and tested in a process of their own. */
export interface Backups {
	folder: string;
	/** Newest first. */
	list(): Backup[];
	/** Throws with code `disk_full` when there is no room. What takes longer than the limit is given up and leaves nothing. */
	make(reason: BackupReason, limitMs?: number): Promise<Backup>;
	/** Restores a backup, the newest unless one is named, into a temporary folder. Throws `no_backup`. */
	test(id?: string): Promise<{ id: string; test: RestoreTest; ends: LedgerEnd[] }>;
}

export function backupsOf(dir: DataDir): Backups {
	return {
		folder: backupFolder(dir),
		list: () => listBackups(backupFolder(dir)),
		make: (reason, limitMs) => runApart(dir, ['make', reason], limitMs),
		test: (id) => runApart(dir, id ? ['test', id] : ['test'])
	};
}

async function runApart<Answer>(dir: DataDir, args: string[], limitMs?: number): Promise<Answer> {
	const child = spawn(process.execPath, [join(import.meta.dirname, 'backup-process.ts'), ...args], {
		stdio: ['ignore', 'pipe', 'inherit'],
		env: { ...process.env, ZHANTU_DATA: dir.root, NODE_NO_WARNINGS: '1' },
		...(limitMs ? { timeout: limitMs, killSignal: 'SIGKILL' as const } : {})
	});
	let said = '';
	child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	const answer = JSON.parse(said || '{}') as Answer & { error?: { code: string | null; message: string } };
	if (code === 0 && !answer.error) return answer;
	throw Object.assign(new Error(answer.error?.message ?? `the backup process ended with ${code}`), {
		code: answer.error?.code ?? undefined
	});
}
