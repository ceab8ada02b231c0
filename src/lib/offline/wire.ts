import type { Change, ChangeAnswer } from '#lib/domain/change.ts';
import type { Outcome, OutboxItem, Upload } from './outbox-item.ts';

/** What the server says about a stored picture. */
export interface StoredPicture {
	sha256: string;
	bytes: number;
	width: number;
	height: number;
}

export interface Wire {
	upload(upload: Upload, personId: string): Promise<{ kind: 'stored'; picture: StoredPicture } | Outcome>;
	submit(change: Change, personId: string): Promise<Outcome>;
}

const CHANGE_TIMEOUT_MS = 15_000;
const UPLOAD_TIMEOUT_MS = 90_000;

/** The application's own endpoints. The person travels along, because the cookie may be another's by now. */
export function httpWire(reach: typeof fetch): Wire {
	return {
		async upload({ task, evidence, phase, blob }, personId) {
			if (!blob) return { kind: 'answered', answer: { status: 'refused', code: 'picture_missing' } };
			const answered = await ask(reach, `/api/evidence/${task}/${evidence}?phase=${phase}`, UPLOAD_TIMEOUT_MS, {
				method: 'PUT',
				body: blob,
				headers: { 'content-type': blob.type || 'application/octet-stream', 'x-zhantu-person': personId }
			});
			if ('kind' in answered) return answered;
			return answered.status === 200 ? { kind: 'stored', picture: answered.body as StoredPicture } : toOutcome(answered);
		},
		async submit(change, personId) {
			const answered = await ask(reach, '/api/changes', CHANGE_TIMEOUT_MS, {
				method: 'POST',
				body: JSON.stringify(change),
				headers: { 'content-type': 'application/json', 'x-zhantu-person': personId }
			});
			if ('kind' in answered) return answered;
			return answered.status === 200 ? { kind: 'answered', answer: answered.body as ChangeAnswer } : toOutcome(answered);
		}
	};
}

interface Answered {
	status: number;
	body: unknown;
	retryAfterS: number;
}

async function ask(reach: typeof fetch, url: string, timeoutMs: number, init: RequestInit): Promise<Answered | Outcome> {
	try {
		const response = await reach(url, { ...init, signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
		// A body that breaks off or is not ours (a captive portal's page) is no answer.
		const body: unknown = response.status === 200 ? await response.json() : await response.json().catch(() => null);
		return { status: response.status, body, retryAfterS: Number(response.headers.get('retry-after') ?? 0) || 0 };
	} catch {
		return { kind: 'later', delay: 'unreachable', all: true };
	}
}

function toOutcome({ status, body, retryAfterS }: Answered): Outcome {
	const code = (body as { code?: string } | null)?.code;
	const field = (body as { field?: string } | null)?.field;
	if (status === 401) return { kind: 'later', delay: 'signed_out', all: true };
	if (status === 409 && code === 'other_person') return { kind: 'later', delay: 'other_person', all: true };
	if (status === 429 || status === 503) return { kind: 'later', delay: 'busy', all: true, afterMs: retryAfterS * 1000 };
	// Any other fault of the server may lie in this item alone: the others go on.
	if (status >= 500 || !code) return { kind: 'later', delay: 'busy', all: false };
	return { kind: 'answered', answer: { status: 'refused', code, field } };
}

/** One attempt at an item: its picture first, when it has one that is not stored yet. */
export async function attempt(
	wire: Wire,
	item: OutboxItem,
	personId: string,
	keep: (item: OutboxItem) => Promise<void>
): Promise<{ item: OutboxItem; outcome: Outcome }> {
	let current = item;
	if (item.upload && item.change.patch.sha256 === undefined) {
		if (await isBroken(item.upload)) {
			return { item, outcome: { kind: 'answered', answer: { status: 'refused', code: 'picture_broken' } } };
		}
		const stored = await wire.upload(item.upload, personId);
		if (stored.kind !== 'stored') return { item, outcome: stored };
		// Written down before the change is sent: the same change id must always carry the same words.
		const { sha256, bytes, width, height } = stored.picture;
		current = { ...item, change: { ...item.change, patch: { ...item.change.patch, sha256, bytes, width, height } } };
		await keep(current);
	}
	return { item: current, outcome: await wire.submit(current.change, personId) };
}

async function isBroken({ blob, sha256 }: Upload): Promise<boolean> {
	if (!blob) return true;
	try {
		return sha256 !== null && (await sha256Of(blob)) !== sha256;
	} catch {
		// The browser lost the file behind the blob.
		return true;
	}
}

/** SHA-256 in hex; null where the page is not in a secure context and has no digest. */
export async function sha256Of(blob: Blob): Promise<string | null> {
	const bytes = await blob.arrayBuffer();
	if (!globalThis.crypto?.subtle) return null;
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
