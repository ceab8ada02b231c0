import { isAbsolute, join } from 'node:path';

/** The project's root: npm scripts run there. */
export const ROOT = join(import.meta.dirname, '../..');

/** A file named on the command line, relative to where the person stands. */
export function fromCaller(file: string): string {
	return isAbsolute(file) ? file : join(process.env.ZHANTU_CWD ?? process.cwd(), file);
}
