import { afterAll, inject } from 'vitest';
import { openBackend, type Backend } from '#lib/server/backend/index.ts';
import type { Contract } from './contract-backend.ts';

/** What global setup has started, for one test file. */
export const contract: Contract = inject('contract');

/** The running backend; closed behind the file. */
export async function theBackend(): Promise<Backend> {
	if (contract.supabase) {
		process.env.PUBLIC_SUPABASE_URL = contract.supabase.url;
		process.env.PUBLIC_SUPABASE_PUBLISHABLE_KEY = contract.supabase.publishableKey;
		process.env.SUPABASE_SECRET_KEY = contract.supabase.secretKey;
	}
	const backend = await openBackend({ mayShare: true, ...(contract.data ? { data: contract.data } : {}) });
	afterAll(() => backend.close());
	return backend;
}
