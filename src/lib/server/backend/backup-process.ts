/**
 * Makes and tests backups in a process of its own, at low priority: packing and opening a copy take
 * seconds of computing that nobody should wait for. Prints one line of JSON. `make REASON` asks the running
 * backend for a snapshot; `test [ID]` restores the named backup, or the newest, into a temporary folder.
 */
import { readFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import * as v from 'valibot';
import { BACKUP_REASONS } from './backup-keeping.ts';
import { backupFolder, keepTest, listBackups, makeBackup } from './backup-store.ts';
import { dataDir, type DataDir } from './data-dir.ts';
import { describeError, log } from './log.ts';
import { testRestore } from './restore-test.ts';
import { SnapshotFactsSchema, type SnapshotFacts } from './snapshot.ts';
import type { ChildAddress } from './supervisor.ts';

// Not the lowest: on a machine that is never idle that one gets no turn at all, and a backup is needed there, too.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

async function main([command, what]: string[]): Promise<unknown> {
	const dir = dataDir();
	if (command === 'make') return makeBackup(dir, v.parse(v.picklist(BACKUP_REASONS), what), (folder) => askForSnapshot(dir, folder));
	const backups = listBackups(backupFolder(dir));
	const backup = what ? backups.find(({ id }) => id === what) : backups[0];
	if (!backup) throw Object.assign(new Error('there is no such backup'), { code: 'no_backup' });
	const { ends, ...test } = await testRestore(dir, backup);
	keepTest(backup.folder, test);
	return { id: backup.id, test, ends };
}

async function askForSnapshot(dir: DataDir, folder: string): Promise<SnapshotFacts> {
	const { port, operatorToken } = JSON.parse(readFileSync(dir.run, 'utf8')) as ChildAddress;
	const answered = await fetch(`http://127.0.0.1:${port}/inside/snapshot`, {
		method: 'POST',
		body: JSON.stringify({ folder }),
		headers: { 'content-type': 'application/json', 'x-zhantu-inside': operatorToken }
	});
	if (!answered.ok) throw new Error(`the backend refused a snapshot (${answered.status})`);
	return v.parse(SnapshotFactsSchema, await answered.json());
}

main(process.argv.slice(2)).then(
	(result) => process.stdout.write(`${JSON.stringify(result)}\n`),
	(error: unknown) => {
		log('error', 'backup', describeError(error));
		process.stdout.write(`${JSON.stringify({ error: describeError(error) })}\n`);
		process.exitCode = 1;
	}
);
