import { redirect, type RequestHandler } from '@sveltejs/kit';
import { isLocale } from '#lib/paraglide/runtime.js';
import { safePath } from '#lib/domain/paths.ts';

const YEAR_S = 31_536_000;

/** Language, colours and 适老版, chosen by a form so that the choice works without script. Goes back to where it came from. */
export const POST: RequestHandler = async ({ request, cookies, url }) => {
	const form = await request.formData().catch(() => null);
	if (!form) return new Response(null, { status: 415 });
	const text = (name: string): string => {
		const value = form.get(name);
		return typeof value === 'string' ? value : '';
	};
	const keep = { path: '/', maxAge: YEAR_S, sameSite: 'lax', httpOnly: false, secure: url.protocol === 'https:' } as const;
	if (isLocale(text('locale'))) cookies.set('zhantu-locale', text('locale'), keep);
	if (['light', 'dark', 'system'].includes(text('theme'))) cookies.set('zhantu-theme', text('theme'), keep);
	if (['0', '1'].includes(text('elder'))) cookies.set('zhantu-elder', text('elder'), keep);
	redirect(303, safePath(text('next')) ?? '/');
};
