import { busiestDay, dayWithin, daysOf } from '#lib/domain/publication.ts';
import type { PageServerLoad } from './$types';
import { readCompound } from '../read-compound.ts';

export const load: PageServerLoad = async ({ locals: { client }, params, url }) => {
	const { area, pairs } = await readCompound(client, params.area);
	const days = daysOf(pairs);
	return {
		area,
		pairs,
		days,
		/** Unasked: the day on which most was still to do, and the last of which the pairs know anything. */
		from: days && dayWithin(url.searchParams.get('from'), days, busiestDay(pairs) ?? days.first),
		to: days && dayWithin(url.searchParams.get('to'), days, days.last),
		isDemo: area.isGenerated || pairs.some((pair) => pair.isGenerated)
	};
};
