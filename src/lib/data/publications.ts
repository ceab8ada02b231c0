import type { ProposalDetail, ProposalList, ProposalState } from '#lib/domain/proposal.ts';
import { failed, ok, type Result } from '#lib/domain/result.ts';
import { toResult, type Client } from './client.ts';
import type { Tables } from './database.types.ts';
import { toPublication, toPublishedArea } from './published.ts';

const BUCKET = 'publications';

/** Proposals of the caller's areas, newest first; pages count from 0. */
export async function listProposals(client: Client, state: ProposalState | null, page = 0): Promise<Result<ProposalList>> {
	return toResult(await client.rpc('list_proposals', { shown_state: state ?? undefined, page, page_size: PROPOSALS_PER_PAGE }));
}
export const PROPOSALS_PER_PAGE = 30;

type DetailRow = Omit<ProposalDetail, 'publication' | 'area'> & {
	asPublished: { publication: Tables<'publications'>; area: Tables<'published_areas'> };
};

/** Null when there is no such proposal, or none that the caller may see. */
export async function getProposal(client: Client, id: string): Promise<Result<ProposalDetail | null>> {
	const found = toResult<DetailRow | null>(await client.rpc('proposal_detail', { proposal: id }));
	if (!found.ok || !found.value) return found as Result<null>;
	const { asPublished, ...detail } = found.value;
	return ok({ ...detail, publication: toPublication(asPublished.publication), area: toPublishedArea(asPublished.area) });
}

/** The bytes of a redacted copy, public or not, as the caller. */
export async function readRedacted(client: Client, path: string): Promise<Result<Uint8Array<ArrayBuffer>>> {
	const { data } = await client.storage.from(BUCKET).download(path);
	return data ? ok(new Uint8Array(await data.arrayBuffer())) : failed('picture_missing');
}

/** Stores a redacted copy as the caller, so that their rights decide. */
export async function storeRedacted(client: Client, path: string, picture: Buffer): Promise<Result<null>> {
	const { error } = await client.storage.from(BUCKET).upload(path, new Uint8Array(picture).buffer, { contentType: 'image/jpeg' });
	return error ? failed('not_allowed') : ok(null);
}
