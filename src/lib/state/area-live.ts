import { paths } from '#lib/domain/paths.ts';

/** While the stream is down the page asks at this pace. */
const ASK_MS = 20_000;

/** The part of EventSource that is used, so that tests can stand in for it. */
export interface TickSource {
	onopen: (() => void) | null;
	onmessage: (() => void) | null;
	onerror: (() => void) | null;
	close(): void;
}

export interface LiveOptions {
	/** Ticks within this time are answered by one refresh. */
	settleMs?: number;
	connect?: (url: string) => TickSource;
}

/**
 * Calls back when the area, anything inside it or above it changed: see `/api/live`. A tick carries no
 * data, so the callback refetches. Refreshes never overlap; what changes meanwhile makes one more.
 * When the stream breaks, the page asks every 20 s until it stands again, and once when it does.
 * Returns its undo; call it in an effect.
 */
export function onAreaChange(area: string, refresh: () => Promise<unknown>, options: LiveOptions = {}): () => void {
	const { settleMs = 300, connect = (url) => new EventSource(url) as TickSource } = options;
	let settling: ReturnType<typeof setTimeout> | undefined;
	let asking: ReturnType<typeof setInterval> | undefined;
	let isRunning = false;
	let isStale = false;
	let isOver = false;

	async function run(): Promise<void> {
		settling = undefined;
		if (isRunning) {
			isStale = true;
			return;
		}
		isRunning = true;
		isStale = false;
		await refresh().catch(() => {});
		isRunning = false;
		if (isStale && !isOver) tick();
	}

	// Not a debounce: under a steady stream of ticks (an import) that would never call at all.
	function tick(): void {
		settling ??= setTimeout(() => void run(), settleMs);
	}

	const source = connect(paths.live(area));
	source.onmessage = tick;
	source.onopen = () => {
		if (!asking) return;
		clearInterval(asking);
		asking = undefined;
		tick();
	};
	source.onerror = () => (asking ??= setInterval(tick, ASK_MS));

	return () => {
		isOver = true;
		clearTimeout(settling);
		clearInterval(asking);
		source.close();
	};
}
