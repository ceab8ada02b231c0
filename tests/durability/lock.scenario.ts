import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from './child.ts';
import { copyGround, remove, type Ground } from './ground.ts';
import type { Scenario } from './scenario.ts';

const RACERS = 4;

/** What a race may find in the lock file. The process of the test itself stands for a pid that was given out again. */
const LEFT_BEHIND: ((file: string) => void)[] = [
	(file) => rmSync(file, { force: true }),
	(file) => writeFileSync(file, JSON.stringify({ pid: gonePid(), startedAt: 'boot:1' })),
	(file) => writeFileSync(file, JSON.stringify({ pid: process.pid, startedAt: `${bootId()}:1` })),
	(file) => writeFileSync(file, JSON.stringify({ pid: process.pid, startedAt: 'an-earlier-boot:1' }))
];

/** Row 29: several processes reach for one directory at once, after all that may have been left in it. */
export const lock = (ground: Ground) =>
	({
		name: 'lock',
		about: 'row 29: four processes race for one lock: free, left by a dead process, by a reused pid, by an earlier boot',
		rounds: { short: 4, full: 100 },
		async run(rounds, say) {
			const figures = { races: 0, winners: 0, refused: 0, collisions: 0, racesWithoutWinner: 0, failures: 0, secondServers: 0 };
			const folder = mkdtempSync(join(tmpdir(), 'zhantu-lock-'));
			try {
				for (let round = 0; round < rounds; round++) {
					const file = join(folder, `lock-${round}`);
					LEFT_BEHIND[round % LEFT_BEHIND.length]?.(file);
					const ends = await race(file);
					figures.races++;
					const held = ends.filter((end) => end === 'held').length;
					figures.winners += held;
					figures.refused += ends.filter((end) => end === 'refused').length;
					figures.collisions += ends.filter((end) => end === 'collided').length;
					figures.failures += ends.filter((end) => end.startsWith('failed')).length;
					if (held === 0) figures.racesWithoutWinner++;
				}
				say(`${figures.races} races: ${figures.winners} winners, ${figures.refused} refused`);
				figures.secondServers = await secondServer(ground);
				return figures;
			} finally {
				remove(folder);
			}
		},
		some: ['winners', 'refused'],
		sound: { collisions: 0, racesWithoutWinner: 0, failures: 0, secondServers: 0 }
	}) satisfies Scenario<Record<string, number>>;

/** Lets all go at the same moment, and answers how each ended. */
async function race(file: string): Promise<string[]> {
	const racers = Array.from({ length: RACERS }, () => fork(join(import.meta.dirname, 'lock-holder.ts'), [file]));
	await Promise.all(racers.map(nextMessage));
	const ends = racers.map(nextMessage);
	// Whoever is too late is gone at once.
	const gone = racers.map((racer) => once(racer, 'exit'));
	for (const racer of racers) racer.send('go');
	// Whoever has it holds it until all the others have found out that they are too late.
	const said = await Promise.all(ends);
	for (const [at, racer] of racers.entries()) if (said[at] === 'held' || said[at] === 'collided') racer.send('let go');
	await Promise.all(gone);
	return said;
}

function nextMessage(process: ChildProcess): Promise<string> {
	return new Promise((resolve) => {
		process.once('message', (message) => resolve(String(message)));
		process.once('exit', (code) => resolve(`failed: ended with ${code}`));
	});
}

/** Whether a second server opens a directory that one has open: 0 when it is refused with the first one's number. */
async function secondServer(ground: Ground): Promise<number> {
	const data = copyGround(ground);
	const first = startChild(data);
	try {
		await first.ready;
		const second = startChild(data);
		const refusal = await second.ready.then(
			() => 'it opened',
			(error: Error) => error.message
		);
		second.process.kill('SIGKILL');
		return refusal.includes(`process ${first.process.pid}`) ? 0 : 1;
	} finally {
		first.process.kill('SIGTERM');
		await first.ended;
		remove(data);
	}
}

function gonePid(): number {
	for (let pid = 4_000_000; ; pid--) {
		try {
			process.kill(pid, 0);
		} catch {
			return pid;
		}
	}
}

function bootId(): string {
	return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}
