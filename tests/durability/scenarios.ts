import { backup } from './backup.scenario.ts';
import { crowd } from './crowd.scenario.ts';
import { fullDisk } from './full-disk.scenario.ts';
import type { Ground } from './ground.ts';
import { heavy } from './heavy.scenario.ts';
import { kill } from './kill.scenario.ts';
import { lock } from './lock.scenario.ts';
import { memory } from './memory.scenario.ts';
import { migration } from './migration.scenario.ts';
import { power } from './power.scenario.ts';
import { rot } from './rot.scenario.ts';
import type { Scenario } from './scenario.ts';
import { start } from './start.scenario.ts';
import { stop } from './stop.scenario.ts';
import { transactions } from './transactions.scenario.ts';

/** Every scenario there is, over the ground that it begins with. */
export function allScenarios(ground: Ground): Scenario<Record<string, number>>[] {
	return [
		kill(ground),
		start(ground),
		power(ground),
		fullDisk(ground),
		lock(ground),
		heavy(ground),
		transactions(),
		stop(ground),
		backup(ground),
		migration(),
		rot(ground),
		memory(ground),
		crowd(ground)
	];
}
