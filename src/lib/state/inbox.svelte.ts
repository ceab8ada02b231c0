import { paths } from '#lib/domain/paths.ts';
import type { InboxRow } from '#lib/domain/task.ts';
import { mayReplace } from './as-of.ts';
import type { Freshness } from './freshness.svelte.ts';

export interface InboxAnswer {
	asOf: string;
	/** More than the rows where somebody has over five hundred. */
	total: number;
	rows: InboxRow[];
}

/** What waits for the signed-in person, kept fresh. */
export class Inbox {
	answer = $state.raw<InboxAnswer>({ asOf: '', total: 0, rows: [] });
	readonly #campaign: string;
	readonly #freshness: Freshness;

	constructor(campaign: string, first: InboxAnswer, freshness: Freshness) {
		this.#campaign = campaign;
		this.#freshness = freshness;
		this.answer = first;
	}

	/** Asks again; without a network what is there stays, and the page says how old it is. */
	async refresh(): Promise<void> {
		try {
			const answered = await fetch(paths.apiInbox(this.#campaign));
			if (!answered.ok) throw new Error(String(answered.status));
			const answer = (await answered.json()) as InboxAnswer;
			if (mayReplace(this.answer, answer)) this.answer = answer;
			this.#freshness.succeeded(this.answer.asOf);
		} catch {
			this.#freshness.failed();
		}
	}
}
