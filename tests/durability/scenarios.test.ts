import { expect, inject, test } from 'vitest';
import { describeFigures, faults } from './scenario.ts';
import { allScenarios } from './scenarios.ts';

test.each(allScenarios(inject('ground')).map((scenario) => [scenario.name, scenario] as const))('%s', async (_name, scenario) => {
	const figures = await scenario.run(scenario.rounds.short, () => {});
	expect(faults(scenario, figures), describeFigures(figures)).toEqual([]);
});
