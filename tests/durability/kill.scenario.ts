import { randomInt } from 'node:crypto';
import { openBackend } from '#lib/server/backend/index.ts';
import { copyGround, killBackend, pause, remove, untilAnswers, type Ground } from './ground.ts';
import type { Scenario } from './scenario.ts';
import { countBrokenPictures, countLost, countTorn } from './truth.ts';
import { Writers } from './writers.ts';

const LOOK_CLOSELY_EVERY = 25;

/** Row 24: the database process is killed at random moments while eight people write over HTTP. */
export const kill = (ground: Ground) =>
	({
		name: 'kill',
		about: 'row 24: kill -9 of the database process at random moments during submit_change and picture uploads over HTTP',
		rounds: { short: 4, full: 500 },
		async run(rounds, say) {
			const data = copyGround(ground);
			const backend = await openBackend({ data });
			const figures = { kills: 0, acknowledged: 0, lost: 0, torn: 0, brokenPictures: 0, failedOpens: 0, repeatedOnce: 0, slowestBackMs: 0 };
			try {
				let writers = new Writers(backend, ground.cadres, { withPictures: true });
				for (let round = 1; round <= rounds; round++) {
					const from = writers.sent.length;
					writers.start();
					await pause(randomInt(50, 1_200));
					killBackend(data);
					figures.kills++;
					const killedAt = Date.now();
					try {
						await untilAnswers(backend);
					} catch {
						figures.failedOpens++;
					}
					figures.slowestBackMs = Math.max(figures.slowestBackMs, Date.now() - killedAt);
					await writers.stop();
					figures.repeatedOnce += (await writers.settle()).applied;
					figures.lost += await countLost(backend, writers.sent.slice(from));
					if (round % LOOK_CLOSELY_EVERY !== 0 && round !== rounds) continue;
					figures.lost += await countLost(backend, writers.sent);
					figures.torn += await countTorn(backend);
					figures.brokenPictures += await countBrokenPictures(backend, data, writers.pictures);
					figures.acknowledged += writers.acknowledged.length;
					say(`${round} kills: ${figures.acknowledged} acknowledged, ${figures.lost} lost, ${figures.torn} torn`);
					if (figures.lost + figures.torn + figures.brokenPictures > 0) break;
					const before = writers;
					writers = new Writers(backend, ground.cadres, { withPictures: true });
					writers.pictures.push(...before.pictures);
				}
				return figures;
			} finally {
				await backend.close();
				remove(data);
			}
		},
		some: ['kills', 'acknowledged'],
		sound: { lost: 0, torn: 0, brokenPictures: 0, failedOpens: 0 }
	}) satisfies Scenario<Record<string, number>>;
