import * as v from 'valibot';

/** What an installation says about itself; kept in the table `settings`, one row per key. */
export interface Settings {
	/** IANA zone in which local days begin. */
	timezone: string;
	/** Whom residents and staff turn to with complaints: a telephone number, an address, an office. */
	complaintContact: string;
	/** 审图号 of the public map; without one the public sees plans without boundaries. */
	mapApproval: string;
}

/** The form of the settings. */
export const SettingsSchema = v.object({
	timezone: v.pipe(v.string(), v.trim(), v.check(isTimezone, 'unknown_timezone')),
	complaintContact: v.pipe(v.string(), v.trim(), v.maxLength(200, 'too_long')),
	mapApproval: v.pipe(v.string(), v.trim(), v.maxLength(60, 'too_long'))
});

/** Whether the zone is one that calendars and clocks know (IANA name). */
export function isTimezone(zone: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: zone });
		// "+08:00" and abbreviations pass there; the database and the reader know names.
		return /^[A-Z][A-Za-z]+(\/[A-Za-z_+-]+[0-9]*)*$/.test(zone);
	} catch {
		return false;
	}
}
