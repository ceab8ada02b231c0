import { error } from '@sveltejs/kit';
import { getIndicators } from '#lib/data/areas.ts';
import type { Client } from '#lib/data/client.ts';
import { getDueCalendar, getOverview, listDays, listOutlines, listStuck } from '#lib/data/overview.ts';
import type { DayFigures, DueCalendar, IndicatorSeries, Outline, Overview, StuckCase } from '#lib/domain/overview.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { View } from './view.ts';

const DUE_DAYS = 10;
const STUCK_ROWS = 6;

/** Everything that an overview shows: loaded with the page, and asked again when something changed. */
export interface OverviewAnswer {
	overview: Overview;
	days: DayFigures[];
	due: DueCalendar;
	stuck: StuckCase[];
	outlines: Outline[];
	indicators: IndicatorSeries[];
}

export async function readOverview(
	client: Client,
	campaign: string,
	area: string,
	asked: Pick<View, 'domain' | 'stuck'>
): Promise<OverviewAnswer> {
	const [overview, days, due, stuck, outlines, indicators] = await Promise.all([
		getOverview(client, campaign, area, asked.domain),
		listDays(client, campaign, area, asked.domain),
		getDueCalendar(client, campaign, area, DUE_DAYS, asked.domain),
		listStuck(client, campaign, area, asked.stuck, STUCK_ROWS, asked.domain),
		listOutlines(client, area),
		getIndicators(client, area)
	]);
	const found = orThrow(overview);
	if (!found) error(404, { message: 'unknown_area', code: 'unknown_area' });
	return {
		overview: found,
		days: orThrow(days),
		due: orThrow(due),
		stuck: orThrow(stuck),
		outlines: orThrow(outlines),
		indicators: orThrow(indicators)
	};
}
