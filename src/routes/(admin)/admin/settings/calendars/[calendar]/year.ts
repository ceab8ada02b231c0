const DAY_MS = 86_400_000;

export interface Month {
	/** YYYY-MM */
	month: string;
	/** Empty cells before the first, in weeks that begin on Monday. */
	blanks: number;
	days: string[];
}

/** The twelve months of a year as calendars draw them. */
export function monthsOf(year: number): Month[] {
	return Array.from({ length: 12 }, (_, index) => {
		const month = `${year}-${String(index + 1).padStart(2, '0')}`;
		const length = new Date(Date.UTC(year, index + 1, 0)).getUTCDate();
		return {
			month,
			blanks: (new Date(`${month}-01T00:00:00Z`).getUTCDay() + 6) % 7,
			days: Array.from({ length }, (_day, at) => `${month}-${String(at + 1).padStart(2, '0')}`)
		};
	});
}

/** The day so many days on. */
export function shiftDay(day: string, by: number): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + by * DAY_MS).toISOString().slice(0, 10);
}
