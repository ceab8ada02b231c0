import { describe, expect, inject, test } from 'vitest';
import { describeFigures, faults } from './scenario.ts';
import { allScenarios } from './scenarios.ts';

/** The short form of every scenario; `npm run torture` runs them at full figures. */
describe.each(allScenarios(inject('ground')).map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) => {
	const reason = scenario.missing?.() ?? null;
	test.skipIf(reason !== null)(reason ? `${scenario.about} (${reason})` : scenario.about, async () => {
		const figures = await scenario.run(scenario.rounds.short, () => {});
		expect(faults(scenario, figures), describeFigures(figures)).toEqual([]);
	});
});
