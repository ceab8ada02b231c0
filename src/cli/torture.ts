import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { layGround, remove } from '../../tests/durability/ground.ts';
import { describeFigures, faults } from '../../tests/durability/scenario.ts';
import { allScenarios } from '../../tests/durability/scenarios.ts';
import { ROOT } from './folder.ts';
import { UsageError } from './report.ts';

/**
 * torture [NAME [ROUNDS]]: hurts a server of its own, at full figures unless ROUNDS says otherwise, and keeps
 * what came of it in bench/results/durability-NAME.json. Exit code 1 when something was lost.
 */
export async function run([name, rounds]: string[]): Promise<number> {
	const ground = await layGround();
	try {
		const scenarios = allScenarios(ground);
		const chosen = scenarios.filter((scenario) => !name || scenario.name === name);
		if (chosen.length === 0)
			throw new UsageError(`There is no ${name}. There are: ${scenarios.map((scenario) => scenario.name).join(', ')}`);
		let isSound = true;
		for (const scenario of chosen) {
			const count = rounds ? Number(rounds) : scenario.rounds.full;
			console.log(`\n${scenario.name} (${count} rounds): ${scenario.about}`);
			const reason = scenario.missing?.();
			if (reason) {
				console.log(`  left out: ${reason}`);
				continue;
			}
			const started = Date.now();
			const figures = await scenario.run(count, (line) => console.log(`  ${line}`));
			const found = faults(scenario, figures);
			console.log(`  ${describeFigures(figures)}`);
			for (const fault of found) console.error(`  ✗ ${fault}`);
			isSound &&= found.length === 0;
			keep(scenario, { rounds: count, seconds: Math.round((Date.now() - started) / 1000), figures, faults: found });
		}
		return isSound ? 0 : 1;
	} finally {
		remove(ground.data);
	}
}

function keep({ name, about }: { name: string; about: string }, result: Record<string, unknown>): void {
	const folder = join(ROOT, 'bench', 'results');
	mkdirSync(folder, { recursive: true });
	const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, ${arch()}, Node ${process.versions.node}`;
	const kept = { scenario: name, about, machine, at: new Date().toISOString().slice(0, 10), ...result };
	writeFileSync(join(folder, `durability-${name}.json`), `${JSON.stringify(kept, null, '\t')}\n`);
}
