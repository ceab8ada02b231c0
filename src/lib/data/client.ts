import type { PostgrestSingleResponse, SupabaseClient } from '@supabase/supabase-js';
import { failed, ok, type Result } from '#lib/domain/result.ts';
import type { Database } from './database.types.ts';

/** A Supabase client of our schema; whose it is decides what it may see. */
export type Client = SupabaseClient<Database>;

/**
 * An answer of the API as a value. A refusal raised by the database (422) keeps its code and field;
 * everything else becomes one of a few codes, so that no server's wording reaches a screen.
 */
export function toResult<Value>(response: PostgrestSingleResponse<unknown>): Result<Value> {
	if (!response.error) return ok(response.data as Value);
	const { code, message, details } = response.error;
	if (code === 'PT422') {
		const told = parseDetails(details);
		return failed(message, told.field, told.info);
	}
	if (response.status === 401) return failed('signed_out');
	if (response.status === 403 || code === '42501') return failed('not_allowed');
	// What is no id at all names nothing.
	if (response.status === 404 || code === '22P02') return failed('not_found');
	if (response.status === 409) return failed('already_there');
	if (response.status === 413) return failed('too_large');
	if (response.status === 503) return failed('busy');
	if (response.status === 507) return failed('disk_full');
	if (response.status === 0) return failed('unreachable');
	return failed('backend_error', undefined, code);
}

function parseDetails(details: string | null): { field?: string; info?: unknown } {
	try {
		return JSON.parse(details ?? '{}') as { field?: string; info?: unknown };
	} catch {
		return {};
	}
}
