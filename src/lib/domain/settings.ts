/** What an installation says about itself; kept in the table `settings`, one row per key. */
export interface Settings {
	/** IANA zone in which local days begin. */
	timezone: string;
	/** Whom residents and staff turn to with complaints: a telephone number, an address, an office. */
	complaintContact: string;
	/** 审图号 of the public map; without one the public sees plans without boundaries. */
	mapApproval: string;
}
