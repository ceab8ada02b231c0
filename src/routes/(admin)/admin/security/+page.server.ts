import { getSignInRules, listSecurityEvents, saveSignInRules } from '#lib/data/security-events.ts';
import { SignInRulesSchema } from '#lib/domain/account.ts';
import { readForm } from '#lib/server/form.ts';
import { orThrow } from '#lib/server/staff.ts';
import type { Actions, PageServerLoad } from './$types';

const PAGE_SIZE = 50;

export const load: PageServerLoad = async ({ locals, url }) => {
	const asked = url.searchParams.get('before') ?? '';
	const before = /^\d{1,15}$/.test(asked) ? Number(asked) : null;
	const [rules, events] = await Promise.all([
		getSignInRules(locals.client),
		// One more than is shown says whether there are older ones.
		listSecurityEvents(locals.client, before, PAGE_SIZE + 1)
	]);
	const found = orThrow(events);
	return { rules: orThrow(rules), events: found.slice(0, PAGE_SIZE), hasMore: found.length > PAGE_SIZE, isFirst: before === null };
};

export const actions: Actions = {
	rules: async ({ request, locals }) => {
		const form = await readForm(request, 'rules', SignInRulesSchema);
		if (!form.ok) return form.failure;
		const saved = await saveSignInRules(locals.client, form.value);
		return saved.ok ? { saved: 'rules' as const } : form.refuse(saved.error);
	}
};
