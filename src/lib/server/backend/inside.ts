import * as v from 'valibot';
import type { DataDir } from './data-dir.ts';
import type { Database } from './database.ts';
import type { DiskGuard } from './disk-guard.ts';
import type { Handler } from './handler.ts';
import { keepDemo } from './kept-demo.ts';
import { commandToken, type Keys } from './keys.ts';
import { placePictures } from './moved-pictures.ts';
import type { JobQueue } from './queue.ts';
import { CannotMove } from './rows.ts';

const SqlSchema = v.object({
	statements: v.array(v.object({ text: v.string(), params: v.optional(v.array(v.unknown())) })),
	/** All statements in one transaction. */
	isTransaction: v.optional(v.boolean())
});
const AccountSchema = v.object({
	email: v.pipe(v.string(), v.email()),
	password: v.pipe(v.string(), v.minLength(10))
});
const PasswordSchema = v.object({ userId: v.pipe(v.string(), v.uuid()), password: v.string() });
const SnapshotSchema = v.object({ folder: v.string() });
const RowsSchema = v.object({ folder: v.string(), migration: v.string(), pictures: v.nullable(v.string()) });

interface Parts {
	dir: DataDir;
	database: Database;
	handler: Handler;
	keys: Keys;
	queue: JobQueue;
	disk: DiskGuard;
}

/** How the backend process is doing; asked every half second, so it looks at nothing that costs. */
export interface BackendHealth {
	kind: Database['kind'];
	queue: number;
	/** Jobs done and turned away since the process began. */
	served: number;
	refused: number;
	isDiskFull: boolean;
	failedSignIns: number;
	uptimeS: number;
	memoryMB: number;
}

/**
 * The operator's door of the backend process: commands and the web server use it with the run token,
 * which never leaves the machine. Runs inside the queue like everything else.
 */
export class Inside {
	readonly #parts: Parts;
	readonly #startedAt = Date.now();
	/** Since the process began. */
	failedSignIns = 0;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	health(): BackendHealth {
		const { database, queue, disk } = this.#parts;
		return {
			kind: database.kind,
			queue: queue.length,
			served: queue.served,
			refused: queue.refused,
			isDiskFull: disk.isFull(),
			failedSignIns: this.failedSignIns,
			uptimeS: Math.round((Date.now() - this.#startedAt) / 1000),
			memoryMB: Math.round(process.memoryUsage.rss() / 1024 / 1024)
		};
	}

	async handle(request: Request): Promise<Response> {
		const body: unknown = request.body ? await request.json() : {};
		switch (new URL(request.url).pathname) {
			case '/inside/sql':
				return this.#sql(v.parse(SqlSchema, body));
			case '/inside/account':
				return this.#createAccount(v.parse(AccountSchema, body));
			case '/inside/password':
				return this.#setPassword(v.parse(PasswordSchema, body));
			case '/inside/snapshot':
				return Response.json(await this.#parts.database.snapshot(v.parse(SnapshotSchema, body).folder));
			case '/inside/write-rows':
				return Response.json(await this.#parts.database.writeRows(v.parse(SnapshotSchema, body).folder));
			case '/inside/read-rows':
				return this.#readRows(v.parse(RowsSchema, body));
			case '/inside/keep-demo': {
				const { database, dir } = this.#parts;
				if (database.pack) await keepDemo(database.pack, dir.pictures);
				return Response.json({});
			}
			default:
				return Response.json({ code: 'not_found' }, { status: 404 });
		}
	}

	async #readRows({ folder, migration, pictures }: v.InferOutput<typeof RowsSchema>): Promise<Response> {
		const { database, dir } = this.#parts;
		const putPictures = async (): Promise<void> => {
			if (pictures) placePictures(pictures, dir);
		};
		try {
			await database.readRows({ folder, migration, putPictures });
			return Response.json({});
		} catch (error) {
			if (!(error instanceof CannotMove)) throw error;
			return Response.json({ message: error.message, code: 'cannot_move' }, { status: 422 });
		}
	}

	async #sql({ statements, isTransaction }: v.InferOutput<typeof SqlSchema>): Promise<Response> {
		const { sql } = this.#parts.database;
		const run = async (on: Pick<typeof sql, 'query' | 'exec'>): Promise<unknown[]> => {
			const answers: unknown[] = [];
			for (const { text, params } of statements) {
				if (params) answers.push(await on.query(text, params));
				else {
					await on.exec(text);
					answers.push([]);
				}
			}
			return answers;
		};
		try {
			const answers = isTransaction ? await sql.transaction(run) : await run(sql);
			return new Response(
				JSON.stringify(answers, (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)),
				{
					headers: { 'content-type': 'application/json' }
				}
			);
		} catch (error) {
			const { message, code, detail } = error as { message: string; code?: string; detail?: string };
			return Response.json({ message, code, detail }, { status: 422 });
		}
	}

	/** An account for signing in; the handler hashes the password. Answers its id. */
	async #createAccount(account: v.InferOutput<typeof AccountSchema>): Promise<Response> {
		const answered = await this.#parts.handler.fetchOpen(
			new Request('http://backend/auth/v1/signup', {
				method: 'POST',
				headers: { apikey: this.#parts.keys.publishableKey, 'content-type': 'application/json' },
				body: JSON.stringify(account)
			})
		);
		const made = (await answered.json()) as { user?: { id: string }; id?: string; access_token?: string; error_code?: string };
		const id = made.user?.id ?? made.id;
		if (!answered.ok || !id) return Response.json({ code: made.error_code ?? 'account_failed' }, { status: 422 });
		if (made.access_token) await this.#signOut(made.access_token);
		return Response.json({ id });
	}

	/** The handler has no administration of accounts, so the server asks as the account's own person would. */
	async #setPassword({ userId, password }: v.InferOutput<typeof PasswordSchema>): Promise<Response> {
		const answered = await this.#parts.handler.fetch(
			new Request('http://backend/auth/v1/user', {
				method: 'PUT',
				headers: {
					apikey: this.#parts.keys.publishableKey,
					authorization: `Bearer ${await commandToken(this.#parts.keys, userId)}`,
					'content-type': 'application/json'
				},
				body: JSON.stringify({ password })
			})
		);
		if (answered.ok) return Response.json({});
		const { error_code: code } = (await answered.json()) as { error_code?: string };
		return Response.json({ code: code ?? 'password_failed' }, { status: 422 });
	}

	/** Signing up also signs in; nobody asked for that session. */
	async #signOut(accessToken: string): Promise<void> {
		await this.#parts.handler.fetch(
			new Request('http://backend/auth/v1/logout', {
				method: 'POST',
				headers: { apikey: this.#parts.keys.publishableKey, authorization: `Bearer ${accessToken}` }
			})
		);
	}
}
