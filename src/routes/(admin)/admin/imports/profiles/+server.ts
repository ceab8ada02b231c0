import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { saveProfile } from '#lib/data/ledger.ts';
import { ProfileSchema } from '#lib/ledger/profile.ts';
import type { RequestHandler } from './$types';

/** Remembers a profile under its id, or changes the one that is remembered. */
export const POST: RequestHandler = async ({ request, locals }) => {
	const parsed = v.safeParse(ProfileSchema, await request.json().catch(() => null));
	if (!parsed.success) return json({ error: { code: 'bad_value', field: v.getDotPath(parsed.issues[0]) ?? undefined } }, { status: 400 });
	const saved = await saveProfile(locals.client, parsed.output.id, parsed.output);
	return saved.ok ? json({ value: null }) : json({ error: saved.error }, { status: 422 });
};
