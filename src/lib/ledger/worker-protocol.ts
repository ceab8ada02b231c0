import type { ImportSession, PlanChoice, RunChoice, TargetChoice } from './import-session.ts';
import type { LayoutChoice } from './records.ts';

/** What the page asks of the worker. Each question is answered by its id. */
export type Question =
	| { type: 'open'; file: File; choice: LayoutChoice }
	| { type: 'target'; target: TargetChoice }
	| { type: 'plan'; choice: PlanChoice }
	| { type: 'preview' }
	| { type: 'run'; choice: RunChoice };

export interface Answers {
	open: Awaited<ReturnType<ImportSession['open']>>;
	target: null;
	plan: ReturnType<ImportSession['plan']>;
	preview: Awaited<ReturnType<ImportSession['preview']>>;
	run: Awaited<ReturnType<ImportSession['run']>>;
}

export type FromWorker =
	| { type: 'progress'; step: 'reading' | 'checking' | 'storing'; share: number; rows: number }
	| { type: 'answer'; id: number; value: Answers[keyof Answers] }
	/** `code` of a file that cannot be read, or null for a mistake of ours. */
	| { type: 'failed'; id: number; code: string | null; message: string };
export type ToWorker = { id: number; question: Question };
