import { readdirSync, readFileSync } from 'node:fs';

const EVERY_MS = 100;
const PAGE_BYTES = 4096;

/** Watches the resident memory of a process and of its descendants, from /proc; its peaks in MB. */
export function watchMemory(pid: number): { end(): Record<'all' | 'command', number> } {
	const peak = { all: 0, command: 0 };
	const look = (): void => {
		const processes = readProcesses();
		const own = new Set([pid]);
		// A parent's number may be higher than its child's, so once is not enough.
		for (let size = 0; size !== own.size;) {
			size = own.size;
			for (const [child, { parent }] of processes) if (own.has(parent)) own.add(child);
		}
		const sum = [...own].reduce((total, one) => total + (processes.get(one)?.bytes ?? 0), 0);
		peak.all = Math.max(peak.all, sum / 2 ** 20);
		peak.command = Math.max(peak.command, (processes.get(pid)?.bytes ?? 0) / 2 ** 20);
	};
	const timer = setInterval(look, EVERY_MS);
	return {
		end() {
			clearInterval(timer);
			return peak;
		}
	};
}

function readProcesses(): Map<number, { parent: number; bytes: number }> {
	const found = new Map<number, { parent: number; bytes: number }>();
	for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
		try {
			const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
			const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
			found.set(Number(name), { parent: Number(fields[1]), bytes: Number(fields[21]) * PAGE_BYTES });
		} catch {
			// It has ended meanwhile.
		}
	}
	return found;
}
