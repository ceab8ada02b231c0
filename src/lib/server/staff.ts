import { error } from '@sveltejs/kit';
import { getStaffCampaigns, type StaffCampaigns } from '#lib/data/campaigns.ts';
import type { CalendarDocument } from '#lib/domain/calendar.ts';
import type { AppError, Result } from '#lib/domain/result.ts';
import type { Campaign } from '#lib/domain/template.ts';

const YEAR_MS = 366 * 86_400_000;

/** What every page of staff stands on: the campaign one looks at, and the calendar its clocks count in. */
export interface StaffContext {
	campaigns: StaffCampaigns['campaigns'];
	campaign: Campaign;
	/** A year and a half to either side of today. */
	calendar: CalendarDocument;
	/** The server's clock when the page was made; clients count on from it. */
	now: string;
}

/**
 * Who asks and what a page of staff stands on, in one answer; `?campaign=` chooses among several. The guard
 * asks for it where a page is made, and leaves it in `locals.staff`.
 */
export function askStaff({ client }: App.Locals, url: URL): Promise<Result<StaffCampaigns>> {
	const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
	const span = { from: day(Date.now() - 1.5 * YEAR_MS), to: day(Date.now() + 1.5 * YEAR_MS) };
	return getStaffCampaigns(client, url.searchParams.get('campaign') ?? undefined, span);
}

/** {@link StaffContext} of the campaign that the address asks for. 404 when there is none. */
export async function loadStaff(locals: App.Locals, url: URL): Promise<StaffContext> {
	const { campaigns, campaign, calendar } = locals.staff ?? orThrow(await askStaff(locals, url));
	if (!campaign || !calendar) error(404, { message: 'no_campaign', code: 'no_campaign' });
	return { campaigns, campaign, calendar, now: new Date().toISOString() };
}

/** The value of a result, or the error page that fits its code. For load functions. */
export function orThrow<Value>(result: Result<Value>): Value {
	if (result.ok) return result.value;
	error(statusOf(result.error), { message: result.error.code, code: result.error.code });
}

function statusOf({ code }: AppError): number {
	switch (code) {
		case 'signed_out':
			return 401;
		case 'not_allowed':
			return 403;
		case 'not_found':
			return 404;
		case 'busy':
		case 'unreachable':
			return 503;
		case 'disk_full':
			return 507;
		default:
			return 500;
	}
}
