import { failed, ok, type Result } from '#lib/domain/result.ts';
import type { Label, Template } from '#lib/domain/template.ts';
import { toResult, type Client } from './client.ts';
import type { Json } from './database.types.ts';

/** A version of a template, and the campaigns that run on it. */
export interface TemplateVersion {
	id: string;
	version: number;
	name: Label;
	createdAt: string;
	campaigns: { id: string; name: Label }[];
}

const MOST = 500;

/** Every version of every template, the newest of each first. */
export async function listTemplates(client: Client): Promise<Result<TemplateVersion[]>> {
	const [templates, campaigns] = await Promise.all([
		client
			.from('templates')
			.select('id, version, created_at, name:document->name')
			.order('id')
			.order('version', { ascending: false })
			.limit(MOST),
		client.from('campaigns').select('id, name, template_id, template_version').order('starts_on', { ascending: false }).limit(MOST)
	]);
	const found = toResult<{ id: string; version: number; created_at: string; name: Label }[]>(templates);
	if (!found.ok) return found;
	const running = toResult<{ id: string; name: Label; template_id: string; template_version: number }[]>(campaigns);
	if (!running.ok) return running;
	return ok(
		found.value.map(({ id, version, created_at, name }) => ({
			id,
			version,
			name,
			createdAt: created_at,
			campaigns: running.value
				.filter((campaign) => campaign.template_id === id && campaign.template_version === version)
				.map((campaign) => ({ id: campaign.id, name: campaign.name }))
		}))
	);
}

/** A stored version; `not_found` when there is none. */
export async function getTemplate(client: Client, id: string, version: number): Promise<Result<Template>> {
	const found = toResult<{ document: unknown }[]>(
		await client.from('templates').select('document').eq('id', id).eq('version', version).limit(1)
	);
	if (!found.ok) return found;
	const row = found.value[0];
	// Stored only after it passed the schema, so it is trusted here.
	return row ? ok(row.document as Template) : failed('not_found');
}

/** Stores a version: `template_in_use` when a campaign runs on another document of that number. */
export async function saveTemplate(client: Client, template: Template): Promise<Result<null>> {
	return toResult(await client.rpc('save_template', { document: template as unknown as Json }));
}
