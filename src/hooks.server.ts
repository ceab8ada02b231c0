import { randomUUID } from 'node:crypto';
import { redirect, type RequestEvent } from '@sveltejs/kit';
import { sequence, type Handle, type HandleServerError, type ServerInit } from '@sveltejs/kit/hooks';
import { paths } from '#lib/domain/paths.ts';
import type { Session } from '#lib/domain/person.ts';
import { ok, type Result } from '#lib/domain/result.ts';
import { paraglideMiddleware } from '#lib/paraglide/server.js';
import { backend } from '#lib/server/application.ts';
import { describeError, log } from '#lib/server/backend/log.ts';
import { withTrace } from '#lib/server/backend/trace.ts';
import { compress } from '#lib/server/compress.ts';
import { addressOf } from '#lib/server/access/address.ts';
import { away, tooMany } from '#lib/server/access/come-again.ts';
import { budgetOf, RateLimits } from '#lib/server/access/rate-limit.ts';
import { accessOf, mayEnter, standsOnCampaign } from '#lib/server/guard.ts';
import { startJobs } from '#lib/server/jobs.ts';
import { metrics } from '#lib/server/metrics.ts';
import { operations } from '#lib/server/operations-holder.ts';
import { recentTicks, type Tick } from '#lib/server/recent-ticks.ts';
import { published } from '#lib/server/remembered.ts';
import { SECURITY_HEADERS, isSameOrigin } from '#lib/server/security.ts';
import { clientFor, hasSessionCookie, whoIs } from '#lib/server/session.ts';
import { askStaff } from '#lib/server/staff.ts';

/** RATE_SCALE: an installation where many sit behind one address. */
const limits = new RateLimits(Number(process.env.RATE_SCALE) || 1);

/** Stops the ear and the timers of the module before it, which a development server loads again after each change. */
const holder = globalThis as typeof globalThis & {
	zhantuUnhear?: () => void;
	zhantuStopJobs?: () => void;
	zhantuStopOperations?: () => void;
};

export const init: ServerInit = async () => {
	const opened = await backend();
	holder.zhantuUnhear?.();
	holder.zhantuUnhear = opened.onTick((payload) => {
		recentTicks.hear(JSON.parse(payload) as Tick);
		published.forget();
	});
	holder.zhantuStopJobs?.();
	holder.zhantuStopJobs = startJobs(async () => {
		const { data, error } = await opened.operator().rpc('refresh_public_figures');
		if (error) throw Object.assign(new Error(error.message), { code: error.code });
		return data;
	});
	holder.zhantuStopOperations?.();
	holder.zhantuStopOperations = operations(opened).start();
};

/** Names the request, counts it, and leaves a line: the pattern of the route, never the address. */
const watch: Handle = async ({ event, resolve }) => {
	event.locals.traceId = randomUUID().slice(0, 8);
	const started = performance.now();
	const response = await withTrace(event.locals.traceId, () => resolve(event));
	const ms = Math.round(performance.now() - started);
	const route = event.route.id ?? 'none';
	const { method } = event.request;
	metrics.observeRequest(route, method, response.status, ms);
	log('info', 'request', { method, route, status: response.status, ms, traceId: event.locals.traceId });
	return response;
};

const secure: Handle = async ({ event, resolve }) => {
	const elsewhere = atOtherHost(event);
	if (elsewhere) return elsewhere;
	// PostgreSQL has no such character, so nothing is called by it.
	if (event.url.href.includes('%00')) return Response.json({ code: 'not_found' }, { status: 404 });
	// The backend door is for supabase-js with a token of its own; cookies mean nothing there.
	const isDoor = event.url.pathname.startsWith('/backend/');
	const response =
		!isDoor && !isSameOrigin(event.request, event.url) ? Response.json({ code: 'foreign_origin' }, { status: 403 }) : await resolve(event);
	for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
		if (!response.headers.has(name)) response.headers.set(name, value);
	}
	return response;
};

/** The origin is fixed (ORIGIN), so a page opened by another name of this machine moves to it. */
function atOtherHost({ request, url }: RequestEvent): Response | null {
	const host = request.headers.get('host');
	const isPage = request.method === 'GET' && (request.headers.get('accept') ?? '').includes('text/html');
	if (!host || host === url.host || !isPage) return null;
	return new Response(null, { status: 307, headers: { location: url.href } });
}

const localise: Handle = ({ event, resolve }) =>
	paraglideMiddleware(event.request, ({ locale }) => {
		event.locals.locale = locale;
		event.locals.theme = readTheme(event.cookies.get('zhantu-theme'));
		event.locals.isElder = event.cookies.get('zhantu-elder') === '1';
		return resolve(event, { transformPageChunk: ({ html }) => markRoot(html, event.locals) });
	});

/** Says on the root element how the page is read. What follows the first tag is the page's own, whatever words are in it. */
function markRoot(html: string, { locale, theme, isElder }: App.Locals): string {
	const end = html.indexOf('<head>');
	if (end < 0) return html;
	const root = html
		.slice(0, end)
		.replace('%lang%', locale)
		.replace('%theme%', theme)
		.replace('%elder%', isElder ? 'data-elder' : '');
	return root + html.slice(end);
}

const guard: Handle = async ({ event, resolve }) => {
	const opened = await backend();
	const access = event.route.id ? accessOf(event.route.id) : 'public';
	const isDoor = event.url.pathname.startsWith('/backend/');
	const hasCookie = hasSessionCookie(event.cookies);
	const budget = budgetOf(event.route.id ?? '', event.request.method, access);
	const address = addressOf(event);
	const isForAnybody = access === 'public' || isDoor;
	// Without a cookie nothing dear is done, whatever was asked for; with one, the database is asked whose it is.
	const isOpen = isForAnybody || (access === 'anyone' && !hasCookie);
	const wait = await limits.spend(isOpen ? budget : hasCookie ? 'network' : 'page', address);
	if (wait) return tooMany(event, wait);
	if (isForAnybody) {
		event.locals.client = opened.anonymous();
		event.locals.session = null;
		event.locals.pending = null;
		return resolve(event);
	}
	event.locals.client = clientFor(opened, event.cookies, { isSecure: event.url.protocol === 'https:', address });
	// What a page is made from comes with who it is for; a page that is there already asks for what it lacks.
	const wantsContext = event.request.method === 'GET' && !event.isDataRequest && standsOnCampaign(event.route.id ?? '');
	const caller = await whoIs(opened, event.locals.client, event.cookies, wantsContext ? () => askSessionAndContext(event) : undefined);
	if (!caller.ok) {
		log('warn', 'caller_unknown', { code: caller.error.code, traceId: event.locals.traceId });
		return away(event);
	}
	Object.assign(event.locals, caller.value);
	const waitOwn = hasCookie ? await limits.spend(budget, event.locals.session?.person.id ?? address) : 0;
	if (waitOwn) return tooMany(event, waitOwn);
	if (access && mayEnter(access, event.locals.session, event.locals.pending !== null)) return resolve(event);
	return turnAway(event, access === null);
};

async function askSessionAndContext({ locals, url }: RequestEvent): Promise<Result<Session | null>> {
	const found = await askStaff(locals, url);
	if (!found.ok) return found;
	locals.staff = found.value;
	return ok(found.value.session);
}

function turnAway(event: RequestEvent, isUnknown: boolean): Response {
	if (isUnknown) return Response.json({ code: 'not_found' }, { status: 404 });
	const isSignedIn = event.locals.session !== null;
	const wantsPage =
		event.request.method === 'GET' && (event.isDataRequest || (event.request.headers.get('accept') ?? '').includes('text/html'));
	// Whoever has shown the second factor already is past the pages that ask for it.
	if (wantsPage && isSignedIn && event.route.id?.startsWith('/(factor)/')) redirect(303, paths.login());
	if (wantsPage && !isSignedIn) redirect(303, paths.login(event.url.pathname + event.url.search));
	return Response.json({ code: isSignedIn ? 'not_allowed' : 'signed_out' }, { status: isSignedIn ? 403 : 401 });
}

const shrink: Handle = async ({ event, resolve }) => compress(event.request, await resolve(event));

export const handle: Handle = sequence(watch, shrink, secure, localise, guard);

export const handleError: HandleServerError = (caught) => {
	const { event, kind } = caught;
	const traceId = event.locals.traceId;
	if (kind === 'unknown') {
		log('error', 'request', { ...describeError(caught.error), route: event.route.id, traceId });
		return { message: 'internal', traceId };
	}
	return { ...(kind === 'app' ? caught.error : { message: caught.error.message }), traceId };
};

function readTheme(cookie: string | undefined): App.Locals['theme'] {
	return cookie === 'light' || cookie === 'dark' ? cookie : 'system';
}
