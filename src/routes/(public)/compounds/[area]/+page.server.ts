import { redirect } from '@sveltejs/kit';
import { getPublishedFigures, listPublishedCampaigns } from '#lib/data/published.ts';
import { isWithin } from '#lib/domain/area.ts';
import { paths } from '#lib/domain/paths.ts';
import { published } from '#lib/server/remembered.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { PageServerLoad } from './$types';
import { readCompound } from './read-compound.ts';

export const load: PageServerLoad = async ({ locals: { client }, params }) => {
	const [{ area, pairs }, campaigns] = await Promise.all([
		readCompound(client, params.area),
		published.of('campaigns', () => listPublishedCampaigns(client)).then(orThrow)
	]);
	// Above a compound the front page shows more; inside one its page does.
	if (['city', 'district', 'subdistrict'].includes(area.level))
		redirect(307, paths.compounds({ q: area.level === 'city' ? '' : area.name }));
	const campaign = campaigns.find((one) => isWithin(area.code, one.areaCode)) ?? null;
	const figures = campaign
		? orThrow(await published.of(`figures ${campaign.id} ${area.code}`, () => getPublishedFigures(client, campaign.id, area.code)))
		: null;
	return {
		area,
		pairs,
		layers: campaigns.flatMap((one) => one.layers.map((layer) => ({ ...layer, campaign: one.id }))),
		campaign: campaign && { startsOn: campaign.startsOn, targets: campaign.targets },
		figures,
		isDemo: area.isGenerated || pairs.some((pair) => pair.isGenerated)
	};
};
