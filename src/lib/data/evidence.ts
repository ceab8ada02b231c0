import { failed, ok, type Result } from '#lib/domain/result.ts';
import { toResult, type Client } from './client.ts';

const BUCKET = 'evidence';

/** The area that a case lies in, which is the first part of its pictures' names; null when the caller may not see it. */
export async function findTaskArea(client: Client, task: string): Promise<Result<string | null>> {
	const found = toResult<{ area_code: string } | null>(await client.from('tasks').select('area_code').eq('id', task).maybeSingle());
	return found.ok ? ok(found.value?.area_code ?? null) : found;
}

/** Stores a picture under a name of its own. Codes: already_there, not_allowed, busy. */
export async function storePicture(client: Client, path: string, jpeg: Uint8Array<ArrayBuffer>): Promise<Result<null>> {
	const { error } = await client.storage.from(BUCKET).upload(path, jpeg.buffer, { contentType: 'image/jpeg', upsert: false });
	return error ? toStorageFailure(error) : ok(null);
}

/** Null when there is no such picture, or none that the caller may see. */
export async function readPicture(client: Client, path: string): Promise<Result<Uint8Array<ArrayBuffer> | null>> {
	const { data, error } = await client.storage.from(BUCKET).download(path);
	if (data) return ok(new Uint8Array(await data.arrayBuffer()));
	const refused = toStorageFailure(error);
	// Without the right to see it the answer must be the same as without the file.
	return refused.error.code === 'busy' || refused.error.code === 'unreachable' ? refused : ok(null);
}

function toStorageFailure(error: { message: string; status?: number; statusCode?: string }): ReturnType<typeof failed> {
	const status = Number(error.statusCode ?? error.status ?? 0);
	if (status === 409 || /already exists|duplicate/i.test(error.message)) return failed('already_there');
	if (status === 503) return failed('busy');
	if (status === 507) return failed('disk_full');
	if (status === 401 || status === 403 || /row-level security|not authorized/i.test(error.message)) return failed('not_allowed');
	if (status === 404) return failed('not_found');
	return failed(status === 0 ? 'unreachable' : 'backend_error', undefined, error.message);
}
