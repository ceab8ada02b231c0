import { App, setExperimental } from '@supabase/lite';
import type { Keys } from './keys.ts';
import { pictureStore } from './pictures.ts';

type Connection = ConstructorParameters<typeof App>[0]['connection'] extends infer C | Promise<infer C> ? C : never;

/** Answers Supabase requests: the public one with sign-up closed, and one that may create accounts. */
export interface Handler {
	fetch(request: Request): Promise<Response>;
	/** Same API, but sign-up works. Reached only by the server's own account functions. */
	fetchOpen(request: Request): Promise<Response>;
}

const MINIMUM_PASSWORD = 10;
const SESSION_SECONDS = 3600;

/**
 * The API handler over a connection, with everything shut that the application does not use:
 * no Studio, no fallback pages, no local admin mode, both keys required, sign-up closed, and no
 * grants of its own: `rlsState` is set before the first request, which is what makes the handler
 * skip granting ALL to the request roles (undocumented; held by tests/contract/grants.test.ts).
 */
export function createHandler(connection: Connection, keys: Keys, pictures: string): Handler {
	setExperimental('storage', true);
	(connection as unknown as { rlsState: string }).rlsState = 'active';
	const closed = createApp(connection, keys, pictures, false);
	const open = createApp(connection, keys, pictures, true);
	return {
		fetch: (request) => closed.fetch(request, { peerAddress: null }),
		fetchOpen: (request) => open.fetch(request, { peerAddress: null })
	};
}

function createApp(connection: Connection, keys: Keys, pictures: string, isOpen: boolean): App {
	const app = new App({
		connection,
		auth: {
			enabled: true,
			jwt_secret: keys.jwtSecret,
			jwt_expiry: SESSION_SECONDS,
			// A refresh token older than the last but one, shown again, was stolen: it ends the session.
			enable_refresh_token_rotation: true,
			publishable_key: keys.publishableKey,
			secret_key: keys.secretKey,
			enable_signup: isOpen,
			minimum_password_length: MINIMUM_PASSWORD,
			email: { enable_signup: isOpen, enable_confirmations: false, double_confirm_changes: false }
		},
		storage: { enabled: true },
		studio: { enabled: false },
		options: { server: { disableStudio: true, disableFallback: true, admin: false } }
	} as unknown as ConstructorParameters<typeof App>[0]);
	app._storageAdapter = pictureStore(pictures);
	return app as App;
}
