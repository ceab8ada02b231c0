import { getPublishedFigures, listPairs, listPublishedAreas, listPublishedCampaigns, listPublishedOutlines } from '#lib/data/published.ts';
import { findCompounds, groupByDistrict, pickHighlights } from '#lib/domain/directory.ts';
import { published } from '#lib/server/remembered.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { PageServerLoad } from './$types';

const HIGHLIGHTS = 7;
/** Newest pairs from which the highlights are picked. */
const NEWEST = 60;
const LONGEST_QUERY = 60;

export const load: PageServerLoad = async ({ locals: { client }, url }) => {
	const campaigns = orThrow(await published.of('campaigns', () => listPublishedCampaigns(client)));
	const asked = url.searchParams.get('campaign');
	const campaign = campaigns.find((one) => one.id === asked) ?? campaigns[0] ?? null;
	if (!campaign) return { campaign: null, isDemo: false };
	const [figures, areas, outlines, pairs] = await Promise.all([
		published
			.of(`figures ${campaign.id} ${campaign.areaCode}`, () => getPublishedFigures(client, campaign.id, campaign.areaCode))
			.then(orThrow),
		published.of(`areas ${campaign.areaCode}`, () => listPublishedAreas(client, campaign.areaCode)).then(orThrow),
		published.of(`outlines ${campaign.areaCode}`, () => listPublishedOutlines(client, campaign.areaCode)).then(orThrow),
		published.of(`newest ${campaign.id}`, () => listPairs(client, { campaign: campaign.id }, NEWEST)).then(orThrow)
	]);
	const names = new Map(areas.map((area) => [area.code, area]));
	const query = (url.searchParams.get('q') ?? '').slice(0, LONGEST_QUERY);
	const district = outlines.find((outline) => outline.code === url.searchParams.get('district'))?.code ?? null;
	return {
		campaign,
		area: names.get(campaign.areaCode) ?? null,
		campaigns: campaigns.map(({ id, name }) => ({ id, name })),
		figures,
		highlights: pickHighlights(pairs, HIGHLIGHTS).map((pair) => ({ ...pair, place: names.get(pair.area) ?? null })),
		districts: outlines.map((outline) => ({
			...outline,
			compounds: areas.filter((area) => area.level === 'compound' && area.pairs > 0 && area.code.startsWith(outline.code)).length
		})),
		/** What a search found; null when nobody searched. */
		found: query.trim() ? findCompounds(areas, query) : null,
		groups: groupByDistrict(areas, findCompounds(areas, '')),
		query,
		district,
		isDemo: campaign.isGenerated
	};
};
