import { failed, ok, type Result } from '#lib/domain/result.ts';

/** The body of a request, refused (too_large) before it is read where its length is declared, else as soon as it exceeds the limit. */
export async function readBody(request: Request, limitBytes: number): Promise<Result<Uint8Array>> {
	if (Number(request.headers.get('content-length') ?? 0) > limitBytes) return failed('too_large', 'picture', limitBytes);
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of request.body ?? []) {
		length += chunk.length;
		if (length > limitBytes) return failed('too_large', 'picture', limitBytes);
		chunks.push(chunk);
	}
	const bytes = new Uint8Array(length);
	let at = 0;
	for (const chunk of chunks) {
		bytes.set(chunk, at);
		at += chunk.length;
	}
	return ok(bytes);
}
