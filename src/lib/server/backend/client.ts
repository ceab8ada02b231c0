import { createClient } from '@supabase/supabase-js';
import type { Client } from '#lib/data/client.ts';
import type { Database } from '#lib/data/database.types.ts';

/** supabase-js with one key and one way to reach it; a server keeps no session in it. */
export function client(url: string, key: string, reach: typeof fetch, headers: Record<string, string> = {}): Client {
	return createClient<Database>(url, key, {
		auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
		global: { fetch: reach, headers }
	});
}

export function bearer(accessToken: string): Record<string, string> {
	return { Authorization: `Bearer ${accessToken}` };
}
