import type { Ground } from './ground.ts';
import { kill } from './kill.scenario.ts';
import type { Scenario } from './scenario.ts';

/** Every scenario there is, over the ground that it begins with. */
export function allScenarios(ground: Ground): Scenario<Record<string, number>>[] {
	return [kill(ground)];
}
