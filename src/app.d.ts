import type { StaffCampaigns } from '#lib/data/campaigns.ts';
import type { Client } from '#lib/data/client.ts';
import type { Holder } from '#lib/data/sign-in.ts';
import type { Session } from '#lib/domain/person.ts';
import type { Locale } from '#lib/paraglide/runtime.js';

declare global {
	namespace App {
		interface Locals {
			/** Acts as the caller: their session's token, or the publishable key alone. Pages of the public always have the latter. */
			client: Client;
			/** The signed-in person with today's posts; null for everybody else. */
			session: Session | null;
			/** Somebody whose password was right and who still has to show, or set up, the second factor. No rights yet. */
			pending: Holder | null;
			/** What a page of staff stands on, where the guard has asked for it with the session (see loadStaff). */
			staff?: StaffCampaigns;
			locale: Locale;
			theme: 'light' | 'dark' | 'system';
			/** 适老版: larger text and targets. */
			isElder: boolean;
			/** Names the request in logs and error pages. */
			traceId: string;
		}
		interface Error {
			message: string;
			code?: string;
			traceId?: string;
		}
	}
}
