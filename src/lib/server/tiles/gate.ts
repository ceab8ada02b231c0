import { createHash } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { getBasemapSource, type BasemapSource } from '#lib/data/basemaps.ts';
import { failed, ok, type Result } from '#lib/domain/result.ts';
import { addressOf } from '../access/address.ts';
import { backend } from '../application.ts';
import { mayEnter } from '../guard.ts';
import { SESSION_COOKIE, clientFor, hasSessionCookie, whoIs } from '../session.ts';
import { TileCache } from './tile-cache.ts';

/** A map asks for some forty tiles at once, and for as many again after each pan. */
const staffLimit = new RateLimiterMemory({ points: 800, duration: 10 });
const publicLimit = new RateLimiterMemory({ points: 300, duration: 10 });

/** Who somebody is and what a basemap is are asked once in a while, not for every tile; the first ends with a session at the latest. */
const WHO_MS = 30_000;
const BASEMAP_MS = 10_000;
const MOST_KEPT = 1000;
const callers = new TileCache<Result<boolean>>(MOST_KEPT);
const basemaps = new TileCache<Result<BasemapSource | null>>(MOST_KEPT);

/**
 * The basemap, for a caller who may see it: staff, or anybody where it is public and has its 审图号.
 * `not_found` for any other, whether it is there or not; `too_many` past the limit.
 */
export async function basemapFor(event: RequestEvent): Promise<Result<BasemapSource>> {
	const known = await isOfStaff(event);
	if (!known.ok) return known;
	const isStaff = known.value;
	const limit = isStaff ? staffLimit : publicLimit;
	const isWithin = await limit.consume(isStaff ? cookiePrint(event) : addressOf(event)).then(
		() => true,
		() => false
	);
	if (!isWithin) return failed('too_many');
	const id = event.params.basemap ?? '';
	if (!/^[a-z0-9-]{1,40}$/.test(id)) return failed('not_found');
	const opened = await backend();
	const found = await basemaps.get(id, async () => {
		const value = await getBasemapSource(opened.operator(), id);
		return { value, bytes: 1, forMs: value.ok ? BASEMAP_MS : 0 };
	});
	if (!found.ok) return found;
	return found.value && (isStaff || found.value.isPublic) ? ok(found.value) : failed('not_found');
}

/** The answer to a failure; nothing of the service's address or words is in it. */
export function refuse({ code }: { code: string }): Response {
	const status: Record<string, number> = {
		not_found: 404,
		unknown_basemap: 404,
		tile_not_there: 404,
		too_many: 429,
		busy: 503,
		unreachable: 503
	};
	const headers: Record<string, string> = { 'cache-control': code === 'tile_not_there' ? 'private, max-age=3600' : 'no-store' };
	if (code === 'too_many' || code === 'busy') headers['retry-after'] = '5';
	return Response.json({ code }, { status: status[code] ?? 502, headers });
}

async function isOfStaff(event: RequestEvent): Promise<Result<boolean>> {
	if (!hasSessionCookie(event.cookies)) return ok(false);
	return callers.get(cookiePrint(event), async () => {
		const opened = await backend();
		const client = clientFor(opened, event.cookies, { isSecure: event.url.protocol === 'https:', address: addressOf(event) });
		const caller = await whoIs(opened, client, event.cookies);
		const value = caller.ok ? ok(mayEnter('staff', caller.value.session)) : caller;
		return { value, bytes: 1, forMs: value.ok ? WHO_MS : 0 };
	});
}

function cookiePrint({ cookies }: RequestEvent): string {
	const mine = cookies.getAll().filter(({ name }) => name.startsWith(SESSION_COOKIE));
	return createHash('sha256')
		.update(mine.map(({ name, value }) => `${name}=${value}`).join(';'))
		.digest('base64url');
}
