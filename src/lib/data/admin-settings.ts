import type { Settings } from '#lib/domain/settings.ts';
import { ok, type Result } from '#lib/domain/result.ts';
import { toResult, type Client } from './client.ts';

/** The settings of this installation; a key that nobody has set yet is empty. */
export async function getSettings(client: Client): Promise<Result<Settings>> {
	const found = toResult<{ key: string; value: unknown }[]>(await client.from('settings').select('key, value'));
	if (!found.ok) return found;
	const text = (key: string): string => {
		const value = found.value.find((row) => row.key === key)?.value;
		return typeof value === 'string' ? value : '';
	};
	return ok({
		timezone: text('timezone') || 'UTC',
		complaintContact: text('complaint_contact'),
		mapApproval: text('map_approval')
	});
}

/** `unknown_timezone` for a zone that the database does not know. */
export async function saveSettings(client: Client, { timezone, complaintContact, mapApproval }: Settings): Promise<Result<null>> {
	return toResult(
		await client.rpc('save_settings', { settings: { timezone, complaint_contact: complaintContact, map_approval: mapApproval } })
	);
}
