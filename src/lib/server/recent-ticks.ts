import { isWithin } from '#lib/domain/area.ts';

/** "Area X changed, revision N". */
export interface Tick {
	area: string;
	revision: number;
}

/** A page that takes longer than this from its first byte to its stream is loaded anew by its reader anyway. */
const KEPT_MS = 60_000;
/** More areas than this do not change in a minute but by an import, which ticks to its end. */
const KEPT_AREAS = 1000;

/** Whether a change of `changed` is seen on the page of `area`: it is the area, inside it or above it. */
export function concerns(changed: string, area: string): boolean {
	return isWithin(changed, area) || isWithin(area, changed);
}

/**
 * The ticks of the last minute, newest last. What changes between the reading of a page and the opening of its
 * stream would otherwise be missed until the next change.
 */
export class RecentTicks {
	readonly #kept = new Map<string, { tick: Tick; at: number }>();

	hear(tick: Tick, now = Date.now()): void {
		this.#kept.delete(tick.area);
		this.#kept.set(tick.area, { tick, at: now });
		for (const [area, { at }] of this.#kept) {
			if (at > now - KEPT_MS && this.#kept.size <= KEPT_AREAS) break;
			this.#kept.delete(area);
		}
	}

	/** The newest tick that concerns the area, if one did within the last minute. */
	of(area: string, now = Date.now()): Tick | null {
		let newest: Tick | null = null;
		for (const { tick, at } of this.#kept.values()) if (at > now - KEPT_MS && concerns(tick.area, area)) newest = tick;
		return newest;
	}
}

/** Those of this process. */
export const recentTicks = new RecentTicks();
