import { error, fail } from '@sveltejs/kit';
import { getCampaignRecord, getTargetTable, saveAreaTargets } from '#lib/data/admin-campaigns.ts';
import { getAreaPath } from '#lib/data/areas.ts';
import type { Client } from '#lib/data/client.ts';
import { isWithin } from '#lib/domain/area.ts';
import { readAmounts } from '#lib/domain/target-table.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { Actions, PageServerLoad } from './$types';

/** The table of the area that the address asks for, the campaign's own otherwise. */
async function readTable(client: Client, id: string, asked: string | null) {
	const { campaign } = orThrow(await getCampaignRecord(client, id));
	const area = asked ?? campaign.areaCode;
	if (!isWithin(area, campaign.areaCode)) error(404, { message: 'not_found', code: 'not_found' });
	return { campaign, area, table: orThrow(await getTargetTable(client, campaign.id, area)) };
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const read = await readTable(locals.client, params.campaign, url.searchParams.get('area'));
	const path = orThrow(await getAreaPath(locals.client, read.area));
	return { ...read, path: path.filter(({ code }) => isWithin(code, read.campaign.areaCode)) };
};

export const actions: Actions = {
	default: async ({ request, locals, params, url }) => {
		const { campaign, table } = await readTable(locals.client, params.campaign, url.searchParams.get('area'));
		const values: Record<string, string> = {};
		for (const [name, value] of await request.formData()) if (typeof value === 'string') values[name] = value;
		const read = readAmounts(table.targets, table.areas, values);
		if (read.wrong.length) return fail(400, { values, wrong: read.wrong, error: undefined });
		const saved = await saveAreaTargets(locals.client, campaign.id, read.amounts);
		return saved.ok ? { saved: true as const } : fail(400, { values, wrong: [] as string[], error: saved.error });
	}
};
