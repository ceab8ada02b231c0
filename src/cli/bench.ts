import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { arch, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Bench } from '../../bench/bench.ts';
import { ROOT } from './folder.ts';
import { buildIfStale } from './prepare.ts';
import { UsageError } from './report.ts';

const FOLDER = join(ROOT, 'bench');

/** bench [NAME …]: measures, prints and keeps the figures in bench/results. */
export async function run(names: string[]): Promise<number> {
	const files = readdirSync(FOLDER).filter((file) => file.endsWith('.bench.ts'));
	const known = files.map((file) => file.replace('.bench.ts', ''));
	const unknown = names.find((name) => !known.includes(name));
	if (unknown) throw new UsageError(`There is no bench ${unknown}. There are: ${known.join(', ')}`);
	await buildIfStale();
	const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, ${arch()}, Node ${process.versions.node}`;
	console.log(machine);
	mkdirSync(join(FOLDER, 'results'), { recursive: true });
	for (const name of names.length > 0 ? names : known) {
		const { bench } = (await import(join(FOLDER, `${name}.bench.ts`))) as { bench: Bench };
		console.log(`\n${bench.name}: ${bench.about}`);
		const figures = await bench.run((line) => console.log(`  ${line}`));
		for (const { what, value, unit } of figures) console.log(`  ${what.padEnd(64)} ${format(value)} ${unit}`);
		const result = { bench: bench.name, about: bench.about, machine, at: new Date().toISOString().slice(0, 10), figures };
		writeFileSync(join(FOLDER, 'results', `${bench.name}.json`), `${JSON.stringify(result, null, '\t')}\n`);
	}
	return 0;
}

function format(value: number): string {
	return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2);
}
