import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openBackend, type Backend } from '#lib/server/backend/index.ts';
import { startChild } from './child.ts';
import { aCutDisk, whyNoDisks } from './disks.ts';
import { copyGround, pause, type Ground } from './ground.ts';
import type { Scenario } from './scenario.ts';
import { countBrokenPictures, countLost, countTorn, query } from './truth.ts';
import { Writers } from './writers.ts';

const DISK_MB = 700;

/**
 * Rows 26 and 27: the disk is taken as a power cut would leave it, while people write, take pictures, and
 * the database makes a checkpoint every quarter of a second. What was acknowledged by then must be there.
 */
export const power = (ground: Ground) =>
	({
		name: 'power',
		about:
			'rows 26, 27: a loop-mounted ext4 taken as the kernel had written it, under writes, pictures and checkpoints; opened and compared',
		rounds: { short: 3, full: 100 },
		missing: () => whyNoDisks(['mkfs.xfs', 'mkfs.ext4', 'losetup']),
		async run(rounds, say) {
			const disk = aCutDisk(DISK_MB);
			const figures = { cuts: 0, acknowledged: 0, pictures: 0, lost: 0, torn: 0, brokenPictures: 0, failedOpens: 0 };
			const data = copyGround(ground, join(disk.folder, 'data'));
			const backend = await openBackend({ data });
			const writers = new Writers(backend, ground.cadres, { withPictures: true });
			try {
				for (let round = 1; round <= rounds; round++) {
					writers.start();
					const checkpoints = keepCheckpointing(backend);
					await pause(500 + Math.random() * 2_500);
					// Acknowledged before the cut: what comes meanwhile may be in it or not.
					const sent = writers.sent.filter(({ answer }) => answer?.status === 'applied');
					const pictures = writers.pictures.map((picture) => ({ ...picture }));
					const cut = disk.cut();
					await Promise.all([writers.stop(), checkpoints.stop()]);
					await look(join(cut.folder, 'data'), sent, pictures, figures);
					cut.remove();
					figures.cuts++;
					figures.acknowledged = sent.length;
					figures.pictures = pictures.filter(({ isAcknowledged }) => isAcknowledged).length;
					say(`${figures.cuts} cuts: ${sent.length} acknowledged, ${figures.lost} lost, ${figures.brokenPictures} pictures broken`);
				}
				return figures;
			} finally {
				await backend.close();
				disk.remove();
			}
		},
		some: ['acknowledged', 'pictures'],
		sound: { lost: 0, torn: 0, brokenPictures: 0, failedOpens: 0 }
	}) satisfies Scenario<Record<string, number>>;

async function look(
	data: string,
	sent: Writers['sent'],
	pictures: Writers['pictures'],
	figures: { lost: number; torn: number; brokenPictures: number; failedOpens: number }
): Promise<void> {
	// The process that held the directory is on the other side of the cut.
	for (const name of ['lock', 'run.json']) rmSync(join(data, name), { force: true });
	const child = startChild(data);
	try {
		await child.ready;
		const backend = await openBackend({ data, mayShare: true });
		figures.lost += await countLost(backend, sent);
		figures.torn += await countTorn(backend);
		figures.brokenPictures += await countBrokenPictures(backend, data, pictures);
	} catch {
		figures.failedOpens++;
	}
	child.process.kill('SIGTERM');
	await child.ended;
}

function keepCheckpointing(backend: Backend): { stop(): Promise<void> } {
	let isOver = false;
	const work = (async () => {
		while (!isOver) {
			await query(backend, 'checkpoint').catch(() => []);
			await pause(250);
		}
	})();
	return {
		stop: async () => {
			isOver = true;
			await work;
		}
	};
}
