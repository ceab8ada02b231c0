import type { Session } from '#lib/domain/person.ts';
import { hasAnyRole } from '#lib/domain/person.ts';

export type Access = 'public' | 'anyone' | 'pending' | 'signed-in' | 'staff' | 'administrator';

/**
 * Who may enter which group of routes. A route outside every group is closed to everybody, so a new
 * page is unreachable until somebody says whose it is (tests/e2e/guard.spec.ts walks the manifest).
 */
const GROUPS: Record<string, Access> = {
	// Nobody is known here: signed in or not, one sees what the public sees, by the public's own rights.
	'(public)': 'public',
	// Tiles ask for themselves who is calling, and remember it: a map wants forty of them at once.
	'(tiles)': 'public',
	// Whether this server is well: asked by machines, and told without a figure (metrics ask for a token).
	'(operation)': 'public',
	'(auth)': 'anyone',
	// Whose password was right and whose second factor is still to be shown, or to be set up.
	'(factor)': 'pending',
	'(account)': 'signed-in',
	'(leader)': 'staff',
	'(cadre)': 'staff',
	'(staff)': 'staff',
	'(admin)': 'administrator'
};

/** What a route asks of the caller; null for a route that nobody was given. */
export function accessOf(routeId: string): Access | null {
	const group = routeId.split('/')[1] ?? '';
	return GROUPS[group] ?? null;
}

/** Whether pages of the route stand on a campaign: these ask for it with the session (see askStaff). */
export function standsOnCampaign(routeId: string): boolean {
	return /^\/\((leader|cadre)\)\//.test(routeId);
}

/** Whether the session satisfies the access. Rights over rows are the database's business. */
export function mayEnter(access: Access, session: Session | null, isPending = false): boolean {
	if (access === 'public' || access === 'anyone') return true;
	if (access === 'pending') return isPending;
	if (access === 'signed-in') return session !== null;
	const isStaff = hasAnyRole(session, 'cadre', 'dispatcher', 'inspector', 'leader', 'administrator');
	return access === 'staff' ? isStaff : hasAnyRole(session, 'administrator');
}
