import { randomInt } from 'node:crypto';
import { closeSync, openSync, readSync, readdirSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openBackend } from '#lib/server/backend/index.ts';
import { copyGround, pause, remove, type Ground } from './ground.ts';
import type { Scenario } from './scenario.ts';
import { Writers } from './writers.ts';

/** Row 33: backups are made while people write, restored and compared; then a byte is flipped in each. */
export const backup = (ground: Ground) =>
	({
		name: 'backup',
		about:
			'row 33: backups made while eight people write, each restored and compared; then one byte of it is flipped and it is tested again',
		rounds: { short: 1, full: 30 },
		async run(rounds, say) {
			const data = copyGround(ground);
			const backend = await openBackend({ data });
			const figures = { backups: 0, good: 0, flipped: 0, found: 0, pictures: 0, bytes: 0, slowestPauseMs: 0 };
			try {
				const { backups } = backend;
				if (!backups) throw new Error('this backend keeps its own backups');
				for (let round = 1; round <= rounds; round++) {
					const writers = new Writers(backend, ground.cadres, { withPictures: true }).start();
					await pause(1_500);
					const made = await backups.make('asked');
					await writers.stop();
					figures.backups++;
					figures.bytes = made.bytes;
					figures.pictures = made.pictures;
					figures.slowestPauseMs = Math.max(figures.slowestPauseMs, writers.slowestMs);
					const { test } = await backups.test(made.id);
					if (test.problems.length === 0) figures.good++;
					else say(`a good one was blamed: ${test.problems.join('; ')}`);
					const file = flipByte(made.folder, backups.folder);
					figures.flipped++;
					const again = await backups.test(made.id).then(
						({ test: { problems } }) => problems,
						(error: Error) => [error.message]
					);
					if (again.length > 0) figures.found++;
					else say(`not found: ${file}`);
					unflip();
					say(`${figures.good} of ${figures.backups} good, ${figures.found} of ${figures.flipped} flipped bytes found (${again[0]})`);
				}
				return { ...figures, blamed: figures.backups - figures.good, missed: figures.flipped - figures.found };
			} finally {
				await backend.close();
				remove(data);
			}
		},
		some: ['good', 'found'],
		sound: { blamed: 0, missed: 0 }
	}) satisfies Scenario<Record<string, number>>;

let flipped: { file: string; at: number } | null = null;

/** Changes one bit of one file of the backup: of the database, or of a picture in the pool. */
function flipByte(folder: string, pool: string): string {
	const pictures = readdirSync(join(pool, 'pictures'), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));
	const database = readdirSync(folder)
		.filter((name) => name.startsWith('database'))
		.map((name) => join(folder, name));
	const candidates = randomInt(3) === 0 && pictures.length > 0 ? pictures : database;
	const file = candidates[randomInt(candidates.length)] ?? '';
	flipped = { file, at: randomInt(statSync(file).size) };
	turn(flipped);
	return file;
}

/** The pool is shared by all: what was flipped in it must not blame the next backup. */
function unflip(): void {
	if (flipped) turn(flipped);
	flipped = null;
}

function turn({ file, at }: { file: string; at: number }): void {
	const handle = openSync(file, 'r+');
	const byte = Buffer.alloc(1);
	readSync(handle, byte, 0, 1, at);
	writeSync(handle, Buffer.from([(byte[0] ?? 0) ^ 0x10]), 0, 1, at);
	closeSync(handle);
}
