const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Moments by the wall clock of a zone. A file has hundreds of thousands of them and asking Intl costs
 * microseconds, so the offset of each hour is asked once.
 */
export class LocalClock {
	readonly #format: Intl.DateTimeFormat;
	readonly #offsets = new Map<number, number>();

	/** Throws a RangeError for a zone that does not exist. */
	constructor(zone: string) {
		this.#format = new Intl.DateTimeFormat('en-CA', {
			timeZone: zone,
			hourCycle: 'h23',
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
			hour: '2-digit',
			minute: '2-digit',
			second: '2-digit'
		});
	}

	/**
	 * The moment at which the zone's clock shows these milliseconds, counted as if they were UTC. A time
	 * that a clock change skips is read with the clock from before it, a time shown twice is the second:
	 * as PostgreSQL has it.
	 */
	momentOf(localMs: number): Date {
		const before = localMs - this.#offsetAt(localMs - DAY_MS);
		const after = localMs - this.#offsetAt(localMs + DAY_MS);
		if (before === after) return new Date(after);
		return new Date(after + this.#offsetAt(after) === localMs ? after : before);
	}

	/** "2026-11-25 18:55:03+08:00", with fractions of a second where there are any. */
	text(moment: Date): string {
		const offset = this.#offsetAt(moment.getTime());
		const local = new Date(moment.getTime() + offset).toISOString().replace('T', ' ').replace('Z', '').replace('.000', '');
		const minutes = Math.abs(offset) / 60_000;
		const two = (value: number): string => String(Math.trunc(value)).padStart(2, '0');
		return `${local}${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
	}

	#offsetAt(ms: number): number {
		const hour = Math.floor(ms / HOUR_MS);
		let offset = this.#offsets.get(hour);
		if (offset === undefined) {
			const parts: Record<string, number> = {};
			for (const part of this.#format.formatToParts(hour * HOUR_MS)) if (part.type !== 'literal') parts[part.type] = Number(part.value);
			const { year = 0, month = 1, day = 1, hour: hours = 0, minute = 0, second = 0 } = parts;
			offset = Date.UTC(year, month - 1, day, hours, minute, second) - hour * HOUR_MS;
			this.#offsets.set(hour, offset);
		}
		return offset;
	}
}
