import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openBackend } from '#lib/server/backend/index.ts';
import { startChild } from './child.ts';
import { copyGround, pause, remove, type Ground } from './ground.ts';
import type { Scenario } from './scenario.ts';
import { countBrokenPictures, countLost, countTorn } from './truth.ts';
import { Writers, type Sent, type SentPicture } from './writers.ts';

/** Row 32: SIGTERM while eight people write. What has begun is finished, the rest is refused, and nothing is lost. */
export const stop = (ground: Ground) =>
	({
		name: 'stop',
		about: 'row 32: SIGTERM to the database process under load; it drains, closes and ends with 0',
		rounds: { short: 2, full: 50 },
		async run(rounds, say) {
			const data = copyGround(ground);
			const figures = { stops: 0, acknowledged: 0, lost: 0, torn: 0, brokenPictures: 0, endedOtherwise: 0, leftLock: 0, slowestMs: 0 };
			const pictures: SentPicture[] = [];
			let sent: Sent[] = [];
			try {
				for (let round = 0; round <= rounds; round++) {
					const child = startChild(data);
					await child.ready;
					const backend = await openBackend({ data, mayShare: true });
					// What the round before left behind.
					figures.lost += await countLost(backend, sent);
					figures.torn += await countTorn(backend);
					figures.brokenPictures += await countBrokenPictures(backend, data, pictures);
					const writers = new Writers(backend, ground.cadres, { withPictures: true }).start();
					await pause(randomInt(200, 2_000));
					const asked = performance.now();
					child.process.kill('SIGTERM');
					const { code } = await child.ended;
					figures.slowestMs = Math.max(figures.slowestMs, performance.now() - asked);
					if (code !== 0) figures.endedOtherwise++;
					if (existsSync(join(data, 'lock')) || existsSync(join(data, 'run.json'))) figures.leftLock++;
					await writers.stop();
					({ sent } = writers);
					pictures.push(...writers.pictures);
					if (round < rounds) figures.acknowledged += writers.acknowledged.length;
					figures.stops = round;
					say(`${round} stops: ${figures.acknowledged} acknowledged, ${figures.lost} lost, slowest ${Math.round(figures.slowestMs)} ms`);
				}
				return figures;
			} finally {
				remove(data);
			}
		},
		some: ['stops', 'acknowledged'],
		sound: { lost: 0, torn: 0, brokenPictures: 0, endedOtherwise: 0, leftLock: 0 },
		withinMs: { slowestMs: 10_000 }
	}) satisfies Scenario<Record<string, number>>;
