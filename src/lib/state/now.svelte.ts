import { getContext, setContext } from 'svelte';
import { WorkCalendar, type CalendarDocument } from '#lib/domain/calendar.ts';

const KEY = Symbol('clock');

/**
 * The time that every clock on a page shows: the server's, counted on in the browser, so that a wrong
 * device clock turns no light. Ticks once a minute; made in a layout and handed down by context.
 */
export class Clockwork {
	readonly calendar: WorkCalendar;
	readonly timezone: string;
	now = $state.raw(new Date(0));
	readonly #offsetMs: number;

	constructor(calendar: CalendarDocument, serverNow: string) {
		this.calendar = new WorkCalendar(calendar);
		this.timezone = calendar.timezone;
		this.#offsetMs = Date.parse(serverNow) - Date.now();
		this.now = new Date(serverNow);
	}

	/** Starts ticking; returns its undo. Call it in an effect. */
	run(): () => void {
		const timer = setInterval(() => (this.now = new Date(Date.now() + this.#offsetMs)), 60_000);
		return () => clearInterval(timer);
	}
}

export function setClockwork(clockwork: Clockwork): Clockwork {
	return setContext(KEY, clockwork);
}

export function getClockwork(): Clockwork {
	return getContext<Clockwork>(KEY);
}
