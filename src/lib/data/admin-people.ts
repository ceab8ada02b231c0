import type { AreaName } from '#lib/domain/area.ts';
import type { PersonRecord } from '#lib/domain/person-record.ts';
import { failed, ok, type Result } from '#lib/domain/result.ts';
import type { Role } from '#lib/domain/template.ts';
import { toResult, type Client } from './client.ts';
import type { Json } from './database.types.ts';

/** People whom the caller administers, found by name, organisation, title or area. Pages count from 0. */
export async function listPeople(
	client: Client,
	query: string,
	page: number,
	pageSize: number
): Promise<Result<{ total: number; rows: PersonRecord[] }>> {
	return toResult(await client.rpc('list_people', { query, page, page_size: pageSize }));
}

/** Null when there is no such person, or none whom the caller administers. */
export async function getPerson(client: Client, person: string): Promise<Result<PersonRecord | null>> {
	const found = toResult<{ rows: PersonRecord[] }>(await client.rpc('list_people', { person }));
	return found.ok ? ok(found.value.rows[0] ?? null) : found;
}

/** What is left out stays as it is; an empty phone removes the number. */
export async function savePerson(
	client: Client,
	person: { id: string; name: string; organisation: string; phone?: string; disabled?: boolean }
): Promise<Result<null>> {
	return toResult(await client.rpc('save_person', { person: person as Json }));
}

export async function addPost(
	client: Client,
	post: { personId: string; areaCode: string; role: Role; title: string; validFrom?: string; validTo?: string }
): Promise<Result<null>> {
	return toResult(
		await client.from('posts').insert({
			person_id: post.personId,
			area_code: post.areaCode,
			role: post.role,
			title: post.title,
			...(post.validFrom ? { valid_from: post.validFrom } : {}),
			valid_to: post.validTo ?? null
		})
	);
}

/** Ends a post today, or on the day it would have begun. One's own is not to be ended: `not_allowed`. */
export async function endPost(client: Client, person: string, post: string, today: string): Promise<Result<null>> {
	const found = toResult<{ valid_from: string }[]>(await client.from('posts').select('valid_from').eq('id', post).eq('person_id', person));
	if (!found.ok) return found;
	const from = found.value[0]?.valid_from;
	if (!from) return failed('not_found');
	const ended = toResult<{ id: string }[]>(
		await client
			.from('posts')
			.update({ valid_to: from > today ? from : today })
			.eq('id', post)
			.select('id')
	);
	if (!ended.ok) return ended;
	// A row that a policy hides from an update is no error there.
	return ended.value.length ? ok(null) : failed('not_allowed');
}

/** Binds a sign-in account to a person. For the server's own client only. */
export async function linkAccount(operator: Client, person: string, account: string): Promise<Result<null>> {
	return toResult(await operator.rpc('link_account', { person, account }));
}

/** The account that a person signs in with; `not_found` without one. For the server's own client only. */
export async function getAccountOf(operator: Client, person: string): Promise<Result<string>> {
	const found = toResult<{ user_id: string | null }[]>(await operator.from('people').select('user_id').eq('id', person));
	if (!found.ok) return found;
	const account = found.value[0]?.user_id;
	return account ? ok(account) : failed('not_found');
}

export interface AreaFound extends AreaName {
	/** Names of the areas above it, city first. */
	path: string | null;
}

/** Areas whose name contains the text or whose code begins with it, widest first. */
export async function findAreas(client: Client, query: string): Promise<Result<AreaFound[]>> {
	return toResult(await client.rpc('find_areas', { query }));
}
