import { paths } from './paths.ts';
import { hasAnyRole, type Session } from './person.ts';

/** Everybody lands where their work is. */
export function homeOf(session: Session): string {
	const first = session.posts[0];
	if (!first) return paths.home();
	if (hasAnyRole(session, 'cadre', 'dispatcher', 'inspector')) return paths.inbox();
	if (hasAnyRole(session, 'leader')) {
		return paths.overview(session.posts.find((post) => post.role === 'leader')?.areaCode ?? first.areaCode);
	}
	return hasAnyRole(session, 'administrator') ? paths.adminPeople() : paths.home();
}
