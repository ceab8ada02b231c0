import { listProposals, PROPOSALS_PER_PAGE } from '#lib/data/publications.ts';
import { hasAnyRole } from '#lib/domain/person.ts';
import { PROPOSAL_STATES } from '#lib/domain/proposal.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, parent }) => {
	const state = PROPOSAL_STATES.find((one) => one === url.searchParams.get('state')) ?? 'proposed';
	const page = Math.max(0, Math.trunc(Number(url.searchParams.get('page') ?? 0)) || 0);
	const list = orThrow(await listProposals(locals.client, state, page));
	const { session } = await parent();
	return {
		state,
		page,
		list,
		mayPropose: hasAnyRole(session, 'cadre', 'dispatcher', 'inspector', 'administrator'),
		hasMore: (page + 1) * PROPOSALS_PER_PAGE < list.total
	};
};
