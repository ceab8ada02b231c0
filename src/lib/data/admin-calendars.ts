import type { CalendarDocument } from '#lib/domain/calendar.ts';
import type { Result } from '#lib/domain/result.ts';
import type { Label } from '#lib/domain/template.ts';
import { toResult, type Client } from './client.ts';
import type { Json } from './database.types.ts';

export interface CalendarName {
	id: string;
	name: Label;
	timezone: string;
}

/** Working calendars, by id. */
export async function listCalendars(client: Client): Promise<Result<CalendarName[]>> {
	return toResult(await client.from('calendars').select('id, name, timezone').order('id').limit(100));
}

/** Stores a calendar whole; limits that are counted from then on follow it. */
export async function saveCalendar(client: Client, calendar: CalendarDocument): Promise<Result<null>> {
	return toResult(await client.rpc('save_calendar', { calendar: calendar as unknown as Json }));
}
