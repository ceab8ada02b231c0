import type { Client } from '#lib/data/client.ts';
import { listProfiles } from '#lib/data/ledger.ts';
import { ProfileSchema, type Profile } from '#lib/ledger/profile.ts';
import { SHIPPED_PROFILES } from '#lib/ledger/profiles/index.ts';
import { checked, readJson } from './json-file.ts';
import { valueOf } from './opened.ts';
import { UsageError } from './report.ts';

/** A profile by the path of its file, or by the name under which it ships or is remembered. */
export async function findProfile(name: string, client: Client): Promise<Profile> {
	if (name.endsWith('.json')) return checked(ProfileSchema, readJson(name), name);
	const remembered = valueOf(await listProfiles(client));
	const found = remembered.find(({ id }) => id === name);
	if (found) return checked(ProfileSchema, found.document, name);
	const shipped = SHIPPED_PROFILES.find(({ id }) => id === name);
	if (shipped) return shipped;
	const known = [...SHIPPED_PROFILES, ...remembered].map(({ id }) => id);
	throw new UsageError(`There is no profile ${name}. There are: ${known.join(', ')}, or a file that ends in .json.`);
}
