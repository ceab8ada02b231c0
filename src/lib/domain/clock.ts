import type { WorkCalendar } from './calendar.ts';
import { isOpen, type Stage } from './stage.ts';
import type { LimitUnit } from './template.ts';

/** Clock lights: under 80 % of the limit green, 80–100 % yellow, over 100 % red, stopped while deferred. */
export type Light = 'green' | 'yellow' | 'red' | 'stopped' | 'none';

export interface Clock {
	stage: Stage;
	/** ISO moments; null where no limit runs. */
	dueAt: string | null;
	/** When 80 % of the limit is used. */
	warnAt: string | null;
}

/** The light of a case at a moment, from the moments that the database keeps with it. */
export function lightOf(clock: Clock, now: Date): Light {
	if (clock.stage === 'deferred') return 'stopped';
	if (!isOpen(clock.stage) || !clock.dueAt) return 'none';
	const at = now.getTime();
	if (at > Date.parse(clock.dueAt)) return 'red';
	return clock.warnAt && at >= Date.parse(clock.warnAt) ? 'yellow' : 'green';
}

/** Time left, or over when negative, in the unit of the limit. */
export interface TimeLeft {
	amount: number;
	unit: LimitUnit;
}

/** What remains of a running limit, in working days, working hours or natural hours. */
export function timeLeft(calendar: WorkCalendar, dueAt: string, unit: LimitUnit, now: Date): TimeLeft {
	const hours = calendar.hoursLeft(now, new Date(dueAt), unit);
	return { amount: unit === 'working_days' ? hours / calendar.hoursPerDay : hours, unit };
}

/** Used share of a limit between 0 and whatever it has become, for the bar under the clock. */
export function usedShare(calendar: WorkCalendar, limit: { amount: number; unit: LimitUnit }, dueAt: string, now: Date): number {
	const whole = calendar.limitHours(limit);
	return Math.max(0, 1 - calendar.hoursLeft(now, new Date(dueAt), limit.unit) / whole);
}
