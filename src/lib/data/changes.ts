import type { Change, ChangeAnswer } from '#lib/domain/change.ts';
import type { Result } from '#lib/domain/result.ts';
import { toResult, type Client } from './client.ts';
import type { Json } from './database.types.ts';

/** Sends one change to the ledger, as the caller. Sending it again has the effect of once. */
export async function submitChange(client: Client, change: Change): Promise<Result<ChangeAnswer>> {
	return toResult(
		await client.rpc('submit_change', {
			change_id: change.changeId,
			target: change.target,
			base_version: change.baseVersion as number,
			patch: change.patch as Json
		})
	);
}
