import { json, type RequestHandler } from '@sveltejs/kit';
import * as v from 'valibot';
import { submitChange } from '#lib/data/changes.ts';
import type { AppError } from '#lib/domain/result.ts';

const ChangeSchema = v.object({
	changeId: v.pipe(v.string(), v.uuid()),
	target: v.pipe(v.string(), v.regex(/^(task|site|publication):[0-9a-f-]{36}$/)),
	baseVersion: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
	patch: v.pipe(
		v.looseObject({ action: v.pipe(v.string(), v.maxLength(60)) }),
		// PostgreSQL has no such character: the change would fail without an answer, and be sent again for ever.
		v.check((patch) => !holdsNul(patch))
	)
});

/** The one write path of the field: POST a change, get applied, conflict or refused. */
export const POST: RequestHandler = async ({ request, locals }) => {
	// A queue belongs to a person, a cookie to whoever signed in last on the device.
	const sender = request.headers.get('x-zhantu-person');
	if (sender && sender !== locals.session?.person.id) return json({ code: 'other_person' }, { status: 409 });
	const parsed = v.safeParse(ChangeSchema, await request.json().catch(() => null));
	if (!parsed.success) return json({ status: 'refused', code: 'bad_patch', field: v.getDotPath(parsed.issues[0]) });
	const answer = await submitChange(locals.client, parsed.output as Parameters<typeof submitChange>[1]);
	if (answer.ok) return json(answer.value);
	return json({ code: answer.error.code }, { status: statusOf(answer.error) });
};

function statusOf({ code }: AppError): number {
	if (code === 'signed_out') return 401;
	if (code === 'not_allowed') return 403;
	if (code === 'disk_full') return 507;
	return code === 'busy' || code === 'unreachable' ? 503 : 502;
}

function holdsNul(value: unknown): boolean {
	if (typeof value === 'string') return value.includes('\0');
	return typeof value === 'object' && value !== null && Object.entries(value).some((entry) => entry.some(holdsNul));
}
