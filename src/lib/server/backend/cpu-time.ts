import { readFileSync } from 'node:fs';

/** Milliseconds of processor time that a process has used, to ten; null where there is no such process, or no /proc. */
export function cpuMsOf(pid: number | null | undefined): number | null {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// Its name stands in brackets and may hold anything.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return (Number(fields[11]) + Number(fields[12])) * 10;
	} catch {
		return null;
	}
}
