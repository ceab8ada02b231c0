import { hasAnyRole, type Session } from '#lib/domain/person.ts';
import { paths } from '#lib/domain/paths.ts';
import { m } from '#lib/paraglide/messages.js';

export type StaffRoom = 'overview' | 'map' | 'cases' | 'inbox' | 'publications' | 'admin';

/** The rooms that a person's posts open, for the top bar. `area` is what the page is about, `campaign` the chosen one. */
export function staffLinks(
	session: Session,
	area: string,
	current: StaffRoom | null,
	campaign?: string
): { href: string; label: string; isCurrent: boolean }[] {
	const links: [room: StaffRoom, href: string, label: string, isOpen: boolean][] = [
		['overview', paths.overview(area, campaign), m.nav_overview(), true],
		['map', paths.map(area, { campaign }), m.nav_map(), true],
		['cases', paths.cases(area, {}, campaign), m.nav_cases(), true],
		['inbox', paths.inbox(), m.nav_inbox(), hasAnyRole(session, 'cadre', 'dispatcher', 'inspector')],
		['publications', paths.publications(), m.nav_publications(), true],
		['admin', paths.adminPeople(), m.nav_admin(), hasAnyRole(session, 'administrator')]
	];
	return links.filter(([, , , isOpen]) => isOpen).map(([room, href, label]) => ({ href, label, isCurrent: room === current }));
}
