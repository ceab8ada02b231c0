import type { Backend } from './backend/index.ts';
import { Operations } from './operations.ts';

/** One for the process: a development server loads this module again after each change. */
const holder = globalThis as typeof globalThis & { zhantuOperations?: Operations };

export function operations(backend: Backend): Operations {
	return (holder.zhantuOperations ??= new Operations(backend));
}
