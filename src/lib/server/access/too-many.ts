import type { RequestEvent } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';

/**
 * 429 with the seconds to wait, in the form that the asker reads: a page of one sentence, made without
 * the application because it is sent when there is too much to do, or JSON.
 */
export function tooMany({ request, isDataRequest, locals }: RequestEvent, seconds: number): Response {
	const headers = { 'retry-after': String(seconds), 'cache-control': 'no-store' };
	const wantsPage = !isDataRequest && request.method === 'GET' && (request.headers.get('accept') ?? '').includes('text/html');
	if (!wantsPage) {
		const error = { code: 'slow_down', message: 'slow_down', seconds };
		const isAction = request.headers.has('x-sveltekit-action');
		return Response.json(isAction ? { type: 'error', status: 429, error } : error, { status: 429, headers });
	}
	const { locale } = locals;
	const title = m.error_title_429({}, { locale });
	return new Response(
		`<!doctype html><html lang="${locale}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>` +
			'<style>body{max-width:32rem;margin:15vh auto;padding:0 24px;font:16px/26px sans-serif;color-scheme:light dark}</style>' +
			`<h1>${title}</h1><p>${m.error_body_429({ seconds }, { locale })}</p>`,
		{
			status: 429,
			headers: {
				...headers,
				'content-type': 'text/html; charset=utf-8',
				'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
			}
		}
	);
}
