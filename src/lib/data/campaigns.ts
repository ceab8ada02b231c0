import type { CalendarDocument } from '#lib/domain/calendar.ts';
import type { Session } from '#lib/domain/person.ts';
import type { Result } from '#lib/domain/result.ts';
import type { Campaign, Label, Template } from '#lib/domain/template.ts';
import { toResult, type Client } from './client.ts';
import type { Tables } from './database.types.ts';

type Row = Pick<Tables<'campaigns'>, 'id' | 'name' | 'area_code' | 'calendar_id' | 'document' | 'starts_on' | 'ends_on' | 'is_generated'>;

const COLUMNS = 'id, name, area_code, calendar_id, document, starts_on, ends_on, is_generated';

/** Campaigns, newest first. */
export async function listCampaigns(client: Client): Promise<Result<Campaign[]>> {
	const found = toResult<Row[]>(await client.from('campaigns').select(COLUMNS).order('starts_on', { ascending: false }).order('id'));
	return found.ok ? { ok: true, value: found.value.map(toCampaign) } : found;
}

/** The calendar that a campaign's limits count in, whole or between two days: a few kilobytes instead of all its years. */
export async function getCalendar(client: Client, id: string, span?: { from: string; to: string }): Promise<Result<CalendarDocument>> {
	return toResult(await client.rpc('calendar_document', { calendar: id, ...(span ? { from_day: span.from, to_day: span.to } : {}) }));
}

/** Who asks, the campaigns, newest first, and the one that a page looks at. */
export interface StaffCampaigns {
	/** As getSession answers it. */
	session: Session | null;
	campaigns: { id: string; name: Label; areaCode: string; isGenerated: boolean }[];
	/** Null when there is none, or not the one that was asked for. */
	campaign: Campaign | null;
	/** The campaign's calendar between the two days. */
	calendar: CalendarDocument | null;
}

/** {@link StaffCampaigns} for the campaign with the id, else for the newest. */
export async function getStaffCampaigns(
	client: Client,
	campaign: string | undefined,
	span: { from: string; to: string }
): Promise<Result<StaffCampaigns>> {
	return toResult(await client.rpc('staff_context', { campaign, from_day: span.from, to_day: span.to }));
}

function toCampaign(row: Row): Campaign {
	return {
		id: row.id,
		name: row.name as Label,
		areaCode: row.area_code,
		calendarId: row.calendar_id,
		startsOn: row.starts_on,
		endsOn: row.ends_on,
		isGenerated: row.is_generated,
		// Stored only after it passed the schema (save_template), so it is trusted here.
		template: row.document as unknown as Template
	};
}
