import type { Client } from '#lib/data/client.ts';
import type { Backups } from './backups.ts';
import type { BackendHealth } from './inside.ts';
import type { SnapshotFacts } from './snapshot.ts';
import type { Sql } from './sql.ts';

export type BackendKind = 'pglite' | 'postgres' | 'supabase';

/**
 * The backend as the rest of the server sees it: an address that speaks Supabase, and what only the
 * server may do. Which of the three it is shows in `kind` and nowhere else.
 */
export interface Backend {
	kind: BackendKind;
	/** Base URL for supabase-js. */
	url: string;
	publishableKey: string;
	/** Seals what the database must not be able to read by itself. */
	sealKey: string;
	/** fetch that reaches it: adds the run token for an embedded backend. */
	fetch: typeof fetch;
	/** A client that may do what somebody may who is not signed in. `address`: who asks, where it signs in. */
	anonymous(address?: string): Client;
	/** A client with the server's own key. Never for a request on somebody's behalf. */
	operator(): Client;
	/** A client that acts as a signed-in person by their token. */
	as(accessToken: string): Client;
	/** Whether it counts wrong passwords itself, by the addresses it is told; else the web server does. */
	limitsSignIn: boolean;
	/** A token for a person, for commands run on the server (`--as`). Embedded and one-server only. */
	tokenFor(userId: string): Promise<string>;
	/** Makes an account for signing in; answers its user id. */
	createAccount(email: string, password: string): Promise<string>;
	/** Gives an account another password; whoever asks for it has been checked before. Throws with a `code`. */
	setPassword(userId: string, password: string): Promise<void>;
	/** The owner's SQL, for seeds and maintenance. Embedded and one-server only. */
	sql: Sql | null;
	/** Keeps the freshly seeded database as the template of new data directories; only where that is PGlite. */
	keepDemo(): Promise<void>;
	/** Asks for the database as of one moment, written into a folder. Embedded and one-server only. */
	snapshot(folder: string): Promise<SnapshotFacts>;
	/** The operator's door of a backend that is ours; null on Supabase. A refusal is thrown with its code. */
	ask: (<Answer>(path: string, body: unknown) => Promise<Answer>) | null;
	/** Removes a sign-in account with all its sessions. */
	removeAccount(userId: string): Promise<void>;
	/** Backups by schedule; null where the backend keeps its own (Supabase). */
	backups: Backups | null;
	onTick(listener: (payload: string) => void): () => void;
	/** Throws when it does not answer. */
	health(): Promise<Partial<Omit<BackendHealth, 'kind'>> & { kind: BackendKind }>;
	/** What this process knows of the backend's, without asking it. */
	vitals(): Vitals;
	/** Version of the last migration that this application brings. */
	migration: string;
	/** Passes a browser's request on, with who asks; null when the backend is not ours to expose. */
	forward: ((request: Request, path: string, address?: string) => Promise<Response>) | null;
	close(): Promise<void>;
}

/** Null and nought where the backend is no process of ours. */
export interface Vitals {
	isUp: boolean;
	restarts: number;
	/** Restarts because it computed too long without answering. */
	silences: number;
}
export const NO_VITALS: Vitals = { isUp: true, restarts: 0, silences: 0 };
