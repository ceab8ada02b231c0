import { getCalendar } from '#lib/data/campaigns.ts';
import { error } from '@sveltejs/kit';
import { orThrow } from '#lib/server/staff.ts';
import type { RequestHandler } from './$types';

/** The calendar as a file, in the form in which it is brought in. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const calendar = orThrow(await getCalendar(locals.client, params.calendar));
	// An unknown calendar is no error of the function.
	if (!calendar) error(404, { message: 'not_found', code: 'not_found' });
	return new Response(`${JSON.stringify(calendar, null, '\t')}\n`, {
		headers: {
			'content-type': 'application/json; charset=utf-8',
			'content-disposition': `attachment; filename="calendar-${calendar.id}.json"`
		}
	});
};
