import type { Label, Limit, LimitUnit } from './template.ts';

/** A calendar as it is stored and sent: see `save_calendar` in the database. */
export interface CalendarDocument {
	id: string;
	name: Label;
	/** IANA zone, e.g. Asia/Shanghai. */
	timezone: string;
	/** Working hours of a day in local time, ascending: [["08:30","12:00"],["13:00","17:00"]]. */
	periods: [string, string][];
	/** ISO weekdays (Monday = 1) that are worked unless a day below says otherwise. */
	weekdays: number[];
	/** First and last local day of the ruler, YYYY-MM-DD. */
	from: string;
	to: string;
	/** Holidays and make-up days (调休). */
	days: Record<string, { working: boolean; note?: string | null }>;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Swallows the last digits of thirds of an hour; the database has the same. */
const MARGIN_H = 1e-9;

/**
 * Working time as a ruler: every day knows how many working hours lie before it. Adding, subtracting
 * and measuring working time are look-ups in it. `private.ruler_at` and `private.ruler_moment` in the
 * database are the same construction, and a property test holds the two together.
 */
export class WorkCalendar {
	readonly document: CalendarDocument;
	/** Working hours of one working day. */
	readonly hoursPerDay: number;
	readonly #periods: { fromMs: number; toMs: number }[];
	readonly #firstDay: number;
	readonly #isWorking: Uint8Array;
	/** Working days before each day; times hoursPerDay it is the ruler. */
	readonly #daysBefore: Uint32Array;
	/** Day index of the n-th working day. */
	readonly #workingDays: Uint32Array;
	readonly #clock: Intl.DateTimeFormat;

	constructor(document: CalendarDocument) {
		this.document = document;
		this.#periods = document.periods.map(([from, to]) => ({ fromMs: clockMs(from), toMs: clockMs(to) }));
		this.hoursPerDay = this.#periods.reduce((sum, p) => sum + p.toMs - p.fromMs, 0) / HOUR_MS;
		this.#firstDay = dayNumber(document.from);
		const count = dayNumber(document.to) - this.#firstDay + 1;
		this.#isWorking = new Uint8Array(count);
		this.#daysBefore = new Uint32Array(count);
		const working: number[] = [];
		const named = new Map(Object.entries(document.days).map(([day, { working }]) => [dayNumber(day), working]));
		for (let index = 0; index < count; index++) {
			const day = this.#firstDay + index;
			// 1970-01-01 was a Thursday (ISO 4).
			const weekday = ((((day + 3) % 7) + 7) % 7) + 1;
			const works = named.get(day) ?? document.weekdays.includes(weekday);
			this.#daysBefore[index] = working.length;
			if (works) {
				this.#isWorking[index] = 1;
				working.push(index);
			}
		}
		this.#workingDays = Uint32Array.from(working);
		this.#clock = new Intl.DateTimeFormat('en-CA', {
			timeZone: document.timezone,
			hourCycle: 'h23',
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
			hour: '2-digit',
			minute: '2-digit',
			second: '2-digit'
		});
	}

	/** The local day of a moment, YYYY-MM-DD. */
	localDay(at: Date): string {
		return dayText(Math.floor(this.#localMs(at) / DAY_MS));
	}

	isWorkingDay(day: string): boolean {
		return this.#isWorking[dayNumber(day) - this.#firstDay] === 1;
	}

	/** Working hours between the start of the calendar and the moment. */
	rulerAt(at: Date): number {
		const local = this.#localMs(at);
		const index = Math.floor(local / DAY_MS) - this.#firstDay;
		if (index < 0) return 0;
		// Before the calendar's span the ruler stands at nought, behind it at its end: a clock stops rather than breaks.
		if (index >= this.#isWorking.length) return this.#workingDays.length * this.hoursPerDay;
		let hours = (this.#daysBefore[index] ?? 0) * this.hoursPerDay;
		if (this.#isWorking[index]) {
			const clock = local - Math.floor(local / DAY_MS) * DAY_MS;
			for (const period of this.#periods) {
				hours += Math.max(0, Math.min(clock, period.toMs) - period.fromMs) / HOUR_MS;
			}
		}
		return hours;
	}

	/** The earliest moment at which the given working hours have passed: the inverse of rulerAt. */
	rulerMoment(hours: number): Date {
		// The last working day that begins before the mark: 17:00 today rather than 08:30 tomorrow.
		const nth = Math.min(Math.max(Math.ceil((hours - MARGIN_H) / this.hoursPerDay) - 1, 0), this.#workingDays.length - 1);
		const day = this.#firstDay + (this.#workingDays[nth] ?? 0);
		let rest = Math.max(hours - nth * this.hoursPerDay, 0) * HOUR_MS;
		for (const period of this.#periods) {
			const span = period.toMs - period.fromMs;
			if (rest <= span + MARGIN_H * HOUR_MS) return this.#fromLocal(day * DAY_MS + period.fromMs + Math.min(rest, span));
			rest -= span;
		}
		return this.#fromLocal(day * DAY_MS + this.#closingMs());
	}

	/** A limit in hours of its own ruler: working hours, or natural hours for unit `hours`. */
	limitHours(limit: Limit): number {
		return limit.unit === 'working_days' ? limit.amount * this.hoursPerDay : limit.amount;
	}

	/** When a limit that starts at the moment runs out. */
	dueAfter(start: Date, limit: Limit): Date {
		if (limit.unit === 'hours') return new Date(start.getTime() + limit.amount * HOUR_MS);
		if (limit.unit === 'working_hours' || !Number.isInteger(limit.amount)) {
			return this.rulerMoment(this.rulerAt(start) + this.limitHours(limit));
		}
		// Whole working days: the day of the start does not count, the last day counts to its end
		// (民法典 art. 201 and 203).
		const index = Math.floor(this.#localMs(start) / DAY_MS) - this.#firstDay;
		const whole = this.#workingDays.length;
		const before = index < 0 ? 0 : index >= this.#isWorking.length ? whole : (this.#daysBefore[index] ?? 0) + (this.#isWorking[index] ?? 0);
		// Where the calendar ends before the limit does, its last working day stands in.
		const last = this.#workingDays[Math.min(before + Math.max(limit.amount, 1), whole) - 1] ?? 0;
		return this.#fromLocal((this.#firstDay + last) * DAY_MS + this.#closingMs());
	}

	/** Hours of the limit's own ruler until it runs out; negative when overdue. */
	hoursLeft(at: Date, due: Date, unit: LimitUnit): number {
		if (unit === 'hours') return (due.getTime() - at.getTime()) / HOUR_MS;
		return this.rulerAt(due) - this.rulerAt(at);
	}

	/** The moment that many hours of the ruler before the due moment. */
	beforeDue(due: Date, hours: number, unit: LimitUnit): Date {
		if (unit === 'hours') return new Date(due.getTime() - hours * HOUR_MS);
		return this.rulerMoment(this.rulerAt(due) - hours);
	}

	#closingMs(): number {
		return this.#periods[this.#periods.length - 1]?.toMs ?? DAY_MS;
	}

	/** Milliseconds on the wall clock of the zone, counted as if it were UTC. */
	#localMs(at: Date): number {
		const parts: Record<string, number> = {};
		for (const part of this.#clock.formatToParts(at)) {
			if (part.type !== 'literal') parts[part.type] = Number(part.value);
		}
		const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
		return Date.UTC(year, month - 1, day, hour, minute, second) + (((at.getTime() % 1000) + 1000) % 1000);
	}

	/**
	 * The moment at which the zone's wall clock shows this. A time that a clock change skips is read with
	 * the clock from before the change, a time that it shows twice is the second: as PostgreSQL has it.
	 */
	#fromLocal(localMs: number): Date {
		const offsetAt = (ms: number): number => this.#localMs(new Date(ms)) - ms;
		const wanted = Math.round(localMs);
		const before = wanted - offsetAt(wanted - DAY_MS);
		const after = wanted - offsetAt(wanted + DAY_MS);
		return new Date(after + offsetAt(after) === wanted ? after : before);
	}
}

function clockMs(clock: string): number {
	const [hours = 0, minutes = 0] = clock.split(':').map(Number);
	return hours * HOUR_MS + minutes * 60_000;
}

function dayNumber(day: string): number {
	return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
}

function dayText(day: number): string {
	return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
