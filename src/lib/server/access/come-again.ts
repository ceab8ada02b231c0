import type { RequestEvent } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';

/** How soon whoever found the database away should come again; it is back within seconds of a crash. */
const AWAY_SECONDS = 5;

/** 429 with the seconds to wait. */
export function tooMany(event: RequestEvent, seconds: number): Response {
	const { locale } = event.locals;
	return comeAgain(event, {
		status: 429,
		code: 'slow_down',
		seconds,
		title: m.error_title_429({}, { locale }),
		body: m.error_body_429({ seconds }, { locale })
	});
}

/** 503: who is asking cannot be found out just now, which is not the same as being signed out. */
export function away(event: RequestEvent): Response {
	const { locale } = event.locals;
	return comeAgain(event, {
		status: 503,
		code: 'busy',
		seconds: AWAY_SECONDS,
		title: m.error_title_503({}, { locale }),
		body: m.error_body_503_signed_in({}, { locale })
	});
}

interface Said {
	status: 429 | 503;
	code: string;
	seconds: number;
	title: string;
	body: string;
}

/**
 * The answer in the form that the asker reads: a page of one sentence, made without the application
 * because it is sent when there is too much to do or too little to do it with, or JSON.
 */
function comeAgain({ request, isDataRequest, locals }: RequestEvent, { status, code, seconds, title, body }: Said): Response {
	const headers = { 'retry-after': String(seconds), 'cache-control': 'no-store' };
	const wantsPage = !isDataRequest && request.method === 'GET' && (request.headers.get('accept') ?? '').includes('text/html');
	if (!wantsPage) {
		const error = { code, message: code, seconds };
		const isAction = request.headers.has('x-sveltekit-action');
		return Response.json(isAction ? { type: 'error', status, error } : error, { status, headers });
	}
	return new Response(
		`<!doctype html><html lang="${locals.locale}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>` +
			'<style>body{max-width:32rem;margin:15vh auto;padding:0 24px;font:16px/26px sans-serif;color-scheme:light dark}</style>' +
			`<h1>${title}</h1><p>${body}</p>`,
		{
			status,
			headers: {
				...headers,
				'content-type': 'text/html; charset=utf-8',
				'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
			}
		}
	);
}
