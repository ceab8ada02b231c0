import type { Answers, FromWorker, Question, ToWorker } from './worker-protocol.ts';

/** What the worker answered instead: a code of a file that cannot be read, or null for a mistake of ours. */
export class WorkerFailure extends Error {
	readonly code: string | null;
	constructor(code: string | null, message: string) {
		super(message);
		this.code = code;
	}
}

/** The page's end of the import worker. */
export class LedgerWorker {
	onProgress: (step: 'reading' | 'checking' | 'storing', share: number, rows: number) => void = () => {};
	readonly #worker: Worker;
	readonly #waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
	#next = 1;

	constructor() {
		this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
		this.#worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => this.#hear(data));
		this.#worker.addEventListener('error', ({ message }) => this.#fail(new WorkerFailure(null, message)));
	}

	ask<Type extends Question['type']>(question: Extract<Question, { type: Type }>): Promise<Answers[Type]> {
		const id = this.#next++;
		return new Promise((resolve, reject) => {
			this.#waiting.set(id, { resolve, reject });
			this.#worker.postMessage({ id, question } satisfies ToWorker);
		});
	}

	close(): void {
		this.#worker.terminate();
		this.#waiting.clear();
	}

	#hear(message: FromWorker): void {
		if (message.type === 'progress') return this.onProgress(message.step, message.share, message.rows);
		const waiting = this.#waiting.get(message.id);
		this.#waiting.delete(message.id);
		if (message.type === 'answer') waiting?.resolve(message.value as never);
		else waiting?.reject(new WorkerFailure(message.code, message.message));
	}

	#fail(error: Error): void {
		for (const { reject } of this.#waiting.values()) reject(error);
		this.#waiting.clear();
	}
}
