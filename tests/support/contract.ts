import { randomUUID } from 'node:crypto';
import { afterAll, inject } from 'vitest';
import type { Client } from '#lib/data/client.ts';
import type { ChangeAnswer } from '#lib/domain/change.ts';
import { openBackend, type Backend } from '#lib/server/backend/index.ts';
import { must, HOME } from './city.ts';
import type { Contract } from './contract-backend.ts';
import { CAMPAIGN } from './world.ts';

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

/** Sends a change as whoever the client is. */
export async function submit(
	client: Client,
	target: string,
	baseVersion: number | null,
	patch: Record<string, unknown>,
	changeId: string = randomUUID()
): Promise<ChangeAnswer> {
	const answer = await client.rpc('submit_change', {
		change_id: changeId,
		target,
		base_version: baseVersion as number,
		patch: patch as never
	});
	return must(answer) as unknown as ChangeAnswer;
}

export interface Reported {
	siteId: string;
	taskId: string;
	answer: ChangeAnswer;
}

/** Reports a site with its case. */
export async function report(
	client: Client,
	over: { area?: string; layer?: string; kind?: string; title?: string; geometry?: GeoJSON.Geometry | null } = {}
): Promise<Reported> {
	const siteId = randomUUID();
	const taskId = randomUUID();
	const answer = await submit(client, `site:${siteId}`, null, {
		action: 'create',
		campaign: CAMPAIGN,
		layer: over.layer ?? 'trash_site',
		area_code: over.area ?? HOME,
		title: over.title ?? '3号楼北侧垃圾',
		geometry: over.geometry ?? null,
		attributes: {},
		task: { id: taskId, kind: over.kind ?? 'piled_rubbish' }
	});
	return { siteId, taskId, answer };
}

/** A plain request, for what supabase-js would not send. `token` is the session's, `key` the API key. */
export async function ask(
	backend: Backend,
	method: string,
	path: string,
	{ token, key = backend.publishableKey, headers = {}, body }: Asked = {}
): Promise<Response> {
	return backend.fetch(`${backend.url}${path}`, {
		method,
		headers: {
			...(key ? { apikey: key } : {}),
			...(token ? { authorization: `Bearer ${token}` } : {}),
			...(isPlain(body) ? { 'content-type': 'application/json' } : {}),
			...headers
		},
		body: isPlain(body) ? JSON.stringify(body) : body
	});
}

interface Asked {
	token?: string;
	key?: string | null;
	headers?: Record<string, string>;
	/** A plain value goes as JSON, text and bytes as they are. */
	body?: Record<string, unknown> | unknown[] | string | ArrayBuffer;
}

function isPlain(body: Asked['body']): body is Record<string, unknown> | unknown[] {
	return typeof body === 'object' && !(body instanceof ArrayBuffer);
}
