import * as v from 'valibot';
import type { AreaCode } from './area.ts';
import { isDay } from './day.ts';
import type { Label } from './template.ts';

/** A campaign as an administrator sees it. */
export interface CampaignRecord {
	id: string;
	name: Label;
	areaCode: AreaCode;
	areaName: string;
	templateId: string;
	templateVersion: number;
	calendarId: string;
	/** Local days, YYYY-MM-DD, both included. */
	startsOn: string;
	endsOn: string;
	isGenerated: boolean;
}

const MOST_NAME = 60;
const name = v.pipe(v.string(), v.trim(), v.minLength(1, 'needs_label'), v.maxLength(MOST_NAME, 'too_long'));
const day = (missing: string) => v.pipe(v.string(), v.minLength(1, missing), v.check(isDay, 'not_a_date'));

const facts = {
	nameZh: name,
	nameEn: name,
	startsOn: day('needs_from'),
	endsOn: day('needs_to'),
	calendar: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/, 'needs_calendar'))
};
const inOrder = <Facts extends { startsOn: string; endsOn: string }>({ startsOn, endsOn }: Facts): boolean => endsOn > startsOn;

/** The form of a campaign that runs: its id, area and template stay. */
export const CampaignFactsSchema = v.pipe(
	v.object(facts),
	v.forward(v.partialCheck([['startsOn'], ['endsOn']], inOrder, 'campaign_ends_before_start'), ['endsOn'])
);

/** The form of a new one. `template` is "id/version". */
export const CampaignNewSchema = v.pipe(
	v.object({
		...facts,
		id: v.pipe(v.string(), v.trim(), v.regex(/^[a-z0-9-]{1,40}$/, 'campaign_bad_id')),
		area: v.pipe(v.string(), v.trim(), v.regex(/^[0-9A-Z]{2,24}$/, 'needs_area')),
		template: v.pipe(
			v.string(),
			v.regex(/^[a-z0-9-]{1,40}\/[1-9][0-9]{0,5}$/, 'needs_template'),
			v.transform((text) => {
				const [id = '', version] = text.split('/');
				return { id, version: Number(version) };
			})
		)
	}),
	v.forward(v.partialCheck([['startsOn'], ['endsOn']], inOrder, 'campaign_ends_before_start'), ['endsOn'])
);
