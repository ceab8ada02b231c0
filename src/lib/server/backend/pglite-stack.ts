import type { PGlite } from '@electric-sql/pglite';

interface Module {
	/** Where the stack of the WebAssembly module ends. */
	___stack_pointer?: { value: number };
}

/**
 * Puts the stack of PGlite back after every message. 0.5.8 catches what PostgreSQL throws without doing
 * so, and each error that reaches a client leaves some 700 bytes behind: after about 3,000 of them the
 * database answers nothing but "stack depth limit exceeded" until it is opened anew. 0.5.16 does it
 * itself; this goes when a pglite-postgis is made for that (decision 0006).
 */
export function mendStack(db: PGlite): void {
	const { ___stack_pointer: pointer } = db.Module as unknown as Module;
	if (!pointer) return;
	const send = db.execProtocolRawSync.bind(db);
	db.execProtocolRawSync = (message) => {
		const before = pointer.value;
		try {
			return send(message);
		} finally {
			pointer.value = before;
		}
	};
}
