import { getContext, setContext } from 'svelte';

const KEY = Symbol('toasts');
const SHOWN_MS = 6_000;

export interface Toast {
	id: number;
	text: string;
	tone: 'plain' | 'bad';
	/** The only place for 撤销. */
	action?: { label: string; run: () => void };
}

/** Short confirmations with the server's receipt. One at a time: the newest replaces the last. */
export class Toasts {
	current = $state.raw<Toast | null>(null);
	#next = 1;
	#timer: ReturnType<typeof setTimeout> | undefined;

	show(text: string, options: { tone?: Toast['tone']; action?: Toast['action'] } = {}): void {
		clearTimeout(this.#timer);
		this.current = { id: this.#next++, text, tone: options.tone ?? 'plain', action: options.action };
		this.#timer = setTimeout(() => this.dismiss(), options.action ? SHOWN_MS * 2 : SHOWN_MS);
	}

	dismiss(): void {
		clearTimeout(this.#timer);
		this.current = null;
	}
}

export function setToasts(): Toasts {
	return setContext(KEY, new Toasts());
}

export function getToasts(): Toasts {
	return getContext<Toasts>(KEY);
}
