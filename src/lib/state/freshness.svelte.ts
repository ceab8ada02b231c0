import { getContext, setContext } from 'svelte';

const KEY = Symbol('freshness');

/** How old the data on the page is: the bar says it, whoever refetches tells it. */
export class Freshness {
	/** When the server last answered. */
	at = $state.raw(new Date(0));
	/** Whether the last attempt failed, so that the page shows older data. */
	isFailing = $state.raw(false);

	constructor(at: Date) {
		this.at = at;
	}

	succeeded(asOf: string): void {
		this.at = new Date(asOf);
		this.isFailing = false;
	}

	failed(): void {
		this.isFailing = true;
	}
}

export function setFreshness(freshness: Freshness): Freshness {
	return setContext(KEY, freshness);
}

export function getFreshness(): Freshness {
	return getContext<Freshness>(KEY);
}
