import type { WorkCalendar } from '#lib/domain/calendar.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';

/** One change of the past, in the form that `private.replay_changes` takes. */
export interface PastChange {
	actor: string;
	change_id: string;
	target: string;
	at: string;
	patch: Record<string, unknown>;
}

/** A drawn picture that a change refers to. */
export interface PictureNeed {
	id: string;
	area: string;
	taskId: string;
	layer: string;
	kind: string;
	phase: 'before' | 'after';
	/** Same key, same scene: what makes a pair. */
	scene: string;
}

const MINUTE_H = 1 / 60;

/**
 * One case being told: a clock that walks over working hours, and the changes that happened. What
 * lies after `now` has not happened, so a story that is cut off is an open case.
 */
export class Story {
	readonly changes: PastChange[] = [];
	readonly pictures: PictureNeed[] = [];
	readonly random: Random;
	readonly #calendar: WorkCalendar;
	readonly #nowMs: number;
	#ruler: number;
	#isOver = false;

	constructor(calendar: WorkCalendar, start: Date, now: Date, random: Random) {
		this.#calendar = calendar;
		this.#ruler = calendar.rulerAt(start);
		this.#nowMs = now.getTime();
		this.random = random;
	}

	/** Working hours since the calendar began. */
	get ruler(): number {
		return this.#ruler;
	}

	get isOver(): boolean {
		return this.#isOver;
	}

	wait(hours: number): void {
		this.#ruler += Math.max(hours, 2 * MINUTE_H);
	}

	/** Goes to a mark of the ruler, never backwards. */
	waitUntil(ruler: number): void {
		this.#ruler = Math.max(ruler, this.#ruler + 2 * MINUTE_H);
	}

	get at(): Date {
		const moment = this.#calendar.rulerMoment(this.#ruler);
		return new Date(moment.getTime() - (moment.getTime() % 1000));
	}

	/** A local day so many working days from here. */
	dayAfter(workingDays: number): string {
		return this.#calendar.localDay(this.#calendar.rulerMoment(this.#ruler + workingDays * this.#calendar.hoursPerDay));
	}

	/** Records a change unless it lies in the future. Answers whether it happened. */
	tell(actor: Person, target: string, patch: Record<string, unknown>): boolean {
		const at = this.at;
		if (this.#isOver || at.getTime() > this.#nowMs) {
			this.#isOver = true;
			return false;
		}
		this.changes.push({ actor: actor.id, change_id: this.random.uuid(), target, at: at.toISOString(), patch });
		return true;
	}
}
