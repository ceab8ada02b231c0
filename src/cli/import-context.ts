import { getSettings } from '#lib/data/admin-settings.ts';
import { listCampaigns } from '#lib/data/campaigns.ts';
import type { Client } from '#lib/data/client.ts';
import { beginImport, checkRows, commitImport, discardRows, getPlaces, stageRows } from '#lib/data/ledger.ts';
import type { Target } from '#lib/ledger/mapper.ts';
import { Places } from '#lib/ledger/places.ts';
import type { ImportPort } from '#lib/ledger/run-import.ts';
import { valueOf } from './opened.ts';
import { UsageError } from './report.ts';

/** What rows are imported into, by the names that were given; says which of them do not exist. */
export async function loadTarget(client: Client, names: { campaign: string; area?: string; layer?: string }): Promise<Target> {
	const campaigns = valueOf(await listCampaigns(client));
	const campaign = campaigns.find(({ id }) => id === names.campaign);
	if (!campaign) {
		throw new UsageError(`There is no campaign ${names.campaign}. There are: ${campaigns.map(({ id }) => id).join(', ') || 'none'}`);
	}
	const { template } = campaign;
	if (names.layer && !template.layers.some(({ id }) => id === names.layer)) {
		throw new UsageError(
			`Campaign ${campaign.id} has no layer ${names.layer}. There are: ${template.layers.map(({ id }) => id).join(', ')}`
		);
	}
	const area = names.area ?? campaign.areaCode;
	const places = new Places(valueOf(await getPlaces(client, campaign.id)), area);
	if (!area.startsWith(campaign.areaCode) || !places.get(area)) {
		throw new UsageError(`There is no area ${area} in ${campaign.areaCode}, the area of campaign ${campaign.id}.`);
	}
	return { template, places, timezone: valueOf(await getSettings(client)).timezone, area };
}

/** The ledger's way into the database. */
export function portTo(caller: () => Promise<Client>): ImportPort {
	return {
		begin: async (batch) => beginImport(await caller(), { ...batch }),
		stage: async (batch, rows) => stageRows(await caller(), batch, rows),
		check: async (batch) => checkRows(await caller(), batch),
		discard: async (batch, rows) => discardRows(await caller(), batch, rows),
		commit: async (batch, summary) => commitImport(await caller(), batch, summary)
	};
}
