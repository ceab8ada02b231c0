import { AsyncLocalStorage } from 'node:async_hooks';

/** Carries the name of the request that is being answered to the backend process, whose log names it too. */
export const TRACE_HEADER = 'x-zhantu-trace';

// The server's build and the commands around it are loaded apart from each other, in one process.
const holder = globalThis as typeof globalThis & { zhantuTrace?: AsyncLocalStorage<string> };
const store = (holder.zhantuTrace ??= new AsyncLocalStorage<string>());

/** Everything that `work` does, now or later, belongs to the request of this name. */
export function withTrace<Result>(traceId: string, work: () => Result): Result {
	return store.run(traceId, work);
}

export function currentTrace(): string | undefined {
	return store.getStore();
}
