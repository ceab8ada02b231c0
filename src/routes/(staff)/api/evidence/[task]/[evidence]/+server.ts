import { json, type RequestHandler } from '@sveltejs/kit';
import * as v from 'valibot';
import type { AppError } from '#lib/domain/result.ts';
import { QueueFull } from '#lib/server/backend/queue.ts';
import { LARGEST_PICTURE_BYTES } from '#lib/server/pictures/intake.ts';
import { readBody } from '#lib/server/pictures/read-body.ts';
import { storeEvidence } from '#lib/server/pictures/store.ts';

const uuid = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
const AskedSchema = v.object({ task: uuid, evidence: uuid, phase: v.picklist(['before', 'during', 'after', 'inspection']) });

/**
 * Takes a picture of a case in: PUT the file, get its hash and size, which the `attach` change then
 * carries. The picture counts only once that change is applied.
 */
export const PUT: RequestHandler = async ({ request, params, url, locals }) => {
	const sender = request.headers.get('x-zhantu-person');
	if (sender && sender !== locals.session?.person.id) return json({ code: 'other_person' }, { status: 409 });
	const asked = v.safeParse(AskedSchema, { ...params, phase: url.searchParams.get('phase') });
	if (!asked.success) return refuse({ code: 'unknown_target', field: v.getDotPath(asked.issues[0]) ?? undefined });
	const body = await readBody(request, LARGEST_PICTURE_BYTES);
	if (!body.ok) return refuse(body.error);
	try {
		const stored = await storeEvidence(locals.client, asked.output.task, asked.output.evidence, body.value);
		return stored.ok ? json(stored.value) : refuse(stored.error);
	} catch (error) {
		if (error instanceof QueueFull) return refuse({ code: 'busy' });
		throw error;
	}
};

const STATUS: Record<string, number> = {
	signed_out: 401,
	not_allowed: 403,
	unknown_target: 404,
	id_taken: 409,
	too_large: 413,
	not_a_picture: 415,
	picture_heic: 415,
	picture_broken: 422,
	picture_too_large: 422,
	busy: 503,
	unreachable: 503,
	disk_full: 507
};

function refuse({ code, field, info }: AppError): Response {
	const status = STATUS[code] ?? 502;
	return json({ code, field, info }, { status, headers: status === 503 ? { 'retry-after': '5' } : {} });
}
