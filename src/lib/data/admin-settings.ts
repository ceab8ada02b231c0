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

export async function saveSettings(client: Client, settings: Settings): Promise<Result<null>> {
	const updated_at = new Date().toISOString();
	const rows = [
		{ key: 'timezone', value: settings.timezone, updated_at },
		{ key: 'complaint_contact', value: settings.complaintContact, updated_at },
		{ key: 'map_approval', value: settings.mapApproval, updated_at }
	];
	return toResult(await client.from('settings').upsert(rows));
}
