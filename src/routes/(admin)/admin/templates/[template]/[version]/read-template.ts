import { error } from '@sveltejs/kit';
import { getTemplate } from '#lib/data/admin-templates.ts';
import type { Client } from '#lib/data/client.ts';
import type { Template } from '#lib/domain/template.ts';
import { orThrow } from '#lib/server/staff.ts';

/** The version that the address names, or the page for what is not there. */
export async function readVersion(client: Client, id: string, version: string): Promise<Template> {
	if (!/^[1-9][0-9]{0,5}$/.test(version)) error(404, { message: 'not_found', code: 'not_found' });
	return orThrow(await getTemplate(client, id, Number(version)));
}
