import { randomUUID } from 'node:crypto';
import { error, fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { listCampaigns } from '#lib/data/campaigns.ts';
import { submitChange } from '#lib/data/changes.ts';
import { getProposal } from '#lib/data/publications.ts';
import { decisionsOf } from '#lib/domain/proposal.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { Actions, PageServerLoad } from './$types';

const FormSchema = v.object({
	changeId: v.pipe(v.string(), v.uuid()),
	version: v.pipe(v.string(), v.toNumber(), v.integer()),
	action: v.picklist(['approve', 'reject', 'withdraw']),
	reason: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(2000)))
});

export const load: PageServerLoad = async ({ locals, params }) => {
	const proposal = v.is(v.pipe(v.string(), v.uuid()), params.proposal) ? orThrow(await getProposal(locals.client, params.proposal)) : null;
	if (!proposal) error(404, { message: 'unknown_target', code: 'unknown_target' });
	const campaigns = orThrow(await listCampaigns(locals.client));
	const { layers } = campaigns.find((one) => one.id === proposal.publication.campaign)?.template ?? { layers: [] };
	return {
		proposal,
		decisions: decisionsOf(proposal),
		layerName: layers.find((layer) => layer.id === proposal.publication.layer)?.name ?? null,
		changeId: randomUUID()
	};
};

export const actions: Actions = {
	default: async ({ request, params, locals }) => {
		const parsed = v.safeParse(FormSchema, Object.fromEntries(await request.formData()));
		if (!parsed.success) return fail(400, { error: { code: 'bad_patch' } });
		const { changeId, version, action, reason } = parsed.output;
		const answer = await submitChange(locals.client, {
			changeId,
			target: `publication:${params.proposal}`,
			baseVersion: version,
			patch: { action, ...(reason ? { reason } : {}) }
		});
		if (!answer.ok) return fail(503, { error: answer.error });
		if (answer.value.status === 'conflict') return fail(409, { error: { code: 'stale' } });
		if (answer.value.status === 'refused') return fail(422, { error: { code: answer.value.code, info: answer.value.info } });
		return { done: action };
	}
};
