import type { Client } from '#lib/data/client.ts';
import { NO_VITALS, type Backend } from './backend.ts';
import { bearer, client } from './client.ts';

/** A hosted or self-hosted Supabase, as the environment names it. */
export function openSupabase(url: string, migration: string): Backend {
	const publishableKey = process.env.PUBLIC_SUPABASE_PUBLISHABLE_KEY ?? '';
	const secretKey = process.env.SUPABASE_SECRET_KEY ?? '';
	if (publishableKey.length < 20 || secretKey.length < 20) {
		throw new Error('PUBLIC_SUPABASE_URL is set, but PUBLIC_SUPABASE_PUBLISHABLE_KEY or SUPABASE_SECRET_KEY is missing or a placeholder.');
	}
	const operator = (): Client => client(url, secretKey, fetch);
	return {
		kind: 'supabase',
		url,
		publishableKey,
		// A key of its own outlives the rotation of the secret key; without one, factors are set up anew after it.
		sealKey: process.env.ZHANTU_SEAL_KEY ?? secretKey,
		fetch,
		anonymous: () => client(url, publishableKey, fetch),
		operator,
		as: (accessToken) => client(url, publishableKey, fetch, bearer(accessToken)),
		limitsSignIn: false,
		tokenFor: () => Promise.reject(new Error('On Supabase sign in with a password instead of --as.')),
		createAccount: async (email, password) => {
			const { data, error } = await operator().auth.admin.createUser({ email, password, email_confirm: true });
			if (error) throw Object.assign(new Error(error.message), { code: error.code });
			return data.user.id;
		},
		setPassword: async (userId, password) => {
			const { error } = await operator().auth.admin.updateUserById(userId, { password });
			if (error) throw Object.assign(new Error(error.message), { code: error.code });
		},
		sql: null,
		keepDemo: async () => {},
		snapshot: () => Promise.reject(new Error('Supabase keeps its own backups.')),
		ask: null,
		onTick: realtimeTicks(operator),
		health: async () => {
			const answered = await fetch(`${url}/auth/v1/health`, { headers: { apikey: publishableKey } });
			if (!answered.ok) throw new Error(`Supabase answers ${answered.status}`);
			return { kind: 'supabase' };
		},
		removeAccount: async (userId) => {
			const { error } = await operator().auth.admin.deleteUser(userId);
			if (error && error.status !== 404) throw Object.assign(new Error(error.message), { code: error.code });
		},
		backups: null,
		vitals: () => NO_VITALS,
		migration,
		forward: null,
		close: async () => {}
	};
}

/** Ticks by Realtime broadcast (private.announce sends them): one subscription for all who listen, while anybody does. */
function realtimeTicks(operator: () => Client): Backend['onTick'] {
	const listeners = new Set<(payload: string) => void>();
	let leave: (() => void) | null = null;
	const join = (): (() => void) => {
		const supabase = operator();
		const channel = supabase
			.channel('areas', { config: { private: true } })
			.on('broadcast', { event: 'change' }, ({ payload }) => {
				for (const listener of listeners) listener(JSON.stringify(payload));
			})
			.subscribe();
		return () => void supabase.removeChannel(channel);
	};
	return (listener) => {
		listeners.add(listener);
		leave ??= join();
		return () => {
			listeners.delete(listener);
			if (listeners.size > 0 || !leave) return;
			leave();
			leave = null;
		};
	};
}
