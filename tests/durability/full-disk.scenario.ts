import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cpuMsOf } from '#lib/server/backend/cpu-time.ts';
import { openBackend, type Backend } from '#lib/server/backend/index.ts';
import { aSmallDisk, whyNoDisks, type SmallDisk } from './disks.ts';
import { backendPid, copyGround, eventually, pause, untilAnswers, type Ground } from './ground.ts';
import type { Scenario } from './scenario.ts';
import { countBrokenPictures, countLost, countTorn } from './truth.ts';
import { Writers } from './writers.ts';

const DISK_MB = 240;
const ROOM_MB = 80;
const SPIN_MS = 10_000;

/**
 * Row 28: the disk fills while people write. First to where changes are refused and reading goes on; then,
 * by somebody else's hand, to the last byte; then there is room again.
 */
export const fullDisk = (ground: Ground) =>
	({
		name: 'full-disk',
		about: 'row 28: a small tmpfs filled while eight people write, to the reserve and then to the last byte, and freed again',
		rounds: { short: 1, full: 20 },
		missing: () => whyNoDisks([]),
		async run(rounds, say) {
			const figures = {
				fillings: 0,
				acknowledged: 0,
				lost: 0,
				torn: 0,
				brokenPictures: 0,
				refused507: 0,
				notRefused: 0,
				failedReads: 0,
				notBackAgain: 0,
				longestSpinMs: 0,
				restarts: 0
			};
			for (let round = 1; round <= rounds; round++) {
				const disk = aSmallDisk(DISK_MB);
				const data = copyGround(ground, join(disk.folder, 'data'));
				const backend = await openBackend({ data });
				try {
					const writers = new Writers(backend, ground.cadres, { withPictures: true }).start();
					await eventually(() => writers.acknowledged.length > 0);
					leave(disk, ROOM_MB - 20);
					if (await eventually(async () => (await tryToWrite(backend, ground)) === 507)) figures.refused507++;
					else figures.notRefused++;
					figures.failedReads += await failedReads(backend);
					leave(disk, 0);
					figures.longestSpinMs = Math.max(figures.longestSpinMs, await spinsFor(data));
					await writers.stop();
					rmSync(join(disk.folder, 'ballast'), { force: true });
					disk.resize(DISK_MB * 2);
					await untilAnswers(backend).catch(() => figures.notBackAgain++);
					await writers.settle();
					const later = new Writers(backend, ground.cadres.slice(0, 1)).start();
					if (!(await eventually(() => later.acknowledged.length > 0))) figures.notBackAgain++;
					await later.stop();
					figures.acknowledged += writers.acknowledged.length + later.acknowledged.length;
					figures.lost += await countLost(backend, writers.sent);
					figures.torn += await countTorn(backend);
					figures.brokenPictures += await countBrokenPictures(backend, data, writers.pictures);
					figures.restarts += backend.vitals().restarts;
					figures.fillings++;
					say(`${figures.fillings} fillings: ${figures.acknowledged} acknowledged, ${figures.lost} lost, ${figures.restarts} restarts`);
				} finally {
					await backend.close();
					disk.remove();
				}
			}
			return figures;
		},
		some: ['acknowledged', 'refused507'],
		sound: { lost: 0, torn: 0, brokenPictures: 0, failedReads: 0, notRefused: 0, notBackAgain: 0 },
		withinMs: { longestSpinMs: SPIN_MS }
	}) satisfies Scenario<Record<string, number>>;

/** Fills the disk until so much is left. */
function leave(disk: SmallDisk, mb: number): void {
	const { bavail, bsize } = statfsSync(disk.folder);
	const bytes = bavail * bsize - mb * 2 ** 20;
	try {
		if (bytes > 0) writeFileSync(join(disk.folder, 'ballast'), Buffer.alloc(bytes), { flag: 'a' });
	} catch {
		// Whatever went in between took the rest of it.
	}
}

async function failedReads(backend: Backend): Promise<number> {
	let failed = 0;
	for (let n = 0; n < 10; n++) {
		const { error } = await backend.operator().from('tasks').select('id').limit(5);
		if (error) failed++;
	}
	return failed;
}

async function tryToWrite(backend: Backend, ground: Ground): Promise<number> {
	const [writer] = ground.cadres;
	const client = backend.as(await backend.tokenFor(writer?.userId ?? ''));
	const { status } = await client.rpc('submit_change', {
		change_id: crypto.randomUUID(),
		target: `site:${crypto.randomUUID()}`,
		base_version: null as never,
		patch: {}
	});
	return status;
}

/** The longest stretch, within twelve seconds, in which the database process did nothing but compute. */
async function spinsFor(data: string): Promise<number> {
	let longest = 0;
	let since = performance.now();
	let before = cpuMsOf(backendPid(data));
	for (const until = since + 12_000; performance.now() < until;) {
		const at = performance.now();
		await pause(500);
		const now = cpuMsOf(backendPid(data));
		const isSpinning = before !== null && now !== null && now - before > (performance.now() - at) * 0.9;
		if (!isSpinning) since = performance.now();
		longest = Math.max(longest, performance.now() - since);
		before = now;
	}
	return longest;
}
