import { writeFileSync } from 'node:fs';
import { arch, cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/** Keeps what a full run has found in bench/results. */
export function keepFigures(name: string, { about, ...result }: { about: string } & Record<string, unknown>): void {
	const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, ${arch()}, Node ${process.versions.node}`;
	const kept = { about, machine, at: new Date().toISOString().slice(0, 10), ...result };
	writeFileSync(join(import.meta.dirname, '../../bench/results', `${name}.json`), `${JSON.stringify(kept, null, '\t')}\n`);
}
