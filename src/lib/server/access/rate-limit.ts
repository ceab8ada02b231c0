import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Access } from '../guard.ts';

/**
 * How much one caller may ask for in how many seconds. Somebody signed in counts by themselves, all
 * others by the network they ask from (addressOf), where a household, an office or a mobile carrier may
 * stand behind one address: the numbers are many times what a reader does, and a tenth of what a copying
 * machine wants. RATE_SCALE multiplies them all.
 */
const BUDGETS = {
	/** Pages of the public, and data for them. */
	page: [300, 60],
	/** A page shows dozens. Tiles are counted where they are served (tiles/gate.ts). */
	picture: [1800, 60],
	/** Whatever looks through the whole of something. */
	search: [60, 60],
	/** The log-in and the changes of an account. */
	signIn: [60, 60],
	/** Pages, data and changes of staff. */
	staff: [900, 60],
	/** Administration: few pages, dear ones. */
	administrator: [300, 60],
	/** A phone that comes back from a day without network sends all its pictures. */
	upload: [300, 120],
	/** The API for clients with tokens of their own. */
	api: [900, 60],
	/** Everything that comes from one network with a session's cookie, before anybody knows whose it is. */
	network: [6000, 60]
} as const satisfies Record<string, readonly [points: number, seconds: number]>;

export type Budget = keyof typeof BUDGETS;

const SEARCHES = new Set(['/(staff)/api/search', '/(admin)/admin/areas']);
const PICTURES = /\/(pictures|published|evidence)\//;

/** What a request is counted as, by its route, its method and who may enter there; null where the route counts itself. */
export function budgetOf(routeId: string, method: string, access: Access | null): Budget | null {
	if (routeId.startsWith('/(tiles)/')) return null;
	if (routeId.startsWith('/backend/')) return 'api';
	if (SEARCHES.has(routeId)) return 'search';
	if (PICTURES.test(routeId)) return method === 'GET' || method === 'HEAD' ? 'picture' : 'upload';
	switch (access) {
		case 'administrator':
			return 'administrator';
		case 'staff':
		case 'signed-in':
			return 'staff';
		case 'anyone':
			return method === 'GET' ? 'page' : 'signIn';
		default:
			return 'page';
	}
}

/** Counts in this process: several servers on one backend each give the whole budget. */
export class RateLimits {
	readonly #limiters: Record<Budget, RateLimiterMemory>;

	constructor(scale = 1) {
		const limiter = ([points, duration]: readonly [number, number]): RateLimiterMemory =>
			new RateLimiterMemory({ points: Math.max(1, Math.round(points * scale)), duration });
		this.#limiters = Object.fromEntries(Object.entries(BUDGETS).map(([name, budget]) => [name, limiter(budget)])) as Record<
			Budget,
			RateLimiterMemory
		>;
	}

	/** Counts one request; answers the seconds to wait when the budget is spent, else 0. */
	async spend(budget: Budget | null, who: string): Promise<number> {
		if (!budget) return 0;
		try {
			await this.#limiters[budget].consume(who);
			return 0;
		} catch (spent) {
			return Math.max(1, Math.ceil((spent as RateLimiterRes).msBeforeNext / 1000));
		}
	}
}
