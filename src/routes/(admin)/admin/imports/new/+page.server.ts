import * as v from 'valibot';
import { listCampaigns } from '#lib/data/campaigns.ts';
import { listProfiles } from '#lib/data/ledger.ts';
import { isWithin } from '#lib/domain/area.ts';
import { ProfileSchema } from '#lib/ledger/profile.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, parent }) => {
	const { session } = await parent();
	const [campaigns, profiles] = await Promise.all([listCampaigns(locals.client), listProfiles(locals.client)]);
	const areas = session.posts.filter(({ role }) => role === 'administrator').map(({ areaCode }) => areaCode);
	// Where one administers a part of the campaign's area, one may import into that part.
	const open = orThrow(campaigns).filter(({ areaCode }) => areas.some((area) => isWithin(areaCode, area) || isWithin(area, areaCode)));
	return {
		campaigns: open,
		asked: url.searchParams.get('campaign'),
		// What an older version remembered may not be a profile any more.
		profiles: orThrow(profiles).flatMap(({ document }) => {
			const parsed = v.safeParse(ProfileSchema, document);
			return parsed.success ? [parsed.output] : [];
		})
	};
};
